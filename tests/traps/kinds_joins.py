"""Traps of joins: rows repeated, lost or tied to the wrong partner."""

from __future__ import annotations

from dataclasses import replace

from core.model import SemanticModel
from core.plan import And, Exists, Plan
from tests.semantic_layer.plans import aggregate, by, compare, field, named
from tests.traps import shop
from tests.traps.setting import Setting
from tests.traps.trap import Trap, edited, grouped, made, total, trap

_REGION = "JOIN {customer} ON {order.customer id} = {customer.customer id}"


@trap("fan-out, one level")
def fan_out(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s))
    items = shop.lines(s, sold, shop.products(s))
    by_order = grouped(items, lambda one: one["order id"])
    right = [
        (status, total(group, "amount"), sum(len(by_order.get(one["order id"], ())) for one in group))
        for status, group in grouped(sold, lambda one: one["status"]).items()
    ]
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("order", "status"), "status"),),
        measures=(
            named("total", aggregate("sum", s.dotted("order", "amount"))),
            named("lines", aggregate("count", s.table("line"))),
        ),
    )
    naive = (
        "SELECT {order.status}, sum({order.amount}), count({line.line id}) FROM {order}"
        " LEFT JOIN {line} ON {line.order id} = {order.order id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("fan-out, two levels")
def fan_out_twice(s: Setting) -> Trap:
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    items = shop.lines(s, sold, shop.products(s))
    buyer_of = {one["order id"]: one["customer id"] for one in sold}
    pieces = grouped(items, lambda one: buyer_of[one["order id"]])
    right = [
        (
            region,
            total(group, "credit"),
            total([piece for one in group for piece in pieces.get(one["customer id"], ())], "quantity"),
        )
        for region, group in grouped(buyers, lambda one: one["region"]).items()
    ]
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
        measures=(
            named("credit", aggregate("sum", s.dotted("customer", "credit"))),
            named("pieces", aggregate("sum", s.dotted("line", "quantity"))),
        ),
    )
    naive = (
        "SELECT {customer.region}, sum({customer.credit}), sum({line.quantity}) FROM {customer}"
        " LEFT JOIN {order} ON {order.customer id} = {customer.customer id}"
        " LEFT JOIN {line} ON {line.order id} = {order.order id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("chasm between two facts")
def chasm(s: Setting) -> Trap:
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    visits = s.add(
        "visit",
        [
            {"visit id": key, "customer id": s.chance.choice(buyers)["customer id"], "minutes": s.chance.randint(1, 90)}
            for key in s.numbers(30)
        ],
    )
    where = {one["customer id"]: one["region"] for one in buyers}
    spent, stayed = (grouped(rows, lambda one: where[one["customer id"]]) for rows in (sold, visits))
    right = [
        (region, total(spent.get(region, ()), "amount"), total(stayed.get(region, ()), "minutes"))
        for region in {one["region"] for one in buyers}
    ]
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
        measures=(
            named("spent", aggregate("sum", s.dotted("order", "amount"))),
            named("stayed", aggregate("sum", s.dotted("visit", "minutes"))),
        ),
    )
    naive = (
        "SELECT {customer.region}, sum({order.amount}), sum({visit.minutes}) FROM {customer}"
        " LEFT JOIN {order} ON {order.customer id} = {customer.customer id}"
        " LEFT JOIN {visit} ON {visit.customer id} = {customer.customer id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("many-to-many through a bridge")
def bridge(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s))
    things = shop.products(s)
    items = shop.lines(s, sold, things, most=6)
    category = {one["product id"]: one["category"] for one in things}
    linked = {(one["order id"], category[one["product id"]]) for one in items}
    amount = {one["order id"]: one["amount"] for one in sold}
    without = set(amount) - {order for order, _ in linked}
    right = [(kind, sum(amount[order] for order, own in linked if own == kind)) for kind in {own for _, own in linked}]
    right += [(None, sum(amount[order] for order in without))] if without else []
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("product", "category"), "category"),),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
    )
    naive = (
        "SELECT {product.category}, sum({order.amount}) FROM {order}"
        " LEFT JOIN {line} ON {line.order id} = {order.order id}"
        " LEFT JOIN {product} ON {product.product id} = {line.product id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("rows counted after a join")
def count_after_join(s: Setting) -> Trap:
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    shop.lines(s, sold, shop.products(s))
    where = {one["customer id"]: one["region"] for one in buyers}
    groups = grouped(sold, lambda one: where[one["customer id"]])
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
        measures=(named("n", aggregate("count", s.table("order"))),),
        where=Exists(entity=s.table("line")),
    )
    with_lines = {one["order id"] for one in s.tables["line"]}
    right = [(region, sum(one["order id"] in with_lines for one in group)) for region, group in groups.items()]
    naive = (
        f"SELECT {{customer.region}}, count({{order.order id}}) FROM {{order}} {_REGION}"
        " JOIN {line} ON {line.order id} = {order.order id} GROUP BY 1"
    )
    return made(s, plan, naive, [row for row in right if row[1]], seen=True)


@trap("duplicate rows of a dimension")
def duplicate_dimension(s: Setting) -> Trap:
    """The same product twice: whatever refers to it would count twice."""
    things = shop.products(s)
    items = shop.lines(s, shop.orders(s, shop.customers(s)), things)
    s.add("product", [*things, *s.chance.sample(things, 2)])
    category = {one["product id"]: one["category"] for one in things}
    right = [
        (kind, total(group, "quantity")) for kind, group in grouped(items, lambda o: category[o["product id"]]).items()
    ]
    plan = Plan(
        entity=s.table("line"),
        dimensions=(by(s.dotted("product", "category"), "category"),),
        measures=(named("pieces", aggregate("sum", s.dotted("line", "quantity"))),),
    )
    naive = (
        "SELECT {product.category}, sum({line.quantity}) FROM {line}"
        " JOIN {product} ON {product.product id} = {line.product id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("a key that people believe is unique")
def broken_key(s: Setting) -> Trap:
    """A person declared many-to-one; two customers of one region carry one key."""
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    shop.lines(s, sold, shop.products(s))
    buyer = sold[0]["customer id"]
    double = next(one for one in buyers if one["customer id"] == buyer)
    s.add("customer", [*buyers, {**double, "customer name": "Another"}])
    where = {one["customer id"]: one["region"] for one in buyers}
    right = [
        (region, total(group, "amount")) for region, group in grouped(sold, lambda o: where[o["customer id"]]).items()
    ]
    plan = Plan(
        entity=s.table("order"),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
    )
    naive = f"SELECT {{customer.region}}, sum({{order.amount}}) FROM {{order}} {_REGION} GROUP BY 1"

    def declared(model: SemanticModel) -> SemanticModel:
        mine = tuple(replace(one, cardinality="many_to_one", by_person=("cardinality",)) for one in model.relationships)
        return replace(model, relationships=mine)

    return edited(made(s, plan, naive, right, seen=True), declared)


@trap("null keys dropped by an inner join")
def null_keys(s: Setting) -> Trap:
    return _lost_rows(s, lost=s.chance.randint(2, 6), orphans=0)


@trap("orphan keys dropped by an inner join")
def orphan_keys(s: Setting) -> Trap:
    return _lost_rows(s, lost=0, orphans=s.chance.randint(1, 2))


def _lost_rows(s: Setting, *, lost: int, orphans: int) -> Trap:
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers, lost=lost, orphans=orphans)
    where = {one["customer id"]: one["region"] for one in buyers}
    groups = grouped(sold, lambda one: where.get(one["customer id"]))
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
    )
    naive = f"SELECT {{customer.region}}, sum({{order.amount}}) FROM {{order}} {_REGION} GROUP BY 1"
    return made(s, plan, naive, [(region, total(group, "amount")) for region, group in groups.items()])


@trap("half of a composite key")
def composite_key(s: Setting) -> Trap:
    """A target for each shop and year: joined by the shop alone, each order meets the targets of all years."""
    shops, years = s.numbers(5), (2021, 2022, 2023)
    goals = [
        {"shop id": one, "fiscal year": year, "quota": s.money(), "manager": s.chance.choice(("Ann", "Bob", "Cy"))}
        for one in shops
        for year in years
    ]
    s.add("goal", goals)
    shop.orders(s, shop.customers(s))
    sales = [
        {"sale id": key, "shop id": s.chance.choice(shops), "fiscal year": s.chance.choice(years), "amount": s.money()}
        for key in s.numbers(60)
    ]
    s.add("sale", sales)
    boss = {(one["shop id"], one["fiscal year"]): one["manager"] for one in goals}
    groups = grouped(sales, lambda one: boss[one["shop id"], one["fiscal year"]])
    plan = Plan(
        entity=s.table("sale"),
        dimensions=(by(s.dotted("goal", "manager"), "manager"),),
        measures=(named("total", aggregate("sum", s.dotted("sale", "amount"))),),
    )
    naive = (
        "SELECT {goal.manager}, sum({sale.amount}) FROM {sale}"
        " JOIN {goal} ON {goal.shop id} = {sale.shop id} GROUP BY 1"
    )
    return made(s, plan, naive, [(name, total(group, "amount")) for name, group in groups.items()], seen=True)


@trap("a table that refers to itself")
def self_reference(s: Setting) -> Trap:
    """The one at the top has no manager, and must not get lost; managers are employees with a department of their own."""
    keys = s.numbers(20)
    staff = [
        {
            "employee id": key,
            "employee name": f"Name {key}",
            "manager id": s.chance.choice(keys[:at][:5]) if at else None,
            "department": s.chance.choice(("Sales", "Legal", "Works")),
            "bonus": s.money(),
        }
        for at, key in enumerate(keys)
    ]
    s.add("employee", staff)
    department = {one["employee id"]: one["department"] for one in staff}
    groups = grouped(staff, lambda one: department.get(one["manager id"]))

    own = f"{s.table('employee')}.{s.column('employee', 'department')}"
    plan = Plan(
        entity=s.table("employee"),
        dimensions=(by(field(own, "manager"), "department"),),
        measures=(named("total", aggregate("sum", s.dotted("employee", "bonus"))),),
    )
    naive = "SELECT {employee.department}, sum({employee.bonus}) FROM {employee} GROUP BY 1"
    found = made(s, plan, naive, [(name, total(group, "bonus")) for name, group in groups.items()])

    def called(model: SemanticModel) -> SemanticModel:
        mine = tuple(replace(one, name="manager") for one in model.relationships)
        return replace(model, relationships=mine)

    return edited(found, called)


@trap("two roles of one table")
def roles(s: Setting) -> Trap:
    cities = s.add(
        "address",
        [{"address id": key, "city": f"City {at % 4}", "postcode": f"{key:05}"} for at, key in enumerate(s.numbers(9))],
    )
    sent = s.add(
        "shipment",
        [
            {
                "shipment id": key,
                "ship address id": s.chance.choice(cities)["address id"],
                "bill address id": s.chance.choice(cities)["address id"],
                "amount": s.money(),
            }
            for key in s.numbers(40)
        ],
    )
    city = {one["address id"]: one["city"] for one in cities}
    groups = grouped(sent, lambda one: city[one["ship address id"]])
    plan = Plan(
        entity=s.table("shipment"),
        dimensions=(by(field(s.dotted("address", "city"), "shipping"), "city"),),
        measures=(named("total", aggregate("sum", s.dotted("shipment", "amount"))),),
    )
    naive = (
        "SELECT {address.city}, sum({shipment.amount}) FROM {shipment} JOIN {address} ON {address.address id} IN"
        " ({shipment.ship address id}, {shipment.bill address id}) GROUP BY 1"
    )
    found = made(s, plan, naive, [(name, total(group, "amount")) for name, group in groups.items()], seen=True)

    def called(model: SemanticModel) -> SemanticModel:
        own = s.column("shipment", "ship address id")
        mine = tuple(
            replace(one, name="shipping") if one.from_columns == (own,) else one for one in model.relationships
        )
        return replace(model, relationships=mine)

    return edited(found, called)


@trap("rows of the many side filtered twice")
def filtered_twice(s: Setting) -> Trap:
    """Orders with a tool and a toy: no single line is both."""
    sold = shop.orders(s, shop.customers(s))
    things = shop.products(s)
    items = shop.lines(s, sold, things, most=5)
    category = {one["product id"]: one["category"] for one in things}
    has = {(one["order id"], category[one["product id"]]) for one in items}
    both = [one for one in sold if (one["order id"], "Tools") in has and (one["order id"], "Toys") in has]
    line, kind = s.table("line"), s.dotted("product", "category")
    plan = Plan(
        entity=s.table("order"),
        measures=(named("n", aggregate("count", s.table("order"))),),
        where=And(conditions=tuple(Exists(entity=line, where=compare(kind, "=", one)) for one in ("Tools", "Toys"))),
    )
    naive = (
        "SELECT count(DISTINCT {order.order id}) FROM {order} JOIN {line} ON {line.order id} = {order.order id}"
        " JOIN {product} ON {product.product id} = {line.product id}"
        " WHERE {product.category} = 'Tools' AND {product.category} = 'Toys'"
    )
    return made(s, plan, naive, [(len(both),)])

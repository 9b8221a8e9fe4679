"""Traps of several facts: chasms of three, filters on the far side, weights of a bridge, those who have none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from core.model import Entity, Measure, SemanticModel
from core.plan import AbsolutePeriod, Arithmetic, Exists, MeasureArithmetic, Plan
from tests.semantic_layer.plans import aggregate, by, compare, field, named
from tests.traps import shop
from tests.traps.setting import Record, Setting
from tests.traps.trap import REFUSED, Trap, edited, grouped, made, total, trap

_LINES = "JOIN {line} ON {line.order id} = {order.order id} JOIN {product} ON {product.product id} = {line.product id}"


def _events(s: Setting, table: str, column: str, buyers: list[Record], count: int) -> list[Record]:
    return s.add(
        table,
        [
            {f"{table} id": key, "customer id": s.chance.choice(buyers)["customer id"], column: s.chance.randint(1, 90)}
            for key in s.numbers(count)
        ],
    )


@trap("chasm between three facts")
def three_facts(s: Setting) -> Trap:
    buyers = shop.customers(s)
    facts = {
        "order": (shop.orders(s, buyers), "amount"),
        "visit": (_events(s, "visit", "minutes", buyers, 25), "minutes"),
        "call": (_events(s, "call", "seconds", buyers, 18), "seconds"),
    }
    region = {one["customer id"]: one["region"] for one in buyers}
    sums = {
        name: {
            key: total(group, column)
            for key, group in grouped(records, lambda one: region[one["customer id"]]).items()
        }
        for name, (records, column) in facts.items()
    }  # fmt: skip
    right = [(key, *(sums[name].get(key) for name in facts)) for key in sorted(set(region.values()))]
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "region"), "region"),),
        measures=tuple(
            named(name, aggregate("sum", s.dotted(name, column))) for name, (_, column) in facts.items()
        ),
    )  # fmt: skip
    joins = " ".join(f"LEFT JOIN {{{one}}} ON {{{one}.customer id}} = {{customer.customer id}}" for one in facts)
    columns = ", ".join(f"sum({{{name}.{column}}})" for name, (_, column) in facts.items())
    return made(
        s, plan, f"SELECT {{customer.region}}, {columns} FROM {{customer}} {joins} GROUP BY 1", right, seen=True
    )


@trap("a sum under a filter on the far side")
def far_filter(s: Setting) -> Trap:
    """What orders with a toy in them came to: an order with three toys is one order."""
    sold = shop.orders(s, shop.customers(s))
    things = shop.products(s)
    items = shop.lines(s, sold, things, most=6)
    toys = {one["product id"] for one in things if one["category"] == "Toys"}
    with_toys = {one["order id"] for one in items if one["product id"] in toys}
    is_toy = compare(s.dotted("product", "category"), "=", "Toys")
    plan = Plan(
        entity=s.table("order"),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
        where=Exists(entity=s.table("line"), where=is_toy),
    )
    naive = f"SELECT sum({{order.amount}}) FROM {{order}} {_LINES} WHERE {{product.category}} = 'Toys'"
    return made(s, plan, naive, [(total([one for one in sold if one["order id"] in with_toys], "amount"),)], seen=True)


@trap("both sides summed under a filter on the far side")
def both_sides_filtered(s: Setting) -> Trap:
    """The pieces of tools, beside the amounts of the orders that hold any."""
    sold = shop.orders(s, shop.customers(s))
    things = shop.products(s)
    items = shop.lines(s, sold, things, most=6)
    tools = {one["product id"] for one in things if one["category"] == "Tools"}
    pieces = [one for one in items if one["product id"] in tools]
    with_tools = {one["order id"] for one in pieces}
    is_tool = compare(s.dotted("product", "category"), "=", "Tools")
    plan = Plan(
        entity=s.table("order"),
        measures=(
            named(
                "total",
                aggregate("sum", s.dotted("order", "amount"), where=Exists(entity=s.table("line"), where=is_tool)),
            ),
            named("pieces", aggregate("sum", s.dotted("line", "quantity"), where=is_tool)),
        ),
    )
    naive = f"SELECT sum({{order.amount}}), sum({{line.quantity}}) FROM {{order}} {_LINES} WHERE {{product.category}} = 'Tools'"
    amount = total([one for one in sold if one["order id"] in with_tools], "amount")
    return made(s, plan, naive, [(amount, total(pieces, "quantity"))], seen=True)


@trap("those who have any, joined to what they have")
def semi_join(s: Setting) -> Trap:
    """The credit of customers who ordered: a join repeats it for each order."""
    buyers = shop.customers(s)
    ordering = {one["customer id"] for one in shop.orders(s, buyers)}
    plan = Plan(
        entity=s.table("customer"),
        measures=(named("credit", aggregate("sum", s.dotted("customer", "credit"))),),
        where=Exists(entity=s.table("order")),
    )
    naive = "SELECT sum({customer.credit}) FROM {customer} JOIN {order} ON {order.customer id} = {customer.customer id}"
    return made(
        s, plan, naive, [(total([one for one in buyers if one["customer id"] in ordering], "credit"),)], seen=True
    )


@trap("those who had none in a period")
def none_in_period(s: Setting) -> Trap:
    """A condition on the joined date turns “none in that month” into “never, or in another month”."""
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    start = min(one["order date"] for one in sold) + timedelta(days=60)
    end = start + timedelta(days=45)
    active = {one["customer id"] for one in sold if start <= one["order date"] < end}
    period = AbsolutePeriod(
        of=field(s.dotted("order", "order date")), start=start.isoformat(), end=end.isoformat(), phrase="then"
    )
    plan = Plan(
        entity=s.table("customer"),
        measures=(named("n", aggregate("count", s.table("customer"))),),
        where=Exists(entity=s.table("order"), where=period, negated=True),
    )
    naive = (
        "SELECT count(DISTINCT {customer.customer id}) FROM {customer} LEFT JOIN {order} ON"
        " {order.customer id} = {customer.customer id} WHERE {order.order id} IS NULL OR NOT"
        f" ({{order.order date}} >= DATE '{start}' AND {{order.order date}} < DATE '{end}')"
    )
    return made(s, plan, naive, [(sum(one["customer id"] not in active for one in buyers),)])


@trap("nothing counted as one")
def zero_counted_as_one(s: Setting) -> Trap:
    """A customer without orders is a row of a left join all the same."""
    buyers = shop.customers(s)
    sold = grouped(shop.orders(s, buyers), lambda one: one["customer id"])
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "customer name"), "customer"),),
        measures=(named("n", aggregate("count", s.table("order"))),),
    )
    naive = (
        "SELECT {customer.customer name}, count(*) FROM {customer} LEFT JOIN {order} ON"
        " {order.customer id} = {customer.customer id} GROUP BY 1"
    )
    return made(s, plan, naive, [(one["customer name"], len(sold.get(one["customer id"], ()))) for one in buyers])


@trap("an average over those who have any")
def average_over_all(s: Setting) -> Trap:
    """Orders per customer: those without any are customers too."""
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    each = MeasureArithmetic(
        operator="/", left=aggregate("count", s.table("order")), right=aggregate("count", s.table("customer"))
    )
    plan = Plan(entity=s.table("customer"), measures=(named("each", each),))
    naive = "SELECT avg(n) FROM (SELECT {order.customer id}, count(*) AS n FROM {order} GROUP BY 1)"
    return made(s, plan, naive, [(len(sold) / len(buyers),)])


@trap("a bridge with weights")
def weighted_bridge(s: Setting) -> Trap:
    """Accounts belong to several holders by shares: each holder has that part of the balance."""
    holders = s.add("holder", [{"holder id": key, "holder name": f"Name {key}"} for key in s.numbers(6)])
    accounts = s.add("account", [{"account id": key, "balance": s.money()} for key in s.numbers(9)])
    shares: list[Record] = []
    for one in accounts:
        first = Decimal(s.chance.choice((25, 40, 50, 60))) / 100
        pair = s.chance.sample(holders, 2)
        shares += [
            {"account id": one["account id"], "holder id": who["holder id"], "share": part}
            for who, part in zip(pair, (first, 1 - first), strict=True)
        ]
    s.add("holding", shares)
    balance = {one["account id"]: one["balance"] for one in accounts}
    name = {one["holder id"]: one["holder name"] for one in holders}
    groups = grouped(shares, lambda one: name[one["holder id"]])
    right = [(who, sum(balance[one["account id"]] * one["share"] for one in group)) for who, group in groups.items()]
    part = Arithmetic(
        operator="*", left=field(s.dotted("account", "balance")), right=field(s.dotted("holding", "share"))
    )
    plan = Plan(
        entity=s.table("holding"),
        dimensions=(by(s.dotted("holder", "holder name"), "holder"),),
        measures=(named("balance", aggregate("sum", part, entity=s.table("holding"))),),
    )
    naive = (
        "SELECT {holder.holder name}, sum({account.balance}) FROM {account}"
        " JOIN {holding} ON {holding.account id} = {account.account id}"
        " JOIN {holder} ON {holder.holder id} = {holding.holder id} GROUP BY 1"
    )
    found = made(s, plan, naive, right, seen=True)
    return edited(found, lambda model: _adding_up(_adding_up(model, s, "account", "balance"), s, "holding", "share"))


def _adding_up(model: SemanticModel, s: Setting, table: str, column: str) -> SemanticModel:
    """As a person says who knows that one number stands in each row, and that they are parts of a whole."""
    entity = model.entity(s.table(table))
    fields = tuple(
        replace(one, additivity="additive", aggregation="sum", over_time=None, weight=None)
        if isinstance(one, Measure) and one.name == s.column(table, column)
        else one
        for one in entity.fields
    )
    changed: Entity = replace(entity, fields=fields)
    return replace(model, entities=tuple(changed if one.name == entity.name else one for one in model.entities))


@trap("snapshots beside events")
def snapshots_and_events(s: Setting) -> Trap:
    """The last balance and all payments by branch: joined, each meets all of the others."""
    accounts = s.add(
        "account", [{"account id": key, "branch": s.chance.choice(("Harbour", "Station"))} for key in s.numbers(6)]
    )
    branch = {one["account id"]: one["branch"] for one in accounts}
    ends = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
    balances = s.add(
        "balance",
        [{"account id": key, "as of date": end, "balance": s.money()} for key in branch for end in ends],
    )
    payments = s.add(
        "payment",
        [
            {"payment id": key, "account id": s.chance.choice(accounts)["account id"], "amount": s.money()}
            for key in s.numbers(40)
        ],
    )
    last = [one for one in balances if one["as of date"] == ends[-1]]
    held, paid = (grouped(rows, lambda one: branch[one["account id"]]) for rows in (last, payments))
    right = [
        (name, total(held.get(name, ()), "balance"), total(paid.get(name, ()), "amount"))
        for name in sorted(set(branch.values()))
    ]
    plan = Plan(
        entity=s.table("account"),
        dimensions=(by(s.dotted("account", "branch"), "branch"),),
        measures=(
            named("balance", aggregate("sum", s.dotted("balance", "balance"))),
            named("paid", aggregate("sum", s.dotted("payment", "amount"))),
        ),
    )
    naive = (
        "SELECT {account.branch}, sum({balance.balance}), sum({payment.amount}) FROM {account}"
        " JOIN {balance} ON {balance.account id} = {account.account id}"
        " JOIN {payment} ON {payment.account id} = {account.account id} GROUP BY 1"
    )
    return made(s, plan, naive, right, seen=True)


@trap("a share of what the filter left")
def share_of_filtered(s: Setting) -> Trap:
    """How much of all was paid: a filter on the whole question leaves 100%."""
    sold = shop.orders(s, shop.customers(s))
    amount = s.dotted("order", "amount")
    paid = aggregate("sum", amount, where=compare(s.dotted("order", "status"), "=", "paid"))
    plan = Plan(
        entity=s.table("order"),
        measures=(named("share", MeasureArithmetic(operator="/", left=paid, right=aggregate("sum", amount))),),
    )
    naive = (
        "SELECT sum({order.amount}) / (SELECT sum({order.amount}) FROM {order} WHERE {order.status} = 'paid')"
        " FROM {order} WHERE {order.status} = 'paid'"
    )
    part = total([one for one in sold if one["status"] == "paid"], "amount")
    return made(s, plan, naive, [(float(part) / float(total(sold, "amount")),)])


@trap("two managers up")
def two_levels_up(s: Setting) -> Trap:
    """The bonus of all who stand two levels below: those at the top have none above them and stay."""
    keys = s.numbers(24)
    staff = [
        {
            "employee id": key,
            "employee name": f"Name {key}",
            "manager id": s.chance.choice(keys[: max(1, at // 3)]) if at else None,
            "department": s.chance.choice(("Sales", "Legal", "Works")),
            "bonus": s.money(),
        }
        for at, key in enumerate(keys)
    ]
    s.add("employee", staff)
    above = {one["employee id"]: one["manager id"] for one in staff}
    department = {one["employee id"]: one["department"] for one in staff}
    groups = grouped(staff, lambda one: department.get(above.get(one["manager id"])))
    plan = Plan(
        entity=s.table("employee"),
        dimensions=(by(field(s.dotted("employee", "department"), "manager", "manager"), "department"),),
        measures=(named("total", aggregate("sum", s.dotted("employee", "bonus"))),),
    )
    naive = (
        f'SELECT b."{s.column("employee", "department")}", sum(a."{s.column("employee", "bonus")}")'
        f' FROM {{employee}} a JOIN {{employee}} b ON a."{s.column("employee", "manager id")}" ='
        f' b."{s.column("employee", "employee id")}" GROUP BY 1'
    )
    found = made(s, plan, naive, [(name, total(group, "bonus")) for name, group in groups.items()])

    def called(model: SemanticModel) -> SemanticModel:
        return replace(model, relationships=tuple(replace(one, name="manager") for one in model.relationships))

    return edited(found, called)


@trap("one of two dates of a table of days")
def role_of_days(s: Setting) -> Trap:
    """Ordered or shipped in a season: which is not said, so it is asked."""
    first = date(2024, 1, 1)
    days = [first + timedelta(days=at) for at in range(120)]
    s.add("calendar", [{"day": one, "season": "early" if one.month < 3 else "late"} for one in days])
    s.add(
        "shipment",
        [
            {
                "shipment id": key,
                "ordered on": s.chance.choice(days[:60]),
                "shipped on": s.chance.choice(days[60:]),
                "amount": s.money(),
            }
            for key in s.numbers(50)
        ],
    )
    plan = Plan(
        entity=s.table("shipment"),
        dimensions=(by(s.dotted("calendar", "season"), "season"),),
        measures=(named("total", aggregate("sum", s.dotted("shipment", "amount"))),),
    )
    naive = (
        "SELECT {calendar.season}, sum({shipment.amount}) FROM {shipment}"
        " JOIN {calendar} ON {calendar.day} = {shipment.ordered on} GROUP BY 1"
    )
    return made(s, plan, naive, REFUSED)

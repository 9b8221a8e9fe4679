"""Traps of filters, sets and values: what is kept, what is counted as the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from core.plan import (
    Aggregate,
    Call,
    Exists,
    MeasureArithmetic,
    MeasureConstant,
    Order,
    OutputRef,
    Plan,
    PlanField,
    Rows,
    SetOperation,
    Share,
    TopPerGroup,
)
from tests.semantic_layer.plans import aggregate, by, compare, descending, field, named, top
from tests.traps import shop
from tests.traps.setting import Setting
from tests.traps.trap import REFUSED, Trap, grouped, made, total, trap


@trap("a left join turned inner by a filter")
def left_turned_inner(s: Setting) -> Trap:
    """Customers without a paid order have none; they are not gone."""
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers)
    paid = Counter(one["customer id"] for one in sold if one["status"] == "paid")
    count = Aggregate(
        function="count", entity=s.table("order"), where=compare(s.dotted("order", "status"), "=", "paid")
    )
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "customer id"), "id"),),
        measures=(named("n", count),),
    )
    naive = (
        "SELECT {customer.customer id}, count({order.order id}) FROM {customer} LEFT JOIN {order}"
        " ON {order.customer id} = {customer.customer id} WHERE {order.status} = 'paid' GROUP BY 1"
    )
    return made(s, plan, naive, [(one["customer id"], paid[one["customer id"]]) for one in buyers])


@trap("NOT IN a list with a null")
def not_in_null(s: Setting) -> Trap:
    buyers = shop.customers(s)
    sold = shop.orders(s, buyers, lost=2)
    bought = {one["customer id"] for one in sold}
    plan = Plan(
        entity=s.table("customer"),
        measures=(named("n", aggregate("count", s.table("customer"))),),
        where=Exists(entity=s.table("order"), negated=True),
    )
    naive = (
        "SELECT count(*) FROM {customer} WHERE {customer.customer id} NOT IN (SELECT {order.customer id} FROM {order})"
    )
    return made(s, plan, naive, [(sum(one["customer id"] not in bought for one in buyers),)])


@trap("ties at a limit")
def ties(s: Setting) -> Trap:
    points = [90, 80, *[70] * s.chance.randint(3, 5), *[s.chance.randint(1, 60) for _ in range(9)]]
    records = s.add(
        "player", [{"player id": key, "won": won} for key, won in zip(s.numbers(len(points)), points, strict=True)]
    )
    own = PlanField(name="id", label="id", of=field(s.dotted("player", "player id")))
    won = field(s.dotted("player", "won"))
    plan = Plan(
        entity=s.table("player"), rows=Rows(fields=(own,)), order=(Order(by=won, descending=True),), limit=top(3)
    )
    naive = "SELECT {player.player id} FROM {player} ORDER BY {player.won} DESC LIMIT 3"
    return made(s, plan, naive, [(one["player id"],) for one in records if one["won"] >= 70])


@trap("the first of each group")
def top_per_group(s: Setting) -> Trap:
    buyers = shop.customers(s, 30)
    best = {
        region: sorted(group, key=lambda one: -one["credit"])[:2]
        for region, group in grouped(buyers, lambda one: one["region"]).items()
    }
    right = [(region, one["customer id"], one["credit"]) for region, group in best.items() for one in group]
    plan = Plan(
        entity=s.table("customer"),
        dimensions=(by(s.dotted("customer", "region"), "region"), by(s.dotted("customer", "customer id"), "id")),
        measures=(named("credit", aggregate("sum", s.dotted("customer", "credit"))),),
        order=(descending("credit"),),
        top_per_group=TopPerGroup(count=2, within=("region",)),
    )
    naive = (
        "SELECT {customer.region}, {customer.customer id}, {customer.credit} FROM {customer}"
        f" ORDER BY 3 DESC LIMIT {len(right)}"
    )
    return made(s, plan, naive, right)


@trap("a share of what the limit left")
def share_after_limit(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s), 60)
    sums = {key: total(group, "amount") for key, group in grouped(sold, lambda one: one["status"]).items()}
    largest = sorted(sums, key=lambda key: -sums[key])[:2]
    right = [(key, sums[key], float(sums[key]) / float(sum(sums.values()))) for key in largest]
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("order", "status"), "status"),),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
        comparisons=(Share(name="share", label="share", measure="total"),),
        order=(descending("total"),),
        limit=top(2),
    )
    naive = (
        "SELECT *, t / sum(t) OVER () FROM (SELECT {order.status}, sum({order.amount}) AS t FROM {order}"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT 2)"
    )
    return made(s, plan, naive, right)


@trap("whole numbers divided")
def integer_division(s: Setting) -> Trap:
    """Most databases divide whole numbers to a whole number; // is how DuckDB says that."""
    sold = shop.orders(s, shop.customers(s))
    open_ = aggregate("count", s.table("order"), where=compare(s.dotted("order", "status"), "=", "open"))
    share = MeasureArithmetic(operator="/", left=open_, right=aggregate("count", s.table("order")))
    plan = Plan(
        entity=s.table("order"),
        measures=(named("share", MeasureArithmetic(operator="*", left=share, right=MeasureConstant(value=100))),),
    )
    naive = "SELECT count(*) FILTER ({order.status} = 'open') // count(*) * 100 FROM {order}"
    return made(s, plan, naive, [(sum(one["status"] == "open" for one in sold) / len(sold) * 100,)])


@trap("numbers kept as text")
def text_numbers(s: Setting) -> Trap:
    """The highest of texts is the last in order: 9 after 10. Texts are not reckoned with."""
    s.add("part", [{"part id": key, "torque": f"{s.chance.randint(2, 300)} Nm"} for key in s.numbers(25)])
    plan = Plan(entity=s.table("part"), measures=(named("torque", aggregate("avg", s.dotted("part", "torque"))),))
    return made(s, plan, "SELECT max({part.torque}) FROM {part}", REFUSED)


@trap("currencies in one column")
def currencies(s: Setting) -> Trap:
    records = s.add(
        "payment",
        [
            {"payment id": key, "currency": s.chance.choice(("EUR", "JPY", "USD")), "amount": s.money()}
            for key in s.numbers(30)
        ],
    )
    groups = grouped(records, lambda one: one["currency"])
    plan = Plan(
        entity=s.table("payment"),
        dimensions=(by(s.dotted("payment", "currency"), "currency"),),
        measures=(named("total", aggregate("sum", s.dotted("payment", "amount"))),),
    )
    return made(
        s, plan, "SELECT sum({payment.amount}) FROM {payment}", [(key, total(g, "amount")) for key, g in groups.items()]
    )


@trap("one category spelled in several ways")
def spellings(s: Setting) -> Trap:
    names = ("Paris", "paris", "PARIS ", "Oslo", " oslo", "Rome")
    records = s.add("stay", [{"stay id": key, "city": s.chance.choice(names)} for key in s.numbers(40)])
    folded = Call(function="lower", arguments=(Call(function="trim", arguments=(field(s.dotted("stay", "city")),)),))
    right = Counter(one["city"].strip().lower() for one in records)
    plan = Plan(
        entity=s.table("stay"),
        dimensions=(by(folded, "place"),),
        measures=(named("n", aggregate("count", s.table("stay"))),),
    )
    return made(s, plan, "SELECT {stay.city}, count(*) FROM {stay} GROUP BY 1", list(right.items()))


@trap("void rows added up")
def void_rows(s: Setting) -> Trap:
    """A condition of a measure keeps them out of it, not out of the answer."""
    sold = shop.orders(s, shop.customers(s))
    valid = compare(s.dotted("order", "status"), "!=", "void")
    plan = Plan(
        entity=s.table("order"),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"), where=valid)),),
    )
    right = [(total([one for one in sold if one["status"] != "void"], "amount"),)]
    return made(s, plan, "SELECT sum({order.amount}) FROM {order}", right)


@trap("rows that are in both of two sets")
def union_duplicates(s: Setting) -> Trap:
    buyers = shop.customers(s, 20)
    middle = sorted(one["credit"] for one in buyers)[10]
    region, credit = s.dotted("customer", "region"), s.dotted("customer", "credit")
    own = PlanField(name="id", label="id", of=field(s.dotted("customer", "customer id")))
    north = Plan(entity=s.table("customer"), rows=Rows(fields=(own,)), where=compare(region, "=", "North"))
    rich = replace(north, where=compare(credit, ">=", str(middle), "decimal"))
    plan = replace(north, combine=SetOperation(operator="union", plan=rich))
    s.tables["customer"].append({"customer id": 9000, "customer name": "Both", "region": "North", "credit": middle + 1})
    kept = [one for one in s.tables["customer"] if one["region"] == "North" or one["credit"] >= middle]
    naive = (
        "SELECT {customer.customer id} FROM {customer} WHERE {customer.region} = 'North' UNION ALL"
        f" SELECT {{customer.customer id}} FROM {{customer}} WHERE {{customer.credit}} >= {middle}"
    )
    return made(s, plan, naive, [(one["customer id"],) for one in kept])


@trap("groups left out by a condition on all rows")
def condition_on_groups(s: Setting) -> Trap:
    """Regions with more than some orders: told after counting, not before."""
    sold = shop.orders(s, shop.customers(s))
    sums = {key: total(group, "amount") for key, group in grouped(sold, lambda one: one["status"]).items()}
    least = sorted(sums.values())[1]
    plan = Plan(
        entity=s.table("order"),
        dimensions=(by(s.dotted("order", "status"), "status"),),
        measures=(named("total", aggregate("sum", s.dotted("order", "amount"))),),
        having=compare(OutputRef(name="total"), ">=", str(least), "decimal"),
    )
    naive = f"SELECT {{order.status}}, sum({{order.amount}}) FROM {{order}} WHERE {{order.amount}} >= {least / 20} GROUP BY 1"
    return made(s, plan, naive, [(key, value) for key, value in sums.items() if value >= least])

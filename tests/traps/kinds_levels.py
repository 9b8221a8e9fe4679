"""Traps of what does not add up: levels over time, prices, rates, averages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.model import Measure, Metric, SemanticModel
from core.plan import Arithmetic, MeasureArithmetic, MetricRef, Plan
from tests.semantic_layer.plans import aggregate, by, field, named
from tests.traps import shop
from tests.traps.setting import Record, Setting
from tests.traps.trap import REFUSED, Trap, edited, grouped, made, mean, total, trap


def _month_ends(count: int) -> list[date]:
    firsts = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(1, count + 1)]
    return [date.fromordinal(first.toordinal() - 1) for first in firsts]


def _balances(s: Setting, *, surrogate: bool = False) -> list[Record]:
    """One row for each account and month; some balances are not known."""
    accounts = s.numbers(7)
    branch = {one: s.chance.choice(("Harbour", "Station")) for one in accounts}
    ends = _month_ends(s.chance.randint(8, 14))
    records: list[Record] = [
        {"account id": one, "as of date": end, "branch": branch[one], "balance": s.money()}
        for one in accounts
        for end in ends
    ]
    s.chance.choice([one for one in records if one["as of date"] != ends[-1]])["balance"] = None
    if surrogate:
        records = [{"snapshot id": at, **one} for at, one in enumerate(records, start=1)]
    return s.add("balance", records)


def _last(records: list[Record], time: str) -> list[Record]:
    last = max(one[time] for one in records)
    return [one for one in records if one[time] == last]


@trap("a balance summed over months")
def balance_over_months(s: Setting) -> Trap:
    records = _balances(s)
    plan = Plan(
        entity=s.table("balance"), measures=(named("balance", aggregate("sum", s.dotted("balance", "balance"))),)
    )
    naive = "SELECT sum({balance.balance}) FROM {balance}"
    return made(s, plan, naive, [(total(_last(records, "as of date"), "balance"),)])


@trap("a balance summed within quarters")
def balance_by_quarter(s: Setting) -> Trap:
    """Rows have numbers of their own, so the key does not tell that they are snapshots."""
    records = _balances(s, surrogate=True)

    def quarter(one: Record) -> tuple[date, str]:
        end = one["as of date"]
        return date(end.year, (end.month - 1) // 3 * 3 + 1, 1), one["branch"]

    periods = grouped(records, lambda one: quarter(one)[0])
    lasts = [one for group in periods.values() for one in _last(group, "as of date")]
    right = [(*key, total(group, "balance")) for key, group in grouped(lasts, quarter).items()]
    plan = Plan(
        entity=s.table("balance"),
        dimensions=(
            by(s.dotted("balance", "as of date"), "quarter", grain="quarter"),
            by(s.dotted("balance", "branch"), "branch"),
        ),
        measures=(named("balance", aggregate("sum", s.dotted("balance", "balance"))),),
    )
    naive = (
        "SELECT date_trunc('quarter', {balance.as of date})::DATE, {balance.branch}, sum({balance.balance})"
        " FROM {balance} GROUP BY 1, 2"
    )
    return made(s, plan, naive, right)


@trap("stock summed over days and warehouses")
def stock(s: Setting) -> Trap:
    """Stock adds up over warehouses, not over days."""
    things, places = s.numbers(5), ("A1", "B2", "C3")
    days = [date(2024, 3, day) for day in range(1, s.chance.randint(6, 12))]
    records = s.add(
        "stock level",
        [
            {"product id": one, "warehouse": place, "day": day, "stock on hand": s.chance.randint(0, 80)}
            for one in things
            for place in places
            for day in days
        ],
    )
    lasts = grouped(_last(records, "day"), lambda one: one["warehouse"])
    plan = Plan(
        entity=s.table("stock level"),
        dimensions=(by(s.dotted("stock level", "warehouse"), "warehouse"),),
        measures=(named("stock", aggregate("sum", s.dotted("stock level", "stock on hand"))),),
    )
    naive = "SELECT {stock level.warehouse}, sum({stock level.stock on hand}) FROM {stock level} GROUP BY 1"
    return made(s, plan, naive, [(place, total(group, "stock on hand")) for place, group in lasts.items()])


@trap("a level averaged over times, not over rows")
def average_level(s: Setting) -> Trap:
    """A person said that headcount is averaged over time: the sum over teams, on average over the months."""
    ends = _month_ends(9)
    records = s.add(
        "staffing",
        [
            {"team": team, "month end": end, "headcount": s.chance.randint(3, 40)}
            for team in ("Sales", "Works", "Legal")
            for end in ends
        ],
    )
    months = grouped(records, lambda one: one["month end"])
    right = [(mean(total(group, "headcount") for group in months.values()),)]
    plan = Plan(
        entity=s.table("staffing"),
        measures=(named("headcount", aggregate("sum", s.dotted("staffing", "headcount"))),),
    )
    own = s.column("staffing", "headcount")

    def averaged(model: SemanticModel) -> SemanticModel:
        entity = model.entity(s.table("staffing"))
        fields = tuple(
            replace(one, over_time="avg") if isinstance(one, Measure) and one.name == own else one
            for one in entity.fields
        )
        return replace(model, entities=(replace(entity, fields=fields),))

    return edited(made(s, plan, "SELECT avg({staffing.headcount}) FROM {staffing}", right), averaged)


@trap("an average of averages")
def average_of_averages(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s))
    plan = Plan(entity=s.table("order"), measures=(named("average", aggregate("avg", s.dotted("order", "amount"))),))
    naive = "SELECT avg(a) FROM (SELECT {order.status}, avg({order.amount}) AS a FROM {order} GROUP BY 1)"
    return made(s, plan, naive, [(mean(one["amount"] for one in sold),)])


@trap("an average of ratios")
def average_of_ratios(s: Setting) -> Trap:
    """A metric that divides two sums is recomputed from its parts in each group."""
    records = s.add(
        "campaign",
        [
            {
                "campaign id": key,
                "channel": s.chance.choice(("mail", "radio", "web")),
                "sales amount": s.money(),
                "cost amount": s.money(),
            }
            for key in s.numbers(30)
        ],
    )
    sales, cost = s.dotted("campaign", "sales amount"), s.dotted("campaign", "cost amount")
    parts = MeasureArithmetic(operator="/", left=aggregate("sum", sales), right=aggregate("sum", cost))
    right = [
        (name, float(total(group, "sales amount")) / float(total(group, "cost amount")))
        for name, group in grouped(records, lambda one: one["channel"]).items()
    ]
    plan = Plan(
        entity=s.table("campaign"),
        dimensions=(by(s.dotted("campaign", "channel"), "channel"),),
        measures=(named("per cost", MetricRef(name="sales per cost")),),
    )
    naive = (
        "SELECT {campaign.channel}, avg({campaign.sales amount} / {campaign.cost amount}) FROM {campaign} GROUP BY 1"
    )
    metric = Metric(name="sales per cost", label="Sales per cost", entity=s.table("campaign"), expression=parts)
    return edited(made(s, plan, naive, right), lambda model: replace(model, metrics=(metric,)))


@trap("a column of percentages summed")
def percentages(s: Setting) -> Trap:
    s.add(
        "deal",
        [
            {"deal id": key, "team": s.chance.choice("AB"), "discount percent": s.chance.randint(0, 40)}
            for key in s.numbers(20)
        ],
    )
    plan = Plan(
        entity=s.table("deal"),
        dimensions=(by(s.dotted("deal", "team"), "team"),),
        measures=(named("discount", aggregate("sum", s.dotted("deal", "discount percent"))),),
    )
    return made(s, plan, "SELECT {deal.team}, sum({deal.discount percent}) FROM {deal} GROUP BY 1", REFUSED)


@trap("unit prices summed")
def prices_summed(s: Setting) -> Trap:
    shop.lines(s, shop.orders(s, shop.customers(s)), shop.products(s))
    plan = Plan(entity=s.table("line"), measures=(named("revenue", aggregate("sum", s.dotted("line", "unit price"))),))
    return made(s, plan, "SELECT sum({line.unit price}) FROM {line}", REFUSED)


@trap("an average price without its quantities")
def weighted_price(s: Setting) -> Trap:
    items = shop.lines(s, shop.orders(s, shop.customers(s)), shop.products(s))
    s.chance.choice(items)["unit price"] = None
    known = [one for one in items if one["unit price"] is not None]
    right = float(sum(one["unit price"] * one["quantity"] for one in known)) / total(known, "quantity")
    plan = Plan(entity=s.table("line"), measures=(named("price", aggregate("avg", s.dotted("line", "unit price"))),))
    return made(s, plan, "SELECT avg({line.unit price}) FROM {line}", [(right,)])


@trap("price and quantity summed apart")
def price_times_quantity(s: Setting) -> Trap:
    items = shop.lines(s, shop.orders(s, shop.customers(s)), shop.products(s))
    product = Arithmetic(
        operator="*", left=field(s.dotted("line", "unit price")), right=field(s.dotted("line", "quantity"))
    )
    plan = Plan(entity=s.table("line"), measures=(named("revenue", aggregate("sum", product, entity=s.table("line"))),))
    naive = "SELECT sum({line.unit price}) * sum({line.quantity}) FROM {line}"
    return made(s, plan, naive, [(sum(one["unit price"] * one["quantity"] for one in items),)])


@trap("credit of a customer summed over orders")
def looked_up_sum(s: Setting) -> Trap:
    """The Plan itself asks to add up what is repeated: refused."""
    buyers = shop.customers(s)
    shop.orders(s, buyers)
    plan = Plan(
        entity=s.table("order"),
        measures=(named("credit", aggregate("sum", field(s.dotted("customer", "credit")), entity=s.table("order"))),),
    )
    naive = "SELECT sum({customer.credit}) FROM {order} JOIN {customer} ON {customer.customer id} = {order.customer id}"
    return made(s, plan, naive, REFUSED, seen=True)


@trap("unknown numbers averaged as zero")
def nulls_as_zero(s: Setting) -> Trap:
    records = s.add(
        "visit",
        [{"visit id": key, "minutes": s.chance.choice((None, 10, 20, 45))} for key in s.numbers(30)],
    )
    plan = Plan(entity=s.table("visit"), measures=(named("minutes", aggregate("avg", s.dotted("visit", "minutes"))),))
    naive = "SELECT sum({visit.minutes}) / count(*) FROM {visit}"
    return made(s, plan, naive, [(mean(one["minutes"] for one in records),)])


@trap("a median of medians")
def median_of_medians(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s), count=41)
    values = sorted(one["amount"] for one in sold)
    plan = Plan(entity=s.table("order"), measures=(named("median", aggregate("median", s.dotted("order", "amount"))),))
    naive = "SELECT median(m) FROM (SELECT {order.customer id}, median({order.amount}) AS m FROM {order} GROUP BY 1)"
    return made(s, plan, naive, [(values[20],)])


@trap("distinct customers summed over months")
def distinct_over_months(s: Setting) -> Trap:
    sold = shop.orders(s, shop.customers(s))
    plan = Plan(
        entity=s.table("order"),
        measures=(named("buyers", aggregate("count_distinct", s.dotted("order", "customer id"))),),
    )
    naive = (
        "SELECT sum(n) FROM (SELECT date_trunc('month', {order.order date}),"
        " count(DISTINCT {order.customer id}) AS n FROM {order} GROUP BY 1)"
    )
    return made(s, plan, naive, [(len({one["customer id"] for one in sold}),)])

from __future__ import annotations

from typing import Any

import pytest

from core.model import Metric
from core.plan import (
    AbsolutePeriod,
    And,
    Arithmetic,
    Between,
    Bins,
    Change,
    Comparing,
    Comparison,
    Condition,
    DateDifference,
    DatePart,
    Exists,
    In,
    IsNull,
    MeasureArithmetic,
    MetricRef,
    MovingAverage,
    Not,
    Or,
    Order,
    Plan,
    PlanField,
    Rank,
    RelativePeriod,
    Rows,
    RunningTotal,
    ScalarPlan,
    SetOperation,
    Share,
    TextMatch,
    TopPerGroup,
)
from semantic_layer import describe_condition, describe_plan
from tests.semantic_layer.plans import aggregate, ascending, by, compare, constant, descending, field, named, shop, top

MODEL = shop(
    metrics=(Metric(name="paid", label="Paid Revenue", entity="orders", expression=aggregate("sum", "orders.amount")),)
)
TOTAL = named("total", aggregate("sum", "orders.amount"))
MONTH = by("orders.day", "month", grain="month")
LAST_YEAR = RelativePeriod(
    of=field("orders.day"),
    how="aligned",
    unit="month",
    count=12,
    shift=-1,
    anchor="2024-05-03",
    phrase="last 12 months",
)


def described(**parts: Any) -> str:
    return describe_plan(Plan(entity=parts.pop("entity", "orders"), **parts), MODEL)


def test_a_plan_reads_as_measures_groups_period_and_limit() -> None:
    text = described(
        measures=(TOTAL,),
        dimensions=(by("customers.region"),),
        where=LAST_YEAR,
        order=(descending("total"),),
        limit=top(10),
    )
    assert text == "sum of amount by region, last 12 months, top 10"


def test_conditions_come_before_the_groups() -> None:
    paid = compare("orders.status", "=", "paid")
    count = named("n", aggregate("count", "orders"))
    assert (
        described(measures=(count,), dimensions=(MONTH,), where=paid)
        == "number of orders where status is paid, by month"
    )


def test_the_lowest_are_the_bottom_and_an_order_by_a_group_is_first() -> None:
    parts: dict[str, Any] = {"measures": (TOTAL,), "dimensions": (MONTH,), "limit": top(3)}
    assert described(**parts, order=(ascending("total"),)) == "sum of amount by month, bottom 3"
    assert described(**parts, order=(ascending("month"),)) == "sum of amount by month, first 3"


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (aggregate("count", "orders"), "number of orders"),
        (aggregate("count_distinct", "orders.status"), "number of different statuses"),
        (
            aggregate("avg", "lines.qty", where=compare("lines.qty", ">", 1, "integer")),
            "average of qty where qty is above 1",
        ),
        (aggregate("quantile", "orders.amount", quantile=0.9), "90% quantile of amount"),
        (aggregate("corr", "orders.amount", by=field("orders.order_id")), "correlation of amount with order id"),
        (aggregate("last", "orders.amount", by=field("orders.day")), "last amount by order date"),
        (MetricRef(name="paid"), "paid revenue"),
        (
            MeasureArithmetic(operator="/", left=aggregate("sum", "orders.amount"), right=aggregate("count", "orders")),
            "sum of amount per number of orders",
        ),
    ],
)
def test_measures_are_named_by_what_they_compute(measure: Any, text: str) -> None:
    assert described(measures=(named("value", measure),)) == text


@pytest.mark.parametrize(
    ("dimension", "text"),
    [
        (by("orders.day", "q", grain="quarter"), "by quarter"),
        (by("orders.day", "w", part="day_of_week"), "by day of the week"),
        (by("orders.amount", "b", bins=Bins(width=50)), "by amount in steps of 50"),
        (by("products.name"), "by product name"),
        (by(field("addresses.city", "shipping_address")), "by city (shipping address)"),
        (by("orders.status", shown=False), ""),
    ],
)
def test_groups_are_named_by_what_tells_them_apart(dimension: Any, text: str) -> None:
    assert described(measures=(TOTAL,), dimensions=(dimension,)) == f"sum of amount {text}".strip()


def test_rows_are_named_by_their_fields_and_order() -> None:
    fields = tuple(PlanField(name=name, label=name, of=field(f"orders.{name}")) for name in ("status", "amount"))
    latest = (Order(by=field("orders.day"), descending=True),)
    assert described(rows=Rows()) == "list of orders"
    assert described(rows=Rows(fields=fields, distinct=True)) == "different status and amount of orders"
    assert described(rows=Rows(fields=fields), order=latest) == (
        "status and amount of orders, ordered by order date, highest first"
    )


@pytest.mark.parametrize(
    ("comparing", "text"),
    [
        (Share(name="c", label="c", measure="total"), "with share of total"),
        (Share(name="c", label="c", measure="total", within=("region",)), "with share of each region"),
        (Change(name="c", label="c", measure="total"), "with change against the month before"),
        (Change(name="c", label="c", measure="total", periods=12), "with change against a year before"),
        (Change(name="c", label="c", measure="total", periods=3), "with change against 3 months before"),
        (Rank(name="c", label="c", measure="total"), "ranked by sum of amount"),
        (RunningTotal(name="c", label="c", measure="total"), "with running total of sum of amount"),
        (
            MovingAverage(name="c", label="c", measure="total", window=3),
            "with moving average of sum of amount over 3 months",
        ),
    ],
)
def test_comparisons_are_told(comparing: Comparing, text: str) -> None:
    dimensions = (MONTH, by("customers.region"))
    expected = f"sum of amount by month and region, {text}"
    assert described(measures=(TOTAL,), dimensions=dimensions, comparisons=(comparing,)) == expected


def test_the_first_of_groups_conditions_on_measures_and_other_plans_are_told() -> None:
    text = described(
        measures=(TOTAL,),
        dimensions=(by("customers.region"), by("orders.status")),
        having=compare(descending("total").by, ">", 100, "integer"),
        order=(descending("total"),),
        top_per_group=TopPerGroup(count=2, within=("region",)),
        combine=SetOperation(operator="difference", plan=Plan(entity="customers", rows=Rows())),
    )
    assert text == (
        "sum of amount by region and status, only where sum of amount is above 100, top 2 in each region,"
        " except the list of customers"
    )


AVERAGE = Plan(entity="orders", measures=(named("a", aggregate("avg", "orders.amount")),))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (compare("orders.status", "=", "paid"), "status is paid"),
        (compare("orders.status", "!=", None), "status is known"),
        (compare("orders.status", "=", ""), "status is empty"),
        (compare("orders.online", "=", True, "boolean"), "online is yes"),
        (compare("orders.amount", ">=", 100.0, "float"), "amount is at least 100"),
        (compare("orders.day", "<", "2024-01-31", "date"), "order date is before 2024-01-31"),
        (Not(condition=compare("orders.amount", ">", 5, "integer")), "amount is at most 5"),
        (Not(condition=LAST_YEAR), "not order date: last 12 months"),
        (LAST_YEAR, "order date: last 12 months"),
        (
            AbsolutePeriod(of=field("orders.day"), start="2024-07-01", end=None, phrase="since July"),
            "order date: since July",
        ),
        (In(of=field("orders.status"), values=(constant("a"), constant("b"), constant("c"))), "status is a, b or c"),
        (
            In(of=field("orders.status"), values=tuple(constant(str(n)) for n in range(9)), negated=True),
            "status is not 0, 1, 2, 3 or 5 more",
        ),
        (TextMatch(of=field("orders.status"), how="starts_with", text="pa"), "status starts with “pa”"),
        (IsNull(of=field("orders.status")), "status is missing"),
        (
            Between(of=field("orders.amount"), low=constant(1, "integer"), high=constant(5, "integer")),
            "amount is between 1 and 5",
        ),
        (Exists(entity="orders", negated=True), "without orders"),
        (
            Exists(entity="orders", where=compare("orders.amount", ">", 9, "integer")),
            "with orders where amount is above 9",
        ),
        (
            And(
                conditions=(
                    compare("orders.status", "=", "a"),
                    Or(conditions=(compare("orders.amount", "<", 1, "integer"), IsNull(of=field("orders.day")))),
                )
            ),
            "status is a and (amount is below 1 or order date is missing)",
        ),
        (
            Comparison(left=DatePart(part="month", of=field("orders.day")), operator="=", right=constant(3, "integer")),
            "month of order date is 3",
        ),
        (
            Comparison(
                left=DateDifference(unit="day", start=field("orders.day"), end=field("orders.moment")),
                operator=">",
                right=constant(2, "integer"),
            ),
            "days from order date to moment is above 2",
        ),
        (
            Comparison(
                left=Arithmetic(operator="*", left=field("orders.amount"), right=constant(2, "integer")),
                operator="<",
                right=field("customers.credit"),
            ),
            "amount * 2 is below credit",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: Condition, text: str) -> None:
    assert describe_condition(condition, MODEL) == text


def test_a_condition_on_another_plan_names_it() -> None:
    above = Comparison(left=field("orders.amount"), operator=">", right=ScalarPlan(plan=AVERAGE))
    assert describe_condition(above, MODEL) == "amount is above the average of amount"
    among = In(of=field("orders.status"), plan=AVERAGE, negated=True)
    assert describe_condition(among, MODEL) == "status is not among the average of amount"

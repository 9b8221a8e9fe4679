from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.errors import InvalidInput, UnknownName
from core.model import Calendar, Metric
from core.plan import (
    Arithmetic,
    Bins,
    Branch,
    Call,
    Case,
    DateDifference,
    DatePart,
    IsNull,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
    Not,
    Plan,
    PlanField,
    Rows,
)
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, constant, field, named, shop


def value(db: Database, measure: MeasureExpression, **more: Any) -> Any:
    ((only,),) = db.answer(Plan(entity="orders", measures=(named("value", measure),), **more))
    return only


def test_each_aggregate_is_the_one_that_duckdb_has(shop_db: Database) -> None:
    handwritten = {
        "count": "count(amount)",
        "count_distinct": "count(distinct amount)",
        "sum": "sum(amount)",
        "avg": "avg(amount)",
        "min": "min(amount)",
        "max": "max(amount)",
        "median": "median(amount)",
        "stddev": "stddev(amount)",
        "variance": "variance(amount)",
        "mode": "70",
    }
    for function, sql in handwritten.items():
        measure = aggregate(function, "orders.amount")  # type: ignore[arg-type]
        assert value(shop_db, measure) == shop_db.rows(f"select {sql} from orders")[0][0], function


def test_aggregates_with_a_second_argument(shop_db: Database) -> None:
    day = field("orders.day")
    assert value(shop_db, aggregate("quantile", "orders.amount", quantile=0.25)) == pytest.approx(
        float(shop_db.rows("select quantile_cont(amount, 0.25) from orders")[0][0])
    )
    assert value(shop_db, aggregate("first", "orders.status", by=day)) == "paid"
    assert value(shop_db, aggregate("last", "orders.status", by=day)) == "Paid"
    correlation = shop_db.rows("select corr(amount, order_id) from orders")[0][0]
    measure = aggregate("corr", "orders.amount", by=field("orders.order_id"))
    assert value(shop_db, measure) == pytest.approx(correlation)


def test_a_measure_keeps_rows_by_its_own_condition(shop_db: Database) -> None:
    paid = compare("orders.status", "=", "paid")
    assert value(shop_db, aggregate("count", "orders", where=paid)) == 4
    assert value(shop_db, aggregate("sum", "orders.amount", where=paid)) == Decimal("179.00")


def test_over_nothing_a_sum_is_unknown_and_a_count_is_zero(shop_db: Database) -> None:
    nowhere = compare("orders.status", "=", "nowhere")
    assert value(shop_db, aggregate("sum", "orders.amount"), where=nowhere) is None
    assert value(shop_db, aggregate("count", "orders"), where=nowhere) == 0
    assert value(shop_db, aggregate("count", "orders", where=nowhere)) == 0
    assert value(shop_db, aggregate("sum", "orders.amount", where=nowhere)) is None


def test_division_is_of_real_numbers_and_by_zero_unknown(shop_db: Database) -> None:
    count = aggregate("count", "orders")
    none = aggregate("count", "orders", where=compare("orders.status", "=", "nowhere"))
    three = MeasureConstant(value=3)
    assert value(shop_db, MeasureArithmetic(operator="/", left=count, right=three)) == pytest.approx(8 / 3)
    assert value(shop_db, MeasureArithmetic(operator="/", left=count, right=none)) is None
    difference = MeasureArithmetic(operator="-", left=count, right=three)
    assert value(shop_db, MeasureArithmetic(operator="*", left=difference, right=difference)) == 25
    assert value(shop_db, MeasureArithmetic(operator="-", left=count, right=difference)) == 3


def test_flags_can_be_averaged(shop_db: Database) -> None:
    assert value(shop_db, aggregate("avg", "orders.online")) == pytest.approx(5 / 7)


def test_a_metric_stands_for_its_expression_with_its_conditions(shop_db: Database) -> None:
    paid = Metric(
        name="paid",
        label="Paid revenue",
        entity="orders",
        expression=aggregate("sum", "orders.amount"),
        where=compare("orders.status", "=", "paid"),
        unit="EUR",
    )
    per_order = Metric(
        name="per_order",
        label="Paid per order",
        entity="orders",
        expression=MeasureArithmetic(operator="/", left=MetricRef(name="paid"), right=aggregate("count", "orders")),
    )
    model = shop(metrics=(paid, per_order))
    in_2024 = compare("orders.day", ">=", "2024-01-01", "date")
    plan = Plan(entity="orders", measures=(named("value", MetricRef(name="paid", where=in_2024)),))
    assert shop_db.answer(plan, model) == [(Decimal("79.00"),)]
    assert compile_plan(plan, model).columns[0].unit == "EUR"
    nested = Plan(entity="orders", measures=(named("value", MetricRef(name="per_order")),))
    assert shop_db.answer(nested, model) == [(pytest.approx(179 / 8),)]


def test_a_metric_that_is_defined_by_itself_is_refused() -> None:
    itself = Metric(name="itself", label="Itself", entity="orders", expression=MetricRef(name="itself"))
    plan = Plan(entity="orders", measures=(named("value", MetricRef(name="itself")),))
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop(metrics=(itself,)))


def grouped(db: Database, dimension: Any, calendar: Calendar | None = None, **more: Any) -> list[tuple[Any, ...]]:
    plan = Plan(entity="orders", dimensions=(dimension,), measures=(named("n", aggregate("count", "orders")),), **more)
    return db.answer(plan, shop(calendar))


DATED = Not(condition=IsNull(of=field("orders.day")))


def test_a_grain_is_shown_by_its_first_day_for_dates_and_moments(shop_db: Database) -> None:
    months = [
        (date(2023, 11, 1), 1),
        (date(2023, 12, 1), 1),
        (date(2024, 1, 1), 1),
        (date(2024, 2, 1), 2),
        (date(2024, 4, 1), 1),
        (date(2024, 12, 1), 1),
        (None, 1),
    ]
    assert grouped(shop_db, by("orders.day", "month", grain="month")) == months
    assert grouped(shop_db, by("orders.moment", "month", grain="month")) == months
    quarters = [(date(2023, 10, 1), 2), (date(2024, 1, 1), 3), (date(2024, 4, 1), 1), (date(2024, 10, 1), 1)]
    assert grouped(shop_db, by("orders.moment", "quarter", grain="quarter"), where=DATED) == quarters
    hours = grouped(shop_db, by("orders.moment", "hour", grain="hour"), where=DATED)
    assert [(moment.isoformat(), count) for moment, count in hours if count > 1] == [("2024-02-29T12:00:00", 2)]


def test_weeks_start_on_the_calendars_day(shop_db: Database) -> None:
    only = compare("orders.order_id", "=", 6, "integer")
    week = by("orders.day", "week", grain="week")
    assert grouped(shop_db, week, where=only) == [(date(2024, 4, 1), 1)]
    assert grouped(shop_db, week, Calendar(week_start=6), where=only) == [(date(2024, 4, 7), 1)]
    assert grouped(shop_db, week, Calendar(week_start=5), where=only) == [(date(2024, 4, 6), 1)]


def test_years_and_quarters_follow_the_fiscal_year(shop_db: Database) -> None:
    april = Calendar(fiscal_year_start=4)
    assert grouped(shop_db, by("orders.day", "year", grain="year"), april, where=DATED) == [
        (date(2023, 4, 1), 5),
        (date(2024, 4, 1), 2),
    ]
    february = Calendar(fiscal_year_start=2)
    quarters = grouped(shop_db, by("orders.day", "quarter", grain="quarter"), february, where=DATED)
    assert quarters == [(date(2023, 11, 1), 3), (date(2024, 2, 1), 3), (date(2024, 11, 1), 1)]
    numbers = grouped(shop_db, by("orders.day", "quarter", part="quarter"), april, where=DATED)
    assert numbers == [(1, 1), (3, 3), (4, 3)]
    years = grouped(shop_db, by("orders.day", "year", part="year"), april, where=DATED)
    assert years == [(2024, 5), (2025, 2)]


def test_days_of_the_week_are_numbered_from_monday_and_sorted_by_the_weeks_start(shop_db: Database) -> None:
    day = by("orders.day", "weekday", part="day_of_week")
    assert grouped(shop_db, day, where=DATED) == [(1, 1), (3, 1), (4, 3), (7, 2)]
    assert grouped(shop_db, day, Calendar(week_start=6), where=DATED) == [(7, 2), (1, 1), (3, 1), (4, 3)]


@pytest.mark.parametrize("part", ["month", "week", "day_of_month", "day_of_year", "hour"])
def test_calendar_parts_are_numbers(shop_db: Database, part: Any) -> None:
    sql = {"day_of_month": "day", "day_of_year": "dayofyear"}.get(part, part)
    expected = shop_db.rows(f"select {sql}(moment) p, count(*) from orders group by 1 order by 1 nulls last")
    assert grouped(shop_db, by("orders.moment", "p", part=part)) == expected


def test_bins_are_shown_by_their_lower_end(shop_db: Database) -> None:
    amounts = grouped(shop_db, by("orders.amount", "bin", bins=Bins(width=50)))
    assert amounts == [(-50, 1), (0, 2), (50, 3), (100, 1), (None, 1)]
    tenth = Arithmetic(operator="/", left=field("orders.order_id"), right=constant(10, "integer"))
    fractions = grouped(shop_db, by(tenth, "bin", bins=Bins(width=0.1)))
    assert fractions == [(number / 10, 1) for number in range(1, 9)]


def test_dimensions_alone_are_their_different_values(shop_db: Database) -> None:
    plan = Plan(entity="customers", dimensions=(by("customers.region"),))
    assert shop_db.answer(plan) == [("North",), ("South",), (None,)]


def test_a_dimension_that_is_not_shown_keeps_groups_apart(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.status"), by("orders.online", shown=False)),
        measures=(named("n", aggregate("count", "orders")),),
        where=compare("orders.status", "=", "paid"),
    )
    assert sorted(shop_db.answer(plan)) == [("paid", 1), ("paid", 3)]


def test_expressions_can_be_grouped_and_aggregated(shop_db: Database) -> None:
    size = Case(
        branches=(
            Branch(when=compare("orders.amount", ">=", 70, "decimal"), then=constant("large")),
            Branch(when=compare("orders.amount", "<", 0, "decimal"), then=constant("refund")),
        ),
        otherwise=constant("small"),
    )
    assert grouped(shop_db, by(size, "size")) == [("large", 3), ("refund", 1), ("small", 4)]
    months = DateDifference(unit="month", start=field("orders.day"), end=constant("2024-02-28", "date"))
    plan = Plan(entity="orders", rows=Rows(fields=(PlanField(name="months", label="months", of=months),)))
    assert [row[0] for row in shop_db.answer(plan)][:4] == [2, 1, 0, 0]
    upper = Call(function="upper", arguments=(field("orders.status"),))
    assert grouped(shop_db, by(upper, "status"))[0] == ("OPEN", 1)
    weekday = DatePart(part="month", of=field("orders.day"))
    assert value(shop_db, aggregate("max", weekday, entity="orders")) == 12


def test_an_output_may_have_the_name_of_a_column_it_is_not(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.day", "day", grain="year"), by("orders.online", "status")),
        measures=(named("amount", aggregate("sum", "orders.amount")),),
        where=compare("orders.amount", ">", 50, "decimal"),
    )
    assert shop_db.answer(plan) == [
        (date(2023, 1, 1), True, Decimal("100.00")),
        (date(2024, 1, 1), False, Decimal("70.00")),
        (date(2024, 1, 1), True, Decimal("70.00")),
    ]


def test_columns_say_what_they_are() -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.day", "month", grain="month"),),
        measures=(
            named("total", aggregate("sum", "orders.amount")),
            named("mean", aggregate("avg", "orders.amount")),
            named("hidden", aggregate("count", "orders"), shown=False),
        ),
    )
    month, total, mean = compile_plan(plan, shop()).columns
    assert (month.role, month.type, month.grain, month.sources) == ("dimension", "date", "month", ("orders.day",))
    assert (total.role, total.type, total.unit, total.additive) == ("measure", "decimal", "EUR", True)
    assert (mean.type, mean.unit, mean.additive, mean.sources) == ("float", "EUR", False, ("orders.amount",))


@pytest.mark.parametrize(
    "plan",
    [
        Plan(entity="orders"),
        Plan(entity="orders", rows=Rows(), measures=(named("n", aggregate("count", "orders")),)),
        Plan(entity="orders", measures=(named("n", aggregate("sum", "orders.status")),)),
        Plan(entity="orders", measures=(named("n", aggregate("avg", "orders.status")),)),
        Plan(entity="orders", measures=(named("n", aggregate("first", "orders.status")),)),
        Plan(entity="orders", measures=(named("n", aggregate("quantile", "orders.amount", quantile=2)),)),
        Plan(entity="orders", dimensions=(by("orders.status", grain="month"),)),
        Plan(entity="orders", dimensions=(by("orders.status", bins=Bins(width=1)),)),
        Plan(entity="orders", dimensions=(by("orders.amount", bins=Bins(width=0)),)),
        Plan(entity="orders", dimensions=(by("orders.day", "x", grain="day", part="month"),)),
        Plan(entity="orders", dimensions=(by("orders.day", "x"), by("orders.status", "X"))),
        Plan(entity="orders", dimensions=(by("orders.day", shown=False),)),
    ],
)
def test_what_has_no_meaning_is_refused(plan: Plan) -> None:
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop())


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(UnknownName, match="ordres"):
        compile_plan(Plan(entity="ordres", rows=Rows()), shop())

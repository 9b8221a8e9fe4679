from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.errors import InvalidInput, UnknownName
from core.plan import (
    AbsolutePeriod,
    Branch,
    Case,
    Change,
    Comparing,
    MovingAverage,
    OutputRef,
    Plan,
    Rank,
    RelativePeriod,
    RunningTotal,
    Share,
)
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, constant, descending, field, named, shop, top

COUNT = named("n", aggregate("count", "orders"))
MONTH = by("orders.day", "month", grain="month")
DATED = compare("orders.day", "!=", None, "date")
REGION = by("customers.region")


def monthly(*comparisons: Comparing, **more: Any) -> Plan:
    return Plan(entity="orders", dimensions=(MONTH,), measures=(COUNT,), where=DATED, comparisons=comparisons, **more)


def change(periods: int = 1, *, as_percent: bool = True) -> Change:
    return Change(name="change", label="change", measure="n", periods=periods, as_percent=as_percent)


def share(*within: str) -> Share:
    return Share(name="share", label="share", measure="n", within=within)


def test_a_change_is_against_the_calendar_period_before_so_a_gap_gives_none(shop_db: Database) -> None:
    """There are no orders in March 2024, so April has nothing to be compared with."""
    assert shop_db.answer(monthly(change())) == [
        (date(2023, 11, 1), 1, None),
        (date(2023, 12, 1), 1, 0.0),
        (date(2024, 1, 1), 1, 0.0),
        (date(2024, 2, 1), 2, 1.0),
        (date(2024, 4, 1), 1, None),
        (date(2024, 12, 1), 1, None),
    ]


def test_a_change_against_a_year_ago_counts_twelve_months(shop_db: Database) -> None:
    rows = shop_db.answer(monthly(change(12, as_percent=False)))
    assert [row[2] for row in rows] == [None, None, None, None, None, 0]


def test_a_change_is_told_within_the_other_dimensions_unknown_ones_too(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.day", "year", grain="year"), REGION),
        measures=(COUNT,),
        where=DATED,
        comparisons=(change(as_percent=False),),
    )
    assert shop_db.answer(plan) == [
        (date(2023, 1, 1), "North", 2, None),
        (date(2024, 1, 1), "South", 3, None),
        (date(2024, 1, 1), None, 2, None),
    ]


def test_a_change_over_years_that_are_numbers(shop_db: Database) -> None:
    plan = Plan(
        entity="lines",
        dimensions=(by("lines.qty", "year", grain="year"),),
        measures=(named("n", aggregate("count", "lines")),),
        comparisons=(change(as_percent=False),),
    )
    assert shop_db.answer(plan) == [(1, 2, None), (2, 1, -1), (3, 1, 0), (4, 1, 0), (5, 1, 0)]


def during(how: Any, unit: Any, anchor: str, **more: int) -> RelativePeriod:
    return RelativePeriod(of=field("orders.day"), how=how, unit=unit, anchor=anchor, phrase="then", **more)  # type: ignore[arg-type]


def test_a_period_that_is_kept_is_compared_with_what_lies_before_it(shop_db: Database) -> None:
    last_month = replace(monthly(change()), where=during("aligned", "month", "2024-03-05", shift=-1))
    assert shop_db.answer(last_month) == [(date(2024, 2, 1), 2, 1.0)]
    absolute = AbsolutePeriod(of=field("orders.day"), start="2024-01-01", end="2024-03-01", phrase="then")
    both = replace(monthly(change(as_percent=False), share()), where=absolute)
    assert shop_db.answer(both) == [
        (date(2024, 1, 1), 1, 0, pytest.approx(1 / 3)),
        (date(2024, 2, 1), 2, 1, pytest.approx(2 / 3)),
    ]


def test_a_period_to_date_is_compared_with_the_same_part_of_the_one_before(shop_db: Database) -> None:
    """Through December 1st of 2023 there is one order, through December 31st there are two."""
    yearly = replace(monthly(change(as_percent=False)), dimensions=(by("orders.day", "year", grain="year"),))
    until_first = replace(yearly, where=during("to_date", "year", "2024-12-01"))
    assert shop_db.answer(until_first) == [(date(2024, 1, 1), 4, 3)]
    until_last = replace(yearly, where=during("to_date", "year", "2024-12-31"))
    assert shop_db.answer(until_last) == [(date(2024, 1, 1), 5, 3)]


def test_groups_of_several_tables_are_compared_too(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(MONTH,),
        measures=(COUNT, named("qty", aggregate("sum", "lines.qty"))),
        where=during("aligned", "month", "2024-02-05", shift=-1),
        comparisons=(
            replace(change(as_percent=False), measure="qty"),
            Share(name="share", label="share", measure="qty"),
        ),
    )
    assert shop_db.answer(plan) == [(date(2024, 1, 1), 1, 9, 8, 1.0)]


@pytest.mark.parametrize("grain", ["hour", "day", "week", "quarter"])
def test_every_grain_has_a_period_before(shop_db: Database, grain: Any) -> None:
    plan = replace(monthly(change(as_percent=False)), dimensions=(by("orders.moment", "time", grain=grain),))
    rows = shop_db.answer(plan)
    assert sum(row[1] for row in rows) == 7


def test_a_change_from_zero_is_unknown_and_from_below_zero_has_the_right_sign(shop_db: Database) -> None:
    """Lines of 1, 2 and 3 stand for years; in them there are 0, -2 and 2."""
    signed = Case(
        branches=(
            Branch(when=compare("lines.line_id", "=", 3, "integer"), then=constant(-2, "integer")),
            Branch(when=compare("lines.line_id", "=", 6, "integer"), then=constant(2, "integer")),
        ),
        otherwise=constant(0, "integer"),
    )
    plan = Plan(
        entity="lines",
        dimensions=(by("lines.line_id", "year", grain="year"),),
        measures=(named("n", aggregate("sum", signed, entity="lines")),),
        comparisons=(change(),),
    )
    assert [row[2] for row in shop_db.answer(plan)] == [None, None, None, 1.0, None, None]


def test_a_share_is_of_all_groups_also_of_those_a_limit_leaves_out(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(REGION,),
        measures=(COUNT,),
        comparisons=(share(),),
        order=(descending("n"),),
        limit=top(1),
    )
    assert shop_db.answer(plan) == [("North", 3, 0.375), ("South", 3, 0.375)]
    few = replace(plan, order=(), limit=None, having=compare(OutputRef(name="n"), "<", 3, "integer"))
    assert shop_db.answer(few) == [(None, 2, 0.25)]


def test_a_share_can_be_of_each_group_of_a_dimension(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(REGION, by("orders.status")),
        measures=(COUNT,),
        comparisons=(share("region"),),
        where=compare("customers.region", "=", "North"),
    )
    assert shop_db.answer(plan) == [
        ("North", "open", 1, pytest.approx(1 / 3)),
        ("North", "paid", 2, pytest.approx(2 / 3)),
    ]


def test_a_share_of_nothing_is_unknown(shop_db: Database) -> None:
    nothing = named("n", aggregate("count", "orders", where=compare("orders.status", "=", "nowhere")))
    plan = Plan(entity="orders", dimensions=(REGION,), measures=(nothing,), comparisons=(share(),))
    assert {row[2] for row in shop_db.answer(plan)} == {None}


@pytest.mark.parametrize(
    "comparing", [share(), RunningTotal(name="run", label="run", measure="n")], ids=["share", "running total"]
)
def test_what_does_not_add_up_has_no_share_and_no_running_total(comparing: Comparing) -> None:
    average = named("n", aggregate("avg", "orders.amount"))
    plan = Plan(entity="orders", dimensions=(MONTH,), measures=(average,), comparisons=(comparing,))
    with pytest.raises(InvalidInput):
        compile_plan(plan, shop())


def test_ranks_are_shared_by_ties(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(REGION,),
        measures=(COUNT,),
        comparisons=(Rank(name="rank", label="rank", measure="n"),),
    )
    assert shop_db.answer(plan) == [("North", 3, 1), ("South", 3, 1), (None, 2, 3)]


def test_running_totals_and_moving_averages_go_by_time(shop_db: Database) -> None:
    run = RunningTotal(name="run", label="run", measure="n")
    mean = MovingAverage(name="mean", label="mean", measure="n", window=3)
    rows = shop_db.answer(monthly(run, mean, order=(descending("month"),)))
    assert [row[2] for row in rows] == [7, 6, 5, 3, 2, 1]
    means = [1 / 3, 1.0, 4 / 3, 1.0]
    assert [row[3] for row in rows] == [*map(pytest.approx, means), None, None]


def test_a_running_total_without_time_goes_by_the_order_asked_for(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(REGION,),
        measures=(named("total", aggregate("sum", "orders.amount")),),
        comparisons=(RunningTotal(name="run", label="run", measure="total"),),
        order=(descending("total"),),
    )
    assert shop_db.answer(plan) == [
        ("South", Decimal(170), Decimal(170)),
        ("North", Decimal(150), Decimal(320)),
        (None, Decimal(1), Decimal(321)),
    ]


def test_groups_are_kept_and_ordered_by_a_comparison(shop_db: Database) -> None:
    growing = monthly(
        change(),
        having=compare(OutputRef(name="change"), ">", 0.5, "float"),
        order=(descending("change"),),
        limit=top(1),
    )
    assert shop_db.answer(growing) == [(date(2024, 2, 1), 2, 1.0)]


def test_comparisons_describe_themselves() -> None:
    columns = compile_plan(monthly(share(), Rank(name="rank", label="rank", measure="n")), shop()).columns
    described = [(column.name, column.role, column.unit, column.of, column.type) for column in columns[2:]]
    assert described == [("share", "comparison", "ratio", "n", "float"), ("rank", "comparison", None, "n", "integer")]


def test_a_comparison_needs_its_measure_and_a_change_its_periods() -> None:
    missing = Rank(name="rank", label="rank", measure="nothing")
    with pytest.raises(UnknownName):
        compile_plan(monthly(missing), shop())
    timeless = Plan(entity="orders", dimensions=(REGION,), measures=(COUNT,), comparisons=(change(),))
    with pytest.raises(InvalidInput):
        compile_plan(timeless, shop())


def test_hidden_measures_serve_comparisons_and_conditions(shop_db: Database) -> None:
    hidden = replace(COUNT, shown=False)
    plan = Plan(
        entity="orders",
        dimensions=(REGION,),
        measures=(hidden,),
        comparisons=(share(),),
        having=compare(OutputRef(name="n"), ">", 2, "integer"),
    )
    assert shop_db.answer(plan) == [("North", 0.375), ("South", 0.375)]

"""Periods without rows in a series: filled where a Plan asks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import AbsolutePeriod, OutputRef, Plan, RelativePeriod, RunningTotal
from semantic_layer import compile_plan
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, field, named, shop
from warehouse import guard

DAY = field("orders.day")
COUNTED = named("n", aggregate("count", "orders"))


def test_quarters_that_were_asked_for_are_there_and_none_after_the_anchor(shop_db: Database) -> None:
    period = RelativePeriod(of=DAY, how="aligned", unit="year", anchor="2024-08-15", phrase="this year")
    plan = Plan(entity="orders", dimensions=(by("orders.day", "q", grain="quarter", filled=True),), measures=(COUNTED,))
    rows = shop_db.run(compile_plan(replace(plan, where=period), shop()))
    assert rows == [(date(2024, 1, 1), 3), (date(2024, 4, 1), 1), (date(2024, 7, 1), 0), (date(2024, 10, 1), 1)]


def test_each_group_has_each_period(shop_db: Database) -> None:
    period = AbsolutePeriod(of=DAY, start="2023-11-01", end="2024-03-01", phrase="that winter")
    month = by("orders.day", "month", grain="month", filled=True)
    running = RunningTotal(name="r", label="r", measure="n")
    plan = Plan(
        entity="orders", dimensions=(month, by("orders.status")), measures=(COUNTED,), where=period, comparisons=(running,)
    )  # fmt: skip
    rows = [row for row in shop_db.run(compile_plan(plan, shop())) if row[1] == "paid"]
    months = [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1)]
    assert rows == [(month, "paid", n, r) for month, n, r in zip(months, (1, 0, 1, 1), (1, 1, 2, 3), strict=True)]


def test_months_of_which_nothing_is_are_found(shop_db: Database) -> None:
    plan = Plan(
        entity="orders",
        dimensions=(by("orders.day", "month", grain="month", filled=True),),
        measures=(COUNTED,),
        having=compare(OutputRef(name="n"), "=", 0, "integer"),
    )
    assert [month.month for month, _ in shop_db.run(compile_plan(plan, shop()))] == [3, 5, 6, 7, 8, 9, 10, 11]


def test_the_calendar_of_the_model_is_kept(shop_db: Database) -> None:
    plan = Plan(entity="orders", dimensions=(by("orders.day", "y", grain="year", filled=True),), measures=(COUNTED,))
    rows = shop_db.run(compile_plan(plan, shop(Calendar(fiscal_year_start=4))))
    assert rows == [(date(2023, 4, 1), 5), (date(2024, 4, 1), 2), (None, 1)]


def test_what_is_filled_passes_the_guard() -> None:
    plan = Plan(entity="orders", dimensions=(by("orders.moment", "h", grain="hour", filled=True),), measures=(COUNTED,))
    known = {entity.name: [one.name for one in entity.fields] for entity in shop().entities}
    assert guard(compile_plan(plan, shop()).sql, known).tables == ("orders",)


def test_only_one_series_of_periods_is_filled() -> None:
    for dimensions in (
        (by("orders.status", filled=True),),
        (by("orders.day", "m", grain="month", filled=True), by("orders.moment", "d", grain="day", filled=True)),
    ):
        with pytest.raises(InvalidInput):
            compile_plan(Plan(entity="orders", dimensions=dimensions, measures=(COUNTED,)), shop())

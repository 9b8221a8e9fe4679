"""What is written in texts, where rows stand, and how the plans that need it are compiled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.plan import (
    Aggregate,
    Comparison,
    Expression,
    FieldRef,
    Limit,
    Order,
    Plan,
    PlanField,
    PlanMeasure,
    RowPlace,
    Rows,
    ScalarPlan,
    TextReading,
    Value,
)
from semantic_layer import describe_plan
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE sheet1 AS SELECT * FROM (VALUES
    ('3–1', '1,234.5 km', '2 May 1999 (night)', '1999–2003'), ('0–12', '-7 km', '11 March 2001', 'about 1987'),
    (NULL, 'none', 'unknown', 'n/a')
) AS t(score, way, held, years);
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("readings"), _SQL) as sheet:
        yield sheet


def _field(name: str) -> FieldRef:
    return FieldRef(entity="sheet1", name=name)


def _read(sheet: Shop, of: Expression) -> list[object]:
    place = Order(by=RowPlace(entity="sheet1"))
    plan = Plan(entity="sheet1", rows=Rows(fields=(PlanField(name="read", label="read", of=of),)), order=(place,))
    return [row[0] for row in sheet.rows_of(plan)]


def test_numbers_are_read_by_their_place(sheet: Shop) -> None:
    assert _read(sheet, TextReading(of=_field("score"), what="number")) == [3, 0, None]
    assert _read(sheet, TextReading(of=_field("score"), what="number", place=2)) == [1, 12, None]
    assert _read(sheet, TextReading(of=_field("way"), what="number")) == [1234.5, -7, None]


def test_the_first_year_is_read(sheet: Shop) -> None:
    assert _read(sheet, TextReading(of=_field("years"), what="year")) == [1999, 1987, None]


def test_dates_are_read_as_they_are_written_before_a_remark(sheet: Shop) -> None:
    of = TextReading(of=_field("held"), what="date", form="%d %B %Y")
    assert _read(sheet, of) == [date(1999, 5, 2), date(2001, 3, 11), None]


def test_places_are_counted_before_rows_are_left_out(sheet: Shop) -> None:
    place = RowPlace(entity="sheet1")
    second = Comparison(left=_field("way"), operator="=", right=Value(value="-7 km", type="text"))
    value = Aggregate(function="max", entity="sheet1", of=place, where=second)
    own = Plan(entity="sheet1", measures=(PlanMeasure(name="place", label="place", value=value),))
    plan = Plan(
        entity="sheet1",
        rows=Rows(fields=(PlanField(name="way", label="way", of=_field("way")),)),
        where=Comparison(left=place, operator=">", right=ScalarPlan(plan=own)),
        order=(Order(by=place),),
        limit=Limit(count=1),
    )
    assert sheet.rows_of(plan) == [("none",)]
    assert "place in the list" in describe_plan(plan, sheet.model)

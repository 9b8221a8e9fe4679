"""The scorer must know a right chart from a wrong one before it scores any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from core.chart import Chart, Encoding, Mark
from core.result import Result, ResultColumn
from core.table import Cell
from evals.drawing.comparing import by_columns, by_data, plain
from evals.drawing.given import whole_sql
from evals.drawing.requests import Request

REQUEST = Request(
    id="1",
    db="shop",
    question="orders by region as a bar chart",
    chart="Bar",
    series=(),
    binning="",
    sql="SELECT region, COUNT(*) FROM orders GROUP BY region",
    x_data=(("North", "South"),),
    y_data=((2, 1),),
    names_axes=False,
    stacked=False,
)
ROWS: list[tuple[Cell, ...]] = [("North", 2), ("South", 1)]


def chart(mark: Mark, **fields: str) -> Chart:
    quantitative = {"n", "a", "b"}
    encodings = [
        Encoding(channel=channel, field=field, scale="quantitative" if field in quantitative else "nominal", title="")  # type: ignore[arg-type]
        for channel, field in fields.items()
    ]
    return Chart(mark=mark, encodings=tuple(encodings), title="")


def result(names: list[str], rows: list[tuple[Cell, ...]]) -> Result:
    columns = tuple(ResultColumn(name=name, type="text") for name in names)
    return Result(columns=columns, rows=tuple(rows), row_count=len(rows), truncated=False, elapsed=0.0)


@pytest.mark.parametrize("placed", [{"x": "region", "y": "n"}, {"y": "region", "x": "n"}])
def test_bars_that_lie_are_the_same_bars(placed: dict[str, str]) -> None:
    assert by_columns(chart("bar", **placed), ["region", "n"], REQUEST).right
    assert by_data(chart("bar", **placed), result(["region", "n"], ROWS), REQUEST).right


def test_another_mark_is_wrong_though_the_axes_are_right() -> None:
    verdict = by_columns(chart("line", x="region", y="n"), ["region", "n"], REQUEST)
    assert (verdict.kind, verdict.axes, verdict.right) == (False, True, False)


def test_no_chart_is_wrong() -> None:
    assert not by_columns(None, ["region", "n"], REQUEST).right


def test_other_columns_on_the_axes_are_wrong() -> None:
    assert not by_columns(chart("bar", x="city", y="n"), ["region", "n"], REQUEST).axes


def test_other_values_are_wrong() -> None:
    other: list[tuple[Cell, ...]] = [("North", 2), ("South", 3)]
    assert not by_data(chart("bar", x="region", y="n"), result(["region", "n"], other), REQUEST).axes


def test_a_value_too_many_is_wrong_but_a_zero_is_none() -> None:
    zero: list[tuple[Cell, ...]] = [*ROWS, ("West", 0)]
    more: list[tuple[Cell, ...]] = [*ROWS, ("West", 7)]
    assert by_data(chart("bar", x="region", y="n"), result(["region", "n"], zero), REQUEST).right
    assert not by_data(chart("bar", x="region", y="n"), result(["region", "n"], more), REQUEST).right


def test_a_series_that_was_not_asked_for_is_wrong() -> None:
    verdict = by_columns(chart("bar", x="region", y="n", color="kind"), ["region", "n"], REQUEST)
    assert not verdict.kind
    assert not verdict.axes


def test_bars_beside_each_other_serve_unless_the_request_says_stacked() -> None:
    asked = replace(REQUEST, chart="Stacked Bar", series=("web", "shop"))
    beside = chart("bar", x="region", y="n", color="kind", offset="kind")
    assert by_columns(beside, ["region", "n", "kind"], asked).right
    assert not by_columns(beside, ["region", "n", "kind"], replace(asked, stacked=True)).right


def test_a_scatter_may_be_turned_unless_its_axes_are_named() -> None:
    asked = replace(REQUEST, chart="Scatter", x_data=((1, 2),), y_data=((3, 4),))
    turned, rows = chart("point", x="b", y="a"), result(["a", "b"], [(1, 3), (2, 4)])
    assert by_columns(turned, ["a", "b"], asked).right
    assert by_data(turned, rows, asked).right
    assert not by_columns(turned, ["a", "b"], replace(asked, names_axes=True)).right
    assert not by_data(turned, rows, replace(asked, names_axes=True)).right


def test_a_pie_has_its_parts_as_x_and_its_angles_as_y() -> None:
    pie = chart("arc", theta="n", color="region")
    assert by_columns(pie, ["region", "n"], replace(REQUEST, chart="Pie")).right


def test_series_are_compared_by_their_values() -> None:
    asked = replace(
        REQUEST, chart="Grouping Line", series=("web", "shop"), x_data=((2020, 2021),), y_data=((1, 2), (3, 0))
    )
    rows = result(["year", "n", "kind"], [("2020", 1, "web"), ("2021", 2, "web"), ("2020", 3, "shop")])
    assert by_data(chart("line", x="year", y="n", color="kind"), rows, asked).right


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thur", "Thursday"),
        (2010, "2010"),
        (2.50001, "2.5"),
        ("North ", "north"),
        (date(2020, 1, 2), "2020-01-02 00:00:00"),
        (datetime(2020, 1, 2), date(2020, 1, 2)),  # noqa: DTZ001
        ("January", "Jan"),
    ],
)
def test_what_is_the_same_is_spelled_alike(one: Any, other: Any) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("Monaco", "Mon"), ("North", "South"), (1, 2), ("June", "July")])
def test_what_differs_is_spelled_apart(one: Any, other: Any) -> None:
    assert plain(one) != plain(other)


def test_a_group_that_the_sql_hides_is_shown() -> None:
    asked = replace(REQUEST, series=("a",), sql="SELECT ANY_VALUE(city) AS city, COUNT(*) FROM t GROUP BY kind, city")
    sql = whole_sql(asked)
    assert sql is not None
    assert sql.startswith("SELECT ANY_VALUE(city) AS city, COUNT(*), kind")


def test_bins_are_made_in_sql() -> None:
    asked = replace(
        REQUEST, binning="BIN day BY WEEKDAY", sql="SELECT ANY_VALUE(day) AS day, COUNT(day) FROM t ORDER BY COUNT(day)"
    )
    sql = whole_sql(asked)
    assert sql is not None
    assert "'%a'" in sql
    assert sql.count("GROUP BY") == 1
    assert "ORDER BY" not in sql


def test_without_sql_there_is_nothing_to_draw() -> None:
    assert whole_sql(replace(REQUEST, sql=None)) is None

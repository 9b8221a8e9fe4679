from __future__ import annotations

from datetime import date

import pytest

from charts import chart_table, choose_chart
from core.chart import Chart, Encoding
from core.query import OutputColumn
from core.result import Result, ResultColumn
from core.table import Cell, ColumnType


def result(types: dict[str, ColumnType], *rows: tuple[Cell, ...]) -> Result:
    columns = tuple(ResultColumn(name=name, type=kind) for name, kind in types.items())
    return Result(columns=columns, rows=rows, row_count=len(rows), truncated=False, elapsed=0.0)


def described(name: str, role: str, kind: ColumnType, **more: object) -> OutputColumn:
    return OutputColumn(name=name, label=name, type=kind, role=role, **more)  # type: ignore[arg-type]


def chart_of(found: Result, *columns: OutputColumn) -> Chart:
    chart = choose_chart(found, columns, "Title", "")
    assert chart is not None
    return chart


def test_bars_keep_their_order_and_their_names() -> None:
    found = result({"region": "text", "total": "decimal"}, ("south", 2), (None, 9), ("north", 5))
    table = chart_table(
        chart_of(found, described("region", "dimension", "text"), described("total", "measure", "decimal")), found
    )
    assert table is not None
    assert (table.kind, table.categories) == ("column", ("no value", "north", "south"))
    assert table.series[0].values == (9.0, 5.0, 2.0)


def test_a_missing_month_is_a_gap() -> None:
    found = result(
        {"month": "date", "total": "integer"},
        *((date(2024, month, 1), month) for month in (1, 2, 3, 4, 6, 7, 8, 9)),
    )
    columns = (described("month", "dimension", "date", grain="month"), described("total", "measure", "integer"))
    table = chart_table(chart_of(found, *columns), found)
    assert table is not None
    assert table.days[4] == date(2024, 5, 1)
    assert table.series[0].values[3:6] == (4.0, None, 6.0)
    assert table.day_pattern == "%b %Y"


def test_quarters_are_names_because_no_spreadsheet_writes_them() -> None:
    rows = tuple((date(2022 + at // 4, at % 4 * 3 + 1, 1), at) for at in range(8))
    found = result({"quarter": "date", "total": "integer"}, *rows)
    columns = (described("quarter", "dimension", "date", grain="quarter"), described("total", "measure", "integer"))
    table = chart_table(chart_of(found, *columns), found)
    assert table is not None
    assert (table.days, table.categories[:2]) == ((), ("Q1 2022", "Q2 2022"))


def test_series_of_one_name_are_told_apart() -> None:
    found = result({"a": "text", "b": "text", "n": "integer"}, ("x", "s\u200b", 1), ("x", "s", 2), ("y", "s", 3))
    encodings = (
        Encoding(channel="x", field="a", scale="nominal", title="A"),
        Encoding(channel="y", field="n", scale="quantitative", title="N"),
        Encoding(channel="color", field="b", scale="nominal", title="B"),
    )
    table = chart_table(Chart(mark="bar", encodings=encodings, title=""), found)
    assert table is not None
    assert len({series.name for series in table.series}) == 2
    assert table.stacked
    assert sorted(series.values for series in table.series) == [(1.0, None), (2.0, 3.0)]


def test_rows_drawn_upon_each_other_are_no_table() -> None:
    found = result({"a": "text", "n": "integer"}, ("x", 1), ("x", 2))
    encodings = (
        Encoding(channel="x", field="a", scale="nominal", title="A"),
        Encoding(channel="y", field="n", scale="quantitative", title="N"),
    )
    assert chart_table(Chart(mark="bar", encodings=encodings, title=""), found) is None


@pytest.mark.parametrize(
    ("unit", "pattern", "wanted"), [("EUR", "$,.2f", ("€", 2, False)), ("ratio", ".1~%", ("", None, True))]
)
def test_units_are_carried(unit: str, pattern: str, wanted: tuple[str, int | None, bool]) -> None:
    found = result({"a": "text", "n": "decimal"}, ("x", 1))
    encodings = (
        Encoding(channel="x", field="a", scale="nominal", title="A"),
        Encoding(channel="y", field="n", scale="quantitative", title="N", unit=unit, format=pattern),
    )
    table = chart_table(Chart(mark="bar", encodings=encodings, title=""), found)
    assert table is not None
    assert (table.before, table.decimals, table.percent) == wanted

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import choose_chart, render_svg, validate, vega_lite
from charts.cells import as_json
from charts.spec.names import field_names
from charts.theme import GREY
from core.chart import Chart, Encoding, Mark
from core.errors import InvalidInput
from core.query import OutputColumn
from core.result import Result, ResultColumn
from core.table import Cell
from tests.charts.results import amounts, category, column, count, month, months, result, revenue


def spec_of(
    columns: Sequence[OutputColumn], rows: Iterable[Sequence[Any]], wanted: Mark | None = None
) -> dict[str, Any]:
    rows_of = result(columns, rows)
    chart = choose_chart(rows_of, columns, "Question", wanted=wanted)
    assert chart is not None
    return vega_lite(chart, rows_of)


def mark_types(spec: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in spec.get("layer", [spec])]


def test_decimals_are_numbers_and_dates_iso_text() -> None:
    spec = spec_of([months(), revenue()], [[month(n), Decimal("1.5")] for n in range(4)])
    assert spec["data"]["values"][0] == {"month": "2024-01-01", "revenue": 1.5}


def test_times_without_a_zone_read_the_same_everywhere() -> None:
    hours = column("hour", "timestamp", "dimension", grain="hour")
    spec = spec_of([hours, count()], [[datetime(2024, 1, 1, n), n] for n in range(9)])  # noqa: DTZ001
    assert spec["data"]["values"][1]["hour"] == "2024-01-01T01:00:00Z"
    assert spec["encoding"]["x"]["scale"] == {"type": "utc"}


def test_times_with_a_zone_are_the_same_moment() -> None:
    assert as_json(datetime(2024, 1, 1, 12, tzinfo=UTC)) == "2024-01-01T12:00:00Z"


def test_what_is_no_number_is_null() -> None:
    assert [as_json(value) for value in (float("nan"), float("inf"), Decimal("NaN"))] == [None, None, None]


def test_bars_begin_at_zero() -> None:
    spec = spec_of([category(), revenue()], [["a", Decimal(1000)], ["b", Decimal(1001)]])
    assert spec["encoding"]["y"]["scale"]["zero"] is True


def test_bars_with_their_values_written_have_no_axis() -> None:
    spec = spec_of([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(1)]])
    assert spec["encoding"]["y"]["axis"] is None
    assert mark_types(spec) == ["bar", "text"]


def test_values_of_negative_bars_stand_on_their_other_side() -> None:
    spec = spec_of([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(-1)]])
    assert mark_types(spec) == ["bar", "text", "text"]
    assert [layer["mark"]["baseline"] for layer in spec["layer"][1:]] == ["bottom", "top"]


def test_currencies_are_written_with_their_symbol() -> None:
    spec = spec_of([category(), revenue()], [["a", Decimal(2000)], ["b", Decimal(1)]])
    assert spec["config"]["locale"]["number"]["currency"] == ["€", ""]
    assert spec["layer"][1]["encoding"]["text"]["format"] == "$,d"
    assert "€2,000" in render_svg(spec)


def test_percentages_keep_the_number_that_was_shown() -> None:
    columns = [category(), column("rate", "float", "measure", unit="%")]
    assert "12.5%" in render_svg(spec_of(columns, [["a", 12.5], ["b", 3.0]]))


def test_ratios_are_written_as_percentages() -> None:
    columns = [category(), column("share", "float", "comparison", unit="ratio")]
    assert "62.5%" in render_svg(spec_of(columns, [["a", 0.625], ["b", 0.375]]))


def test_billions_are_called_so() -> None:
    drawn = render_svg(spec_of([category(), revenue(unit="USD")], [["a", Decimal(42 * 10**8)], ["b", Decimal(10**9)]]))
    assert "$4.2B" in drawn
    assert "$1B" in drawn


def test_categories_without_a_value_are_named() -> None:
    assert "no value" in render_svg(spec_of([category(), revenue()], [["a", Decimal(2)], [None, Decimal(1)]]))


def test_flags_and_calendar_parts_are_named() -> None:
    assert "yes" in render_svg(spec_of([column("paid", "boolean", "dimension"), count()], [[True, 4], [False, 2]]))
    days = column("day", "integer", "dimension", part="day_of_week")
    drawn = render_svg(spec_of([days, count()], [[n, n] for n in range(1, 8)]))
    assert drawn.index("Mon") < drawn.index("Sun")


def test_lines_with_room_are_named_at_their_ends_and_have_no_legend() -> None:
    rows = [[month(n), name, height] for n in range(6) for name, height in (("North", 100), ("South", 50))]
    spec = spec_of([months(), category(), count()], rows)
    assert mark_types(spec) == ["line", "text"]
    assert spec["layer"][0]["encoding"]["color"]["legend"] is None


def test_lines_that_end_together_have_a_legend() -> None:
    rows = [[month(n), name, height + n] for n in range(6) for name, height in (("North", 100), ("South", 100))]
    spec = spec_of([months(), category(), count()], rows)
    assert spec["encoding"]["color"]["legend"] is not None


def test_a_period_without_a_row_breaks_the_line() -> None:
    rows = [[month(n), n] for n in range(12) if n != 5]
    assert spec_of([months(), count()], rows)["transform"][0]["keyvals"] == ["2024-06-01"]


def test_rows_for_workdays_alone_make_no_gaps() -> None:
    days = column("day", "date", "dimension", grain="day")
    every = [date(2024, 1, 1) + timedelta(days=n) for n in range(60)]
    assert "transform" not in spec_of([days, count()], [[day, 5] for day in every if day.weekday() < 5])


def test_only_kept_categories_are_in_the_rows_of_a_chart_with_a_limit() -> None:
    rows = [[f"c{n}", Decimal(n)] for n in reversed(range(80))]
    values = spec_of([category(), revenue()], rows)["data"]["values"]
    assert sorted(row["region"] for row in values) == sorted(f"c{n}" for n in range(60, 80))


def test_series_beyond_six_have_no_rows_where_they_do_not_add_up() -> None:
    rows = [[month(n), f"r{size}", Decimal(size)] for n in range(6) for size in range(1, 11)]
    values = spec_of([months(), category(), revenue(additive=False)], rows)["data"]["values"]
    assert {row["region"] for row in values} == {"r5", "r6", "r7", "r8", "r9", "r10"}


def test_series_beyond_five_are_added_up_as_one_in_grey() -> None:
    rows = [[month(n), f"r{size}", Decimal(size)] for n in range(6) for size in range(1, 11)]
    spec = spec_of([months(), category(), revenue()], rows)
    others = [row["revenue"] for row in spec["data"]["values"] if row["region"] == "Other"]
    assert others == [1 + 2 + 3 + 4 + 5] * 6
    domain = spec["encoding"]["color"]["scale"]["domain"]
    assert domain[6] == "Other"
    assert spec["config"]["range"]["category"][6] == GREY


def test_a_chart_of_another_result_is_refused() -> None:
    chart = Chart(mark="bar", encodings=(Encoding(channel="x", field="gone", scale="nominal", title="Gone"),), title="")
    with pytest.raises(InvalidInput, match="gone"):
        vega_lite(chart, result([category()], [["a"]]))


def test_new_categories_of_a_later_result_follow_the_listed_ones() -> None:
    columns = [category(), revenue()]
    chart = choose_chart(result(columns, [["a", Decimal(1)], ["b", Decimal(9)]]), columns, "Question")
    assert chart is not None
    later = result(columns, [["new", Decimal(5)], ["a", Decimal(1)], ["b", Decimal(9)]])
    assert vega_lite(chart, later)["encoding"]["x"]["scale"]["domain"] == ["b", "a", "new"]


def test_a_column_that_looks_like_a_path_is_drawn_like_any_other() -> None:
    columns = [category("a.b[0]'\""), column("x\\y", "float", "measure")]
    spec = spec_of(columns, [["p", 1.25], ["q", 2.5]])
    assert spec["usermeta"]["columns"] == {"column 1": "a.b[0]'\"", "column 2": "x\\y"}
    assert "2.5" in render_svg(spec)


def test_a_label_cannot_be_read_as_code() -> None:
    columns = [category(label='\\": alert(1), "'), revenue(label="ends with \\")]
    assert "<svg" in render_svg(spec_of(columns, [["p", Decimal(1)], ["q", Decimal(2)]]))


def test_fields_are_never_the_same_for_two_columns() -> None:
    names = field_names(["a.b", "column 1", "__proto__", "column 3", "ok"])
    assert len(set(names.values())) == 5
    assert names["ok"] == "ok"


cells: dict[str, st.SearchStrategy[Cell]] = {
    "integer": st.integers(-(10**20), 10**20),
    "float": st.floats(),
    "decimal": st.decimals(allow_nan=True, places=2),
    "text": st.text(max_size=6),
    "boolean": st.booleans(),
    "date": st.dates(date(1, 1, 1)),
    "timestamp": st.datetimes(),
    "time": st.times(),
    "interval": st.timedeltas(),
}
names = st.text(min_size=1, max_size=8) | st.sampled_from(
    ["a.b[0]'\"", "__proto__", "datum", "x y", "url", "\\", "year"]
)


@st.composite
def random_results(draw: st.DrawFn) -> tuple[Result, tuple[OutputColumn, ...]]:
    titles = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    columns = []
    for title in titles:
        type_ = draw(st.sampled_from(sorted(cells)))
        role = draw(st.sampled_from(["dimension", "measure", "unknown", "comparison"]))
        unit = draw(st.sampled_from([None, "EUR", "%", "ratio", "kg"])) if role != "dimension" else None
        part = draw(st.sampled_from([None, "month", "hour"])) if type_ == "integer" else None
        grain = draw(st.sampled_from(["month", "week", None])) if type_ == "date" else None
        made = column(title, type_, role, unit=unit, part=part, grain=grain, additive=draw(st.booleans()))  # type: ignore[arg-type]
        columns.append(made)
    row = st.tuples(*(st.none() | cells[str(each.type)] for each in columns))
    rows = draw(st.lists(row, max_size=12))
    return result(columns, rows), tuple(columns)


@settings(max_examples=150, deadline=None)
@given(random_results(), st.sampled_from([None, *get_args(Mark)]))
def test_any_result_that_gets_a_chart_gets_a_valid_specification_of_its_own_rows(
    drawn: tuple[Result, tuple[OutputColumn, ...]], wanted: Mark | None
) -> None:
    rows_of, columns = drawn
    chart = choose_chart(rows_of, columns, "Question", wanted=wanted)
    if chart is None:
        return
    spec = vega_lite(chart, rows_of)
    fields = field_names([each.name for each in rows_of.columns])
    expected = [
        {fields[each.name]: as_json(cell) for each, cell in zip(rows_of.columns, row, strict=True)}
        for row in rows_of.rows
    ]
    shown = spec["data"]["values"]
    limited = any(encoding.limit is not None for encoding in chart.encodings)
    assert shown == ([row for row in expected if row in shown] if limited else expected)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    validate(spec)


@settings(max_examples=25, deadline=None)
@given(random_results())
def test_any_chart_can_be_drawn(drawn: tuple[Result, tuple[OutputColumn, ...]]) -> None:
    rows_of, columns = drawn
    chart = choose_chart(rows_of, columns, "Question")
    if chart is not None:
        assert render_svg(vega_lite(chart, rows_of)).startswith("<svg")


def test_a_result_with_two_columns_of_one_name_keeps_the_first() -> None:
    columns = (
        ResultColumn(name="a", type="text"),
        ResultColumn(name="n", type="integer"),
        ResultColumn(name="n", type="integer"),
    )
    rows_of = Result(columns=columns, rows=(("x", 1, 9), ("y", 2, 8)), row_count=2, truncated=False, elapsed=0.0)
    chart = choose_chart(rows_of, (), "Question")
    assert chart is not None
    assert vega_lite(chart, rows_of)["data"]["values"] == [{"a": "x", "n": 1}, {"a": "y", "n": 2}]


def test_other_types_are_written_as_text() -> None:
    assert [as_json(time(9, 30)), as_json([1, "a"]), as_json(timedelta(days=1))] == [
        "09:30:00",
        '[1, "a"]',
        "1 day, 0:00:00",
    ]


def test_amounts_of_several_measures_are_named_by_their_titles() -> None:
    columns = [category(), revenue(label="Revenue"), revenue("cost", label="Cost")]
    spec = spec_of(columns, [["a", *amounts(4, 3)], ["b", *amounts(2, 1)]])
    assert spec["encoding"]["color"]["scale"]["domain"] == ["Revenue", "Cost"]
    assert "Cost" in render_svg(spec)

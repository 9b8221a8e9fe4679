from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import choose_chart, draw
from charts.terminal.text import cells_of, cut, filled
from core.query import OutputColumn
from core.result import Result
from tests.charts.results import category, column, count, month, months, result, revenue

STYLE = re.compile(r"\x1b\[[\d;]*m")


def drawing(
    columns: Sequence[OutputColumn], rows: Sequence[Sequence[Any]], width: int = 60, *, colour: bool = False
) -> list[str]:
    rows_of = result(columns, rows)
    chart = choose_chart(rows_of, columns, "Revenue by region")
    assert chart is not None
    return draw(chart, rows_of, width, colour).splitlines()


def test_bars_are_as_long_as_their_values() -> None:
    lines = drawing([category(), revenue()], [["North", Decimal(400)], ["South", Decimal(100)]])[2:]
    assert [line.split()[0] for line in lines] == ["North", "South"]
    assert [line.rstrip().rsplit(" ", 1)[1] for line in lines] == ["€400", "€100"]
    assert lines[0].count("█") == pytest.approx(4 * lines[1].count("█"), abs=4)


def test_negative_bars_grow_to_the_other_side() -> None:
    lines = drawing([category(), revenue()], [["Up", Decimal(50)], ["Down", Decimal(-50)]])[2:]
    assert lines[0].index("█") > lines[1].index("█")
    assert lines[1].rstrip().endswith("−€50")


def test_a_line_rises_with_its_values() -> None:
    lines = [line.partition("┤")[2] for line in drawing([months(), count()], [[month(n), n] for n in range(12)])[2:-1]]
    first, last = (next(n for n, c in enumerate(line) if c != " ") for line in (lines[0], lines[-1]))
    assert first > last


def test_both_ends_of_the_time_axis_are_named() -> None:
    assert drawing([months(), count()], [[month(n), n] for n in range(12)])[-1].split("  ")[-1].strip() == "Dec 2024"


def test_several_lines_are_told_apart_without_colour() -> None:
    rows = [[month(n), name, high] for n in range(8) for name, high in (("North", 9), ("South", 3))]
    lines = drawing([months(), category(), count()], rows)
    assert lines[-1] == "● North   ○ South"
    assert any("○" in line for line in lines[2:-2])


def test_without_colour_nothing_but_text_is_written() -> None:
    assert not any("\x1b" in line for line in drawing([months(), count()], [[month(n), n] for n in range(9)]))


def test_with_colour_every_style_is_ended() -> None:
    for line in drawing([months(), count()], [[month(n), n] for n in range(9)], colour=True):
        styles = STYLE.findall(line)
        assert len([style for style in styles if style != "\x1b[0m"]) == styles.count("\x1b[0m")


def test_a_cell_cannot_move_the_cursor_or_turn_the_direction_of_writing() -> None:
    rows = [["\x1b[2J\x07evil\u202egnp.exe", Decimal(2)], ["b\nc\td", Decimal(1)]]
    text = "\n".join(drawing([category(), revenue()], rows))
    assert not any(unicodedata.category(mark) in ("Cc", "Cf") for mark in text if mark != "\n")
    assert "b c d" in text


def test_a_width_too_small_gets_no_drawing() -> None:
    assert drawing([category(), revenue()], [["a", Decimal(2)], ["b", Decimal(1)]], width=20) == []


def test_a_heat_map_gets_no_drawing() -> None:
    hours = column("hour", "integer", "dimension", part="hour")
    days = column("day", "integer", "dimension", part="day_of_week")
    rows = [[day, hour, day * hour] for day in range(1, 8) for hour in range(24)]
    assert drawing([days, hours, count()], rows) == []


def test_bars_beyond_the_height_are_counted() -> None:
    lines = drawing([category(), revenue()], [[f"c{n}", Decimal(n + 1)] for n in range(45)])
    assert lines[-1] == "… and 15 more"


def test_a_chart_of_columns_that_are_gone_gets_no_drawing() -> None:
    columns = [category(), revenue()]
    chart = choose_chart(result(columns, [["a", Decimal(2)], ["b", Decimal(1)]]), columns, "Question")
    assert chart is not None
    assert draw(chart, result([category("other")], [["a"]]), 60, False) == ""


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_width_counts_columns_of_the_terminal(text: str, width: int) -> None:
    assert cells_of(text) == width


@given(st.text(alphabet="ab日本語é …", max_size=20), st.integers(1, 30))
def test_text_is_cut_and_filled_to_the_width(text: str, width: int) -> None:
    assert cells_of(cut(text, width)) <= width
    assert cells_of(filled(text, width)) == width


labels = (
    st.text(max_size=30)
    | st.none()
    | st.sampled_from(["日本語の長い名前です", "שלום עולם", "👨‍👩‍👧‍👦 family", "\x1b]0;x\x07"])
)
values = st.none() | st.floats(allow_nan=False, width=32) | st.integers(-(10**15), 10**15)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(labels, values), min_size=2, max_size=12), st.integers(30, 120), st.booleans())
def test_no_line_of_bars_is_wider_than_the_terminal(
    rows: list[tuple[str | None, float | None]], width: int, colour: bool
) -> None:
    assert_fits(result([category(), column("n", "float", "measure")], rows), width, colour=colour)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(values, values), min_size=4, max_size=24), st.integers(30, 120), st.booleans())
def test_no_line_of_a_plot_is_wider_than_the_terminal(
    rows: list[tuple[float | None, float | None]], width: int, colour: bool
) -> None:
    columns = [months(), column("n", "float", "measure"), column("m", "float", "measure")]
    assert_fits(
        result(columns, [[month(n), *row] for n, row in enumerate(rows)]), width, colour=colour, columns=columns
    )


def assert_fits(rows_of: Result, width: int, *, colour: bool, columns: Sequence[OutputColumn] = ()) -> None:
    chart = choose_chart(
        rows_of, columns or (category(), column("n", "float", "measure")), "A title that goes on and on"
    )
    if chart is None:
        return
    for line in draw(chart, rows_of, width, colour).splitlines():
        assert cells_of(STYLE.sub("", line)) <= width

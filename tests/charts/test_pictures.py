from __future__ import annotations

import re
import struct
import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from charts import choose_chart, render_png, render_svg, vega_lite
from charts.theme import THEMES
from core.errors import InvalidInput
from tests.charts.results import category, count, month, months, result, revenue


def a_spec() -> dict[str, Any]:
    columns = [category(), months(), revenue()]
    rows = [[name, month(n), Decimal(n * 100 + 1000)] for n in range(8) for name in ("North", "South")]
    rows_of = result(columns, rows)
    chart = choose_chart(rows_of, columns, "Revenue by region and month")
    assert chart is not None
    return vega_lite(chart, rows_of)


def rgba_pixels(png: bytes) -> tuple[int, int, set[bytes]]:
    """Width, height and the distinct colours of an 8-bit RGBA picture."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    packed, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, stride = zlib.decompress(packed), width * 4
    before, colours = bytearray(stride), set()
    for row in range(height):
        start = row * (stride + 1)
        line = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before)
        colours |= {bytes(line[x : x + 4]) for x in range(0, stride, 4)}
        before = line
    return width, height, colours


def unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    for x in range(len(line)):
        a, b, c = (line[x - 4] if x >= 4 else 0), above[x], (above[x - 4] if x >= 4 else 0)
        nearest = min((a, b, c), key=lambda each: abs(a + b - c - each))
        line[x] = (line[x] + (0, a, b, (a + b) // 2, nearest)[kind]) % 256
    return line


def colour(code: str) -> bytes:
    return bytes.fromhex(code.removeprefix("#")) + b"\xff"


def test_a_picture_shows_the_series_in_their_colours_on_the_ground_of_its_theme() -> None:
    for ground, theme in THEMES.items():
        _, _, colours = rgba_pixels(render_png(a_spec(), scale=1, theme=ground))
        assert {colour(theme.background), colour(theme.series[0]), colour(theme.series[1])} <= colours
        assert len(colours) > 50


def test_scale_multiplies_the_size() -> None:
    small, large = (rgba_pixels(render_png(a_spec(), scale=scale))[:2] for scale in (0.5, 1))
    assert abs(large[0] - 2 * small[0]) <= 1


def test_a_drawing_holds_its_title_and_no_reference_to_elsewhere() -> None:
    drawn = render_svg(a_spec())
    assert "Revenue by region and month" in drawn
    assert "href=" not in drawn


def test_a_specification_that_fetches_is_never_drawn() -> None:
    with pytest.raises(InvalidInput):
        render_png({**a_spec(), "data": {"url": "https://example.org/rows.json"}})


@pytest.mark.parametrize("scale", [0, -1, 100, float("nan")])
def test_a_scale_out_of_bounds_is_refused(scale: float) -> None:
    with pytest.raises(InvalidInput):
        render_png(a_spec(), scale=scale)


def test_characters_that_a_picture_cannot_hold_are_shown_by_others() -> None:
    columns = [category("region\x12"), revenue("a\x00b", label="Sum\x1b[2J")]
    rows_of = result(columns, [["North\x07\ufffe", Decimal(2)], ["\ud800", Decimal(1)]])
    chart = choose_chart(rows_of, columns, "Title\x0b")
    assert chart is not None
    spec = vega_lite(chart, rows_of)
    assert "North" in render_svg(spec)
    hostile = {**spec, "title": "x\x12", "description": "\x00"}
    assert "\u2412" in render_svg(hostile)
    assert len(render_png(hostile, scale=0.5)) > 1000


def test_a_gap_is_drawn_as_a_gap() -> None:
    columns = [months(), count()]
    whole, broken = (render_svg(spec_without(columns, missing)) for missing in (date(1900, 1, 1), month(5)))
    assert [strokes(drawn) for drawn in (whole, broken)] == [1, 2]


def strokes(drawn: str) -> int:
    """How many times the pen is set down for the line."""
    (path,) = re.findall(r'aria-roledescription="line mark"[^>]* d="([^"]*)"', drawn)
    return str(path).count("M")


def spec_without(columns: list[Any], missing: date) -> dict[str, Any]:
    rows_of = result(columns, [[month(n), n] for n in range(12) if month(n) != missing])
    chart = choose_chart(rows_of, columns, "Question")
    assert chart is not None
    return vega_lite(chart, rows_of)

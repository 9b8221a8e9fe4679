"""Every shape of chart, drawn by both who draw: vl-convert for pictures, Vega's interpreter for the page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import pytest

from charts import draw, render_svg, vega_lite
from core.chart import Mark
from evals.drawing.rendering import can_interpret, interpreted
from tests.charts.gallery import gallery

_SHAPES = gallery()
_MARKS = re.compile(r'class="mark-(?:rect|symbol|line|area|arc|text|rule|path)[^"]*"')


@cache
def by_the_page() -> dict[str, Any]:
    return interpreted({name: vega_lite(chart, rows) for name, (chart, rows) in _SHAPES.items()})


def test_there_is_a_shape_for_each_mark() -> None:
    assert {chart.mark for chart, _ in _SHAPES.values()} == set(get_args(Mark))


@pytest.mark.parametrize("name", sorted(_SHAPES))
def test_a_shape_is_drawn_as_a_picture(name: str) -> None:
    assert _MARKS.search(render_svg(vega_lite(*_SHAPES[name])))


@pytest.mark.skipif(not can_interpret(), reason="needs Node and the page's packages")
@pytest.mark.parametrize("name", sorted(_SHAPES))
def test_a_shape_is_drawn_by_the_page_s_interpreter_without_a_complaint(name: str) -> None:
    drawn = by_the_page()[name]
    # A box plot without outliers has a layer of no points, and Vega says so.
    assert [said for said in drawn["said"] if not said.startswith("Infinite extent")] == []
    assert _MARKS.search(drawn["svg"])


@pytest.mark.parametrize("name", sorted(_SHAPES))
def test_a_terminal_draws_a_shape_or_nothing(name: str) -> None:
    chart, rows = _SHAPES[name]
    assert all(len(line) <= 200 for line in draw(chart, rows, 80, colour=False).splitlines())

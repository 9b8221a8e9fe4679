"""A Chart and its rows as a Vega-Lite specification."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from charts.cells import one_line
from charts.formats import affixes
from charts.spec.areas import points, slices, squares
from charts.spec.bars import bars
from charts.spec.lines import lines
from charts.spec.multiples import small_multiples
from charts.spec.numbers import headline
from charts.spec.places import places
from charts.spec.spread import boxes, histogram
from charts.spec.table import Drawn, Spec, drawn
from charts.spec.unfinished import dashed
from charts.spec.validate import validate
from charts.theme import config
from core.chart import Chart, Mark
from core.result import Result

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_TITLE_WIDTH, _SUBTITLE_WIDTH = 78, 104

_MARKS: dict[Mark, Callable[[Chart, Drawn, str | None], Spec]] = {
    "bar": bars,
    "line": lines,
    "area": lines,
    "point": points,
    "rect": squares,
    "arc": slices,
    "histogram": histogram,
    "box": boxes,
    "map": places,
    "number": headline,
}


def vega_lite(chart: Chart, result: Result) -> dict[str, Any]:
    """A valid specification that holds its rows; nothing in it is fetched.

    `usermeta.columns` maps the fields of the rows to columns of the result, where they differ.
    Raises InvalidInput for a chart that does not fit the result.
    """
    rows = drawn(chart, result)
    unit = _locale_unit(chart)
    body = small_multiples(chart, rows, dashed(chart, rows, _MARKS[chart.mark](chart, rows, unit)))
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "description": one_line(". ".join(part for part in (chart.title, chart.subtitle, chart.note) if part)),
        "title": _title(chart),
        "data": {"values": list(rows.rows)},
        **body,
        "config": {**config(), **_locale(unit)},
    }
    renamed = {field: column for column, field in rows.names.items() if field != column}
    if renamed:
        spec["usermeta"] = {"columns": renamed}
    validate(spec)
    return spec


def _title(chart: Chart) -> dict[str, Any]:
    title: dict[str, Any] = {"text": textwrap.wrap(one_line(chart.title), _TITLE_WIDTH) or [""]}
    under = [
        *textwrap.wrap(one_line(chart.subtitle), _SUBTITLE_WIDTH),
        *textwrap.wrap(one_line(chart.note), _SUBTITLE_WIDTH),
    ]
    return {**title, "subtitle": under} if under else title


def _locale_unit(chart: Chart) -> str | None:
    """The one unit that "$" stands for; that of the last measure with one, which a scatter has upright."""
    units = [encoding.unit for encoding in chart.encodings if any(affixes(encoding.unit))]
    return units[-1] if units else None


def _locale(unit: str | None) -> dict[str, Any]:
    if unit is None:
        return {}
    number = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": list(affixes(unit))}
    return {"locale": {"number": number}}

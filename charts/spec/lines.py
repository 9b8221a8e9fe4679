"""Lines and areas: one, several by colour, several measures, each named at its end where there is room."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from charts.cells import Plain
from charts.spec.bars import HEIGHT, WIDTH
from charts.spec.channels import (
    category_channel,
    colour_channel,
    measure_channel,
    series_name,
    time_channel,
    tooltip,
)
from charts.spec.gaps import broken
from charts.spec.names import unused_name
from charts.spec.series import fold, titles_of
from charts.spec.table import Drawn, Spec, all_encoded, encoded
from core.chart import Chart, Encoding

_DOTS = 31
_ZERO_FROM = 0.45
_APART = 0.07


def lines(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    x, measures, colour = encoded(chart, "x"), all_encoded(chart, "y"), encoded(chart, "color")
    if x is None or not measures:
        return {}
    groups = [drawn.field(colour)] if colour else []
    gaps: list[Spec] = []
    across = _across(x, drawn)
    if chart.mark == "line":
        gaps, across = broken(x, across, drawn.field(measures[0]), groups, drawn)
    zero = chart.mark == "area" or starts_at_zero([value for each in measures for value in drawn.numbers(each)])
    up = measure_channel(measures[0], drawn, locale_unit, zero=zero)
    up["axis"]["title"] = None if len(measures) > 1 else up["axis"]["title"]
    mark = _mark(chart, drawn, x, dotted=bool(gaps))
    tips = tooltip(chart.encodings, drawn, locale_unit)
    tips = [{**tip, "field": across["field"]} if tip["field"] == drawn.field(x) else tip for tip in tips]
    base: Spec = {"width": WIDTH, "height": HEIGHT}
    if len(measures) > 1:
        key, value = (unused_name(wish, drawn.names.values()) for wish in ("measure", "value"))
        transforms, hue = fold(measures, drawn, key, value)
        named = _ends(_folded_points(x, measures, drawn), zero=zero)
        encoding = {"x": across, "y": {**up, "field": value}, "color": hue}
        return {**base, **_named(encoding, mark, tips, key, [*gaps, *transforms], direct=named)}
    encoding = {"x": across, "y": up}
    if colour is None:
        return {**base, **_named(encoding, mark, tips, "", gaps, direct=False)}
    encoding["color"] = colour_channel(colour, drawn, legend=True)
    if chart.mark == "area":
        return {**base, "mark": mark, "encoding": {**encoding, "tooltip": tips}}
    name, transforms = drawn.field(colour), gaps
    expression = series_name(colour, drawn)
    if expression is not None:
        name = unused_name("series", drawn.names.values())
        transforms = [*gaps, {"calculate": expression, "as": name}]
    named = _ends(_points(x, measures[0], colour, drawn), zero=zero)
    return {**base, **_named(encoding, mark, tips, name, transforms, direct=named)}


def starts_at_zero(values: list[float]) -> bool:
    """Whether a line's axis begins at zero: where that costs less than half of its height."""
    return not values or min(values) <= 0 or min(values) / max(values) < _ZERO_FROM


def _across(x: Encoding, drawn: Drawn) -> Spec:
    if x.scale == "temporal" or (x.scale == "quantitative" and x.format == "d"):
        return time_channel(x, drawn)
    if x.scale == "quantitative":
        return measure_channel(x, drawn, x.unit, zero=False)
    return category_channel(x, drawn)


def _mark(chart: Chart, drawn: Drawn, x: Encoding, *, dotted: bool) -> Spec:
    """Dots on few points, and where a point between gaps would have no line to be seen by."""
    mark: Spec = {"type": chart.mark}
    if chart.mark == "line" and (dotted or len(drawn.distinct(x)) <= _DOTS):
        mark["point"] = {"size": 28, "filled": True, "opacity": 1}
    return mark


def _named(
    encoding: Spec, mark: Spec, tips: list[Any], name: str, transforms: list[Spec], *, direct: bool
) -> dict[str, Any]:
    """Lines with their names beside their last points, else with a legend."""
    before: Spec = {"transform": transforms} if transforms else {}
    if not direct:
        return {**before, "mark": mark, "encoding": {**encoding, "tooltip": tips}}
    hue = {**encoding["color"], "legend": None}
    x, y = encoding["x"], encoding["y"]
    last = {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
        "encoding": {
            "x": {**{part: x[part] for part in ("field", "type")}, "aggregate": "max"},
            "y": {"field": y["field"], "type": "quantitative", "aggregate": {"argmax": x["field"]}},
            "text": {"field": name, "type": "nominal"},
            "color": hue,
        },
    }
    spec: Spec = {"layer": [{"mark": mark, "encoding": {**encoding, "color": hue, "tooltip": tips}}, last]}
    return {**before, **spec}


Points = dict[Plain, list[tuple[Any, float]]]


def _points(x: Encoding, y: Encoding, colour: Encoding, drawn: Drawn) -> Points:
    points: defaultdict[Plain, list[tuple[Any, float]]] = defaultdict(list)
    for row in drawn.rows:
        place, value = row[drawn.field(x)], row[drawn.field(y)]
        if place is not None and isinstance(value, int | float) and x.scale in ("temporal", "quantitative"):
            points[row[drawn.field(colour)]].append((place, float(value)))
    return dict(points)


def _folded_points(x: Encoding, measures: tuple[Encoding, ...], drawn: Drawn) -> Points:
    points: defaultdict[Plain, list[tuple[Any, float]]] = defaultdict(list)
    for field, title in titles_of(measures, drawn).items():
        for row in drawn.rows:
            place, value = row[drawn.field(x)], row[str(field)]
            if place is not None and isinstance(value, int | float) and x.scale in ("temporal", "quantitative"):
                points[title].append((place, float(value)))
    return dict(points)


def _ends(points: Points, *, zero: bool) -> bool:
    """Whether the lines end at one place and far enough from each other for names of one line each."""
    if not points:
        return False
    lasts = [max(series) for series in points.values()]
    values = [value for series in points.values() for _, value in series]
    height = max(*values, 0.0) - min(*values, 0.0) if zero else max(values) - min(values)
    if len({place for place, _ in lasts}) > 1 or height <= 0:
        return False
    return all(upper - lower >= _APART * height for lower, upper in pairwise(sorted(value for _, value in lasts)))

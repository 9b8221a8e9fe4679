"""Marks that fill a place: points, squares of a heat map, slices."""

from __future__ import annotations

from charts.spec.bars import HEIGHT, WIDTH
from charts.spec.channels import category_channel, colour_channel, measure_channel, own_pattern, time_channel, tooltip
from charts.spec.lines import starts_at_zero
from charts.spec.table import Drawn, Spec, encoded
from core.chart import Chart, Encoding

_STEP = 26
_SIZES = {"few": 60, "many": 24}


def points(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    x, y, colour = encoded(chart, "x"), encoded(chart, "y"), encoded(chart, "color")
    if x is None or y is None:
        return {}
    named = y.scale in ("nominal", "ordinal")
    encoding: Spec = {"x": _axis(x, drawn, locale_unit), "y": _axis(y, drawn, locale_unit)}
    if colour is not None:
        encoding["color"] = colour_channel(colour, drawn, legend=True)
    encoding["tooltip"] = tooltip(chart.encodings, drawn, locale_unit)
    many = len(drawn.rows) > 300
    mark = {"type": "point", "size": _SIZES["many" if many else "few"], "opacity": 0.45 if many else 0.75}
    return {"width": WIDTH, "height": {"step": _STEP} if named else 400, "mark": mark, "encoding": encoding}


def squares(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    x, y, colour = encoded(chart, "x"), encoded(chart, "y"), encoded(chart, "color")
    if x is None or y is None:
        return {}
    if colour is None:
        return _counted(x, y, drawn, locale_unit)
    shade = measure_channel(colour, drawn, locale_unit, zero=False)
    values = drawn.numbers(colour)
    diverges = min(values) < 0 < max(values)
    reach = max(map(abs, values))
    scale = (
        {"range": "diverging", "domain": [-reach, reach]} if diverges else {"range": "ramp", "zero": min(values) >= 0}
    )
    hue: Spec = {
        "field": shade["field"],
        "type": "quantitative",
        "scale": scale,
        "legend": {"title": shade["axis"]["title"], "gradientLength": 200, "format": shade["axis"].get("format", "")},
    }
    encoding: Spec = {
        "x": _spaced(category_channel(x, drawn)),
        "y": _spaced(category_channel(y, drawn)),
        "color": hue,
        "tooltip": tooltip(chart.encodings, drawn, locale_unit),
    }
    encoding["x"]["axis"]["orient"] = "bottom"
    return {
        "width": WIDTH,
        "height": {"step": _STEP},
        "mark": {"type": "rect", "cornerRadius": 2},
        "encoding": encoding,
    }


def slices(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    theta, colour = encoded(chart, "theta"), encoded(chart, "color")
    if theta is None or colour is None:
        return {}
    field = drawn.field(theta)
    hue = colour_channel(colour, drawn, legend=True)
    hue["legend"] = {**hue["legend"], "orient": "right", "direction": "vertical"}
    order = {"field": field, "type": "quantitative", "sort": "descending"}
    pattern = own_pattern(theta, locale_unit) or ""
    shared: Spec = {
        "theta": {"field": field, "type": "quantitative", "stack": True},
        "order": order,
    }
    slice_layer = {
        "mark": {"type": "arc", "innerRadius": 62, "outerRadius": 120, "padAngle": 0.012, "cornerRadius": 2},
        "encoding": {"color": hue, "tooltip": tooltip(chart.encodings, drawn, locale_unit)},
    }
    text_layer = {
        "mark": {"type": "text", "radius": 142},
        "encoding": {
            "text": {"field": field, "type": "quantitative", "format": pattern},
            "detail": {"field": hue["field"]},
        },
    }
    return {"width": 320, "height": HEIGHT, "encoding": shared, "layer": [slice_layer, text_layer]}


def _spaced(channel: Spec) -> Spec:
    return {**channel, "scale": {**channel.get("scale", {}), "paddingInner": 0.05}}


def _axis(encoding: Encoding, drawn: Drawn, locale_unit: str | None) -> Spec:
    if encoding.scale in ("nominal", "ordinal"):
        return category_channel(encoding, drawn)
    if encoding.scale == "temporal" or encoding.format == "d":
        return time_channel(encoding, drawn)
    return measure_channel(encoding, drawn, locale_unit, zero=starts_at_zero(drawn.numbers(encoding)))


def _counted(x: Encoding, y: Encoding, drawn: Drawn, locale_unit: str | None) -> Spec:
    """Two measures in squares, coloured by how many rows each holds."""
    encoding: Spec = {}
    for channel, measure in (("x", x), ("y", y)):
        made = measure_channel(measure, drawn, locale_unit, zero=False)
        axis = {**made["axis"], "grid": False, "labelOverlap": True, "labelSeparation": 24 if channel == "x" else 14}
        encoding[channel] = {"field": made["field"], "type": "quantitative", "axis": axis, "bin": {"maxbins": 40}}
    hue = {"aggregate": "count", "type": "quantitative", "scale": {"range": "ramp"}, "legend": {"title": "Rows"}}
    encoding["color"] = hue
    encoding["tooltip"] = [{"aggregate": "count", "type": "quantitative", "title": "Rows"}]
    return {"width": WIDTH, "height": 400, "mark": {"type": "rect"}, "encoding": encoding}

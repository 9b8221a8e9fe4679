"""Bars: alone, beside each other, upon each other, with their values written where there is room."""

from __future__ import annotations

from charts.spec.channels import category_channel, colour_channel, measure_channel, own_pattern, tooltip
from charts.spec.names import datum, formatted, unused_name
from charts.spec.series import fold
from charts.spec.table import Drawn, Spec, all_encoded, encoded
from core.chart import Chart, Encoding

_MOST_UPRIGHT_LABELS, _MOST_FLAT_LABELS = 12, 30
_FLAT_STEP, _FLAT_STEP_BESIDE = 26, 16
_ROOM_FLAT, _ROOM_UPRIGHT = 64, 24
HEIGHT, WIDTH = 300, 600


def bars(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    flat = _lies(chart)
    along_channel, across_channel = ("y", "x") if flat else ("x", "y")
    along = next(e for e in chart.encodings if e.channel == along_channel)
    measures = all_encoded(chart, across_channel)
    if len(measures) > 1:
        return _folded(chart, drawn, locale_unit, along, measures)
    colour = encoded(chart, "color")
    shared: Spec = {
        along_channel: category_channel(along, drawn),
        across_channel: measure_channel(measures[0], drawn, locale_unit, zero=True),
    }
    encoding: Spec = {**shared, "tooltip": tooltip(chart.encodings, drawn, locale_unit)}
    if colour is not None:
        encoding["color"] = colour_channel(colour, drawn, legend=True)
        _stand_beside(encoding, encoded(chart, "offset"), drawn, along_channel)
        return {**_size(flat, drawn, along, encoding), "mark": {"type": "bar"}, "encoding": encoding}
    if not _is_labelled(drawn, along, flat=flat):
        return {**_size(flat, drawn, along, encoding), "mark": {"type": "bar"}, "encoding": encoding}
    if min(drawn.numbers(measures[0]), default=0) < 0:
        shared[across_channel]["scale"] = {
            "zero": True,
            "nice": False,
            "padding": _ROOM_FLAT if flat else _ROOM_UPRIGHT,
        }
    spec = {**_size(flat, drawn, along, encoding), **_with_values(measures[0], drawn, locale_unit, flat=flat)}
    spec["encoding"] = {**encoding, across_channel: {**shared[across_channel], "axis": None}}
    return spec


def _lies(chart: Chart) -> bool:
    return any(e.channel == "y" and e.scale != "quantitative" for e in chart.encodings)


def _size(flat: bool, drawn: Drawn, along: Encoding, encoding: Spec) -> Spec:
    if not flat:
        return {"width": WIDTH, "height": HEIGHT}
    beside = "yOffset" in encoding
    return {
        "width": WIDTH,
        "height": {"step": _FLAT_STEP_BESIDE if beside else _FLAT_STEP, **({"for": "offset"} if beside else {})},
    }


def _is_labelled(drawn: Drawn, along: Encoding, *, flat: bool) -> bool:
    return len(drawn.distinct(along)) <= (_MOST_FLAT_LABELS if flat else _MOST_UPRIGHT_LABELS)


def _with_values(measure: Encoding, drawn: Drawn, locale_unit: str | None, *, flat: bool) -> Spec:
    """Each value at its bar's end, below or left of it where it is negative."""
    field, pattern = drawn.field(measure), own_pattern(measure, locale_unit) or ""
    text: Spec = {"field": field, "type": "quantitative", "format": pattern}
    transform: list[Spec] = []
    if pattern.endswith("s") and any(abs(value) >= 1e9 for value in drawn.numbers(measure)):
        written = unused_name("written", drawn.names.values())
        transform = [{"calculate": formatted(datum(field), pattern), "as": written}]
        text = {"field": written, "type": "nominal"}
    layers: list[Spec] = [{"mark": {"type": "bar"}}]
    values = drawn.numbers(measure)
    if any(value >= 0 for value in values):
        layers.append({**_where(field, "gte"), "mark": _text_mark(flat=flat, below=False), "encoding": {"text": text}})
    if any(value < 0 for value in values):
        layers.append({**_where(field, "lt"), "mark": _text_mark(flat=flat, below=True), "encoding": {"text": text}})
    return {**({"transform": transform} if transform else {}), "layer": layers}


def _where(field: str, comparison: str) -> Spec:
    return {"transform": [{"filter": {"field": field, comparison: 0}}]}


def _text_mark(*, flat: bool, below: bool) -> Spec:
    if flat:
        return {"type": "text", "align": "right" if below else "left", "baseline": "middle", "dx": -5 if below else 5}
    return {"type": "text", "align": "center", "baseline": "top" if below else "bottom", "dy": 5 if below else -5}


def _stand_beside(encoding: Spec, offset: Encoding | None, drawn: Drawn, along: str) -> None:
    if offset is None:
        return
    side = category_channel(offset, drawn, axis=False)
    encoding["xOffset" if along == "x" else "yOffset"] = {
        **side,
        "scale": {**side.get("scale", {}), "paddingInner": 0.08},
    }


def _folded(
    chart: Chart, drawn: Drawn, locale_unit: str | None, along: Encoding, measures: tuple[Encoding, ...]
) -> Spec:
    """Several measures of one unit, beside each other."""
    key, value = (unused_name(wish, drawn.names.values()) for wish in ("measure", "value"))
    transform, colour = fold(measures, drawn, key, value)
    along_channel, across_channel = along.channel, measures[0].channel
    across = {**measure_channel(measures[0], drawn, locale_unit, zero=True), "field": value}
    across["axis"] = {**across["axis"], "title": None}
    side = {"field": key, "type": "nominal", "scale": {"domain": colour["scale"]["domain"], "paddingInner": 0.08}}
    encoding: Spec = {
        along_channel: category_channel(along, drawn),
        across_channel: across,
        "color": {**colour, "legend": {"title": None}},
        "xOffset" if along_channel == "x" else "yOffset": side,
        "tooltip": tooltip(chart.encodings, drawn, locale_unit),
    }
    size = _size(along_channel == "y", drawn, along, encoding)
    return {**size, "transform": transform, "mark": {"type": "bar"}, "encoding": encoding}

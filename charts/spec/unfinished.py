"""The last period where its data is not whole: a dashed end of a line, a pale dashed bar."""

from __future__ import annotations

from charts.spec.names import unused_name
from charts.spec.table import Drawn, Row, Spec, encoded
from charts.theme import GREY
from core.chart import Chart

_WHOLE, _EDGE, _PARTIAL = "whole", "edge", "partial"
_DASHES = [4, 3]


def dashed(chart: Chart, drawn: Drawn, body: Spec) -> Spec:
    """The body with its last period set apart, where the chart says that it is not whole."""
    x = next((each for each in chart.encodings if each.channel in ("x", "y") and each.scale != "nominal"), None)
    if chart.partial is None or x is None or chart.mark not in ("line", "bar") or encoded(chart, "column"):
        return body
    state = unused_name("state", drawn.names.values())
    rows = _told_apart(drawn, drawn.field(x), state, chart.partial)
    if not any(row[state] == _PARTIAL for row in rows):
        return body
    apart = _line(body, state) if chart.mark == "line" else _bar(body, state)
    return {**apart, "data": {"values": rows}}


def _told_apart(drawn: Drawn, field: str, state: str, partial: str) -> list[Row]:
    periods = sorted({str(row[field]) for row in drawn.rows if row[field] is not None})
    before = next((period for period in reversed(periods) if period < partial), None)
    states = {partial: _PARTIAL, before: _EDGE}
    return [{**row, state: states.get(str(row[field]), _WHOLE)} for row in drawn.rows]


def _line(body: Spec, state: str) -> Spec:
    line, *others = body["layer"] if "layer" in body else [{"mark": body["mark"]}]
    whole = {**line, "transform": [{"filter": {"not": {"field": state, "equal": _PARTIAL}}}]}
    end = {
        **line,
        "transform": [{"filter": {"field": state, "oneOf": [_EDGE, _PARTIAL]}}],
        "mark": {**line["mark"], "strokeDash": _DASHES},
    }
    rest = {key: value for key, value in body.items() if key != "mark"}
    return {**rest, "layer": [whole, end, *others]}


def _bar(body: Spec, state: str) -> Spec:
    def only_last(partial: object, others: object) -> Spec:
        return {"condition": {"test": {"field": state, "equal": _PARTIAL}, "value": partial}, "value": others}

    look = {
        "fillOpacity": only_last(0.4, 1),
        "strokeWidth": only_last(1.5, 0),
        "strokeDash": only_last(_DASHES, [1, 0]),
    }
    if "layer" not in body:
        mark = {**body["mark"], "stroke": GREY}
        return {**body, "mark": mark, "encoding": {**body["encoding"], **look}}
    bar, *others = body["layer"]
    drawn_bar = {**bar, "mark": {**bar["mark"], "stroke": GREY}, "encoding": {**bar.get("encoding", {}), **look}}
    return {**body, "layer": [drawn_bar, *others]}

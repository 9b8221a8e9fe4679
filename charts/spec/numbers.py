"""One number, large, with how it changed."""

from __future__ import annotations

from charts.spec.channels import own_pattern
from charts.spec.table import Drawn, Row, Spec, encoded
from core.chart import Chart

_WIDTH, _HEIGHT = 300, 96
_RISE, _FALL = "\u25b2 ", "\u25bc "


def headline(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    """The value in its full pattern; the change below, with a sign and an arrow, so that colour says nothing alone."""
    value, change = encoded(chart, "text"), encoded(chart, "change")
    if value is None:
        return {}
    text = {"field": drawn.field(value), "type": "quantitative", "format": own_pattern(value, locale_unit) or ""}
    mark = {"type": "text", "align": "left", "x": 0, "y": 30, "fontSize": 40, "fontWeight": 600, "baseline": "middle"}
    layers: list[Spec] = [{"mark": mark, "encoding": {"text": text}}]
    if change is not None:
        field = drawn.field(change)
        pattern = "+" + (own_pattern(change, locale_unit) or ".1~%").lstrip("$")
        for comparison, arrow in (("gte", _RISE), ("lt", _FALL)):
            shown = {"field": field, "type": "quantitative", "format": pattern}
            where = [{"filter": {"field": field, comparison: 0}}]
            place = {"type": "text", "align": "left", "y": 74, "fontSize": 14}
            layers.append({"transform": where, "mark": {**place, "x": 0, "text": arrow}})
            layers.append({"transform": where, "mark": {**place, "x": 18}, "encoding": {"text": shown}})
    return {"width": _WIDTH, "height": _HEIGHT, "data": {"values": _shown(chart, drawn)}, "layer": layers}


def _shown(chart: Chart, drawn: Drawn) -> list[Row]:
    """The one row; of a series over time the last period that is whole."""
    x = encoded(chart, "x")
    if x is None:
        return list(drawn.rows[:1])
    field = drawn.field(x)
    rows = [row for row in drawn.rows if row[field] is not None and str(row[field]) != chart.partial]
    return sorted(rows, key=lambda row: str(row[field]))[-1:]

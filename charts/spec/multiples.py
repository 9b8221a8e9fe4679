"""One small chart for each value of a dimension, all of one scale."""

from __future__ import annotations

from charts.spec.channels import category_channel, label_names
from charts.spec.table import Drawn, Spec, encoded
from core.chart import Chart

_COLUMNS, _WIDTH, _HEIGHT = 3, 190, 130
_PLACED = ("width", "height")


def small_multiples(chart: Chart, drawn: Drawn, body: Spec) -> Spec:
    """The body repeated, where the chart sets a dimension apart; else as it is."""
    apart = encoded(chart, "column")
    if apart is None:
        return body
    channel = category_channel(apart, drawn, axis=False)
    values = drawn.order(apart)
    header = {"title": None, **{key: value for key, value in label_names(apart, drawn).items() if key != "format"}}
    facet: Spec = {"field": channel["field"], "type": channel["type"], "header": header}
    if values is not None and len({type(value) for value in values}) == 1 and values[0] is not None:
        facet["sort"] = list(values)
    inner = {key: value for key, value in body.items() if key not in _PLACED}
    height = body["height"] if isinstance(body.get("height"), dict) else _HEIGHT
    return {"facet": facet, "columns": _COLUMNS, "spec": {"width": _WIDTH, "height": height, **inner}}

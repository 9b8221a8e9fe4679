"""Single values by how they are spread: histograms and box plots."""

from __future__ import annotations

from charts.spec.bars import HEIGHT, WIDTH
from charts.spec.channels import category_channel, measure_channel
from charts.spec.table import Drawn, Spec, encoded
from core.chart import Chart

_MOST_BINS, _STEP = 24, 34


def histogram(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    """Bars of how many rows lie in each interval, beside each other without gaps."""
    x = encoded(chart, "x")
    if x is None:
        return {}
    across = measure_channel(x, drawn, locale_unit, zero=False)
    count = {"aggregate": "count", "type": "quantitative", "axis": {"title": "Rows", "grid": True, "tickMinStep": 1}}
    binned = {"field": across["field"], "type": "quantitative", "bin": {"maxbins": _MOST_BINS}}
    axis = {**across["axis"], "grid": False, "labelOverlap": True}
    tips = [{**binned, "title": axis["title"]}, {"aggregate": "count", "type": "quantitative", "title": "Rows"}]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "mark": {"type": "bar", "cornerRadiusEnd": 0},
        "encoding": {"x": {**binned, "axis": axis}, "y": count, "tooltip": tips},
    }


def boxes(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    """Median and quartiles; whiskers reach the last values within one and a half times the box (Tukey)."""
    x, y = encoded(chart, "x"), encoded(chart, "y")
    if x is None:
        return {}
    encoding: Spec = {"x": measure_channel(x, drawn, locale_unit, zero=False)}
    if y is not None:
        encoding["y"] = category_channel(y, drawn)
    mark = {"type": "boxplot", "extent": 1.5, "size": 16}
    return {"width": WIDTH, "height": {"step": _STEP} if y is not None else 90, "mark": mark, "encoding": encoding}

"""Points on a plain projection: degrees as they are, a degree of longitude as wide as it is at the middle latitude."""

from __future__ import annotations

import math

from charts.spec.bars import WIDTH
from charts.spec.channels import colour_channel, measure_channel, tooltip
from charts.spec.table import Drawn, Spec, encoded
from core.chart import Chart, Encoding

_LOWEST, _HIGHEST = 200.0, 520.0
_MARGIN = 0.06
_LEAST_SPAN = 0.02
_SIZES = [30, 700]


def places(chart: Chart, drawn: Drawn, locale_unit: str | None) -> Spec:
    x, y, size, colour = (encoded(chart, channel) for channel in ("x", "y", "size", "color"))
    if x is None or y is None:
        return {}
    height, across, up = _window(drawn.numbers(x), drawn.numbers(y))
    encoding: Spec = {"x": _degrees(x, drawn, across), "y": _degrees(y, drawn, up)}
    if size is not None:
        made = measure_channel(size, drawn, locale_unit, zero=True)
        legend = {"title": made["axis"]["title"], "format": made["axis"].get("format", ""), "tickCount": 4}
        encoding["size"] = {
            "field": made["field"],
            "type": "quantitative",
            "scale": {"range": _SIZES, "zero": True},
            "legend": {**legend, "symbolType": "circle"},
        }
    if colour is not None:
        encoding["color"] = colour_channel(colour, drawn, legend=True)
    encoding["tooltip"] = tooltip(chart.encodings, drawn, locale_unit)
    mark = {"type": "circle", "opacity": 0.7, **({} if size is not None else {"size": 44})}
    return {"width": WIDTH, "height": height, "mark": mark, "encoding": encoding}


def _degrees(encoding: Encoding, drawn: Drawn, domain: list[float]) -> Spec:
    """An axis whose grid lines are the meridians and parallels."""
    axis = {"title": None, "grid": True, "format": ".4~f", "tickCount": 6, "labelOverlap": True}
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": drawn.field(encoding), "type": "quantitative", "axis": axis, "scale": scale}


def _window(longitudes: list[float], latitudes: list[float]) -> tuple[int, list[float], list[float]]:
    """Height in pixels, and the degrees from left to right and from bottom to top, true to proportion."""
    west, east = _widened(longitudes)
    south, north = _widened(latitudes)
    narrowing = max(0.1, math.cos(math.radians((south + north) / 2)))
    height = WIDTH * (north - south) / ((east - west) * narrowing)
    if height > _HIGHEST:
        west, east = _stretched(west, east, height / _HIGHEST)
    elif height < _LOWEST:
        south, north = _stretched(south, north, _LOWEST / height)
    return round(min(max(height, _LOWEST), _HIGHEST)), [west, east], [south, north]


def _widened(degrees: list[float]) -> tuple[float, float]:
    least, most = min(degrees), max(degrees)
    margin = max((most - least) * _MARGIN, _LEAST_SPAN / 2)
    return least - margin, most + margin


def _stretched(least: float, most: float, times: float) -> tuple[float, float]:
    middle, half = (least + most) / 2, (most - least) / 2
    return middle - half * times, middle + half * times

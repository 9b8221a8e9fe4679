"""Colours, type and spacing of charts, on light and on dark ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Ground = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """`series` are told apart under the common colour-vision deficiencies and reach 3:1 on `background`."""

    background: str
    text: str
    secondary: str
    line: str
    series: tuple[str, ...]
    ramp: tuple[str, ...]
    diverging: tuple[str, ...]


THEMES: dict[Ground, Theme] = {
    "light": Theme(
        background="#FFFFFF",
        text="#1A1F27",
        secondary="#525C6B",
        line="#D5DAE1",
        series=("#0B63AE", "#E06C94", "#967F0E", "#4B286F", "#9A2B19", "#8285EB"),
        ramp=("#E6EFF8", "#A9CBEA", "#5E9FD6", "#0B63AE", "#063A68"),
        diverging=("#9A2B19", "#E4B5AD", "#F2F3F5", "#A9CBEA", "#0B63AE"),
    ),
    "dark": Theme(
        background="#14171C",
        text="#E8EBF0",
        secondary="#A5AFBD",
        line="#343B46",
        series=("#5AA9F0", "#E48396", "#F7D293", "#A059B1", "#588A3E", "#5CE9F0"),
        ramp=("#1B2A3A", "#24507C", "#3479B8", "#5AA9F0", "#B9DCFB"),
        diverging=("#E48396", "#7A4A55", "#2A3038", "#3479B8", "#8CC5F7"),
    ),
}
GREY = "#8A919C"
FONT = "Inter, 'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def config(ground: Ground = "light") -> dict[str, Any]:
    """A Vega-Lite config; a spec drawn on another ground differs in this alone."""
    theme = THEMES[ground]
    return {
        **_guides(theme),
        "font": FONT,
        "background": theme.background,
        "padding": 16,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": theme.text,
            "subtitleColor": theme.secondary,
            "fontSize": 15,
            "fontWeight": 600,
            "subtitleFontSize": 12,
            "subtitlePadding": 4,
            "lineHeight": 19,
            "subtitleLineHeight": 16,
            "offset": 14,
        },
        "range": {
            "category": [*theme.series, GREY],
            "ordinal": list(theme.series),
            "ramp": list(theme.ramp),
            "heatmap": list(theme.ramp),
            "diverging": list(theme.diverging),
        },
        "mark": {"color": theme.series[0], "tooltip": True},
        "bar": {"color": theme.series[0], "cornerRadiusEnd": 2},
        "line": {"color": theme.series[0], "strokeWidth": 2, "strokeJoin": "round", "strokeCap": "round"},
        "area": {"color": theme.series[0], "fillOpacity": 0.85},
        "point": {"color": theme.series[0], "filled": True, "size": 44, "opacity": 0.8},
        "rule": {"color": theme.secondary},
        "text": {"color": theme.text, "fontSize": 12},
    }


def _guides(theme: Theme) -> dict[str, Any]:
    """Axes, legends and headers: there to read values by, never to be looked at."""
    quiet = {"labelColor": theme.secondary, "titleColor": theme.secondary}
    return {
        "axis": {
            **quiet,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "titlePadding": 8,
            "labelPadding": 6,
            "labelLimit": 240,
            "domain": False,
            "ticks": False,
            "gridColor": theme.line,
            "gridWidth": 0.7,
            "domainColor": theme.line,
        },
        "axisX": {"grid": False},
        "axisBand": {"grid": False},
        "legend": {
            **quiet,
            "orient": "top",
            "direction": "horizontal",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "symbolType": "square",
            "symbolSize": 90,
            "labelLimit": 160,
            "offset": 8,
        },
        "header": {**quiet, "labelFontSize": 12, "titleFontSize": 12},
    }


def dressed(spec: dict[str, Any], ground: Ground) -> dict[str, Any]:
    """The spec on this ground; its own locale stays."""
    kept = {name: value for name, value in spec.get("config", {}).items() if name == "locale"}
    return {**spec, "config": {**config(ground), **kept}}

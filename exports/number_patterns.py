"""How spreadsheets and slides write the figures of a chart."""

from __future__ import annotations

from core.chart import ChartTable

_DAYS = {"%Y": "yyyy", "%b %Y": "mmm yyyy"}


def number_pattern(table: ChartTable) -> str:
    if table.percent:
        return "0.0%"
    digits = "#,##0.##" if table.decimals is None else "#,##0" + ("." + "0" * table.decimals if table.decimals else "")
    if table.decimals is None and all(_is_whole(value) for series in table.series for value in series.values):
        digits = "#,##0"
    return _quoted(table.before) + digits + _quoted(table.after)


def day_pattern(table: ChartTable) -> str:
    return _DAYS.get(table.day_pattern, "d mmm yyyy")


def goes_below_zero(table: ChartTable) -> bool:
    return any(value is not None and value < 0 for series in table.series for value in series.values)


def _is_whole(value: float | None) -> bool:
    return value is None or value == round(value)


def _quoted(affix: str) -> str:
    plain = affix.replace('"', "")
    return f'"{plain}"' if plain else ""

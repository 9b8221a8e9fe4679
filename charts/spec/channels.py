"""Encodings as Vega-Lite channel definitions: axes, colours, tooltips and their formats."""

from __future__ import annotations

from datetime import datetime

from charts.cells import Plain, one_line
from charts.formats import affixes, full_pattern
from charts.spec.names import datum, formatted, named_values, period
from charts.spec.table import Drawn, Spec, category_name
from core.chart import Encoding

_TIME_AXIS = {
    "year": "%Y",
    "quarter": "%b",
    "month": "%b",
    "week": "%-d %b",
    "date": "%-d %b",
    "day": "%-d %b",
    "hours": "%H:%M",
    "minutes": "%H:%M",
    "seconds": "%H:%M:%S",
    "milliseconds": "%H:%M:%S",
}
_MOST_TICKS = 8
_GRAINS = {"%Y": ("year", 1), "Q%q %Y": ("month", 3), "%b %Y": ("month", 1)}
_MONTHS_OF = {"%Y": 12, "Q%q %Y": 3, "%b %Y": 1}
_BILLION = 1e9
SERIES = 6


def measure_channel(encoding: Encoding, drawn: Drawn, locale_unit: str | None, *, zero: bool) -> Spec:
    pattern = own_pattern(encoding, locale_unit)
    axis: Spec = {"title": own_title(encoding, locale_unit), "tickCount": 5, "grid": True}
    if pattern:
        axis["format"] = axis_pattern(pattern)
    if pattern and pattern.endswith("s") and _has_billions(encoding, drawn):
        axis["labelExpr"] = formatted("datum.value", pattern)
    if pattern and pattern.endswith("d"):
        axis["tickMinStep"] = 1
    scale: Spec = {"type": "log", "nice": True} if encoding.log else {"zero": zero, "nice": True}
    return {"field": drawn.field(encoding), "type": "quantitative", "axis": axis, "scale": scale}


def time_channel(encoding: Encoding, drawn: Drawn) -> Spec:
    if encoding.scale == "quantitative":
        years = {"title": None, "format": "d", "tickMinStep": 1, "tickCount": _MOST_TICKS}
        return {
            "field": drawn.field(encoding),
            "type": "quantitative",
            "axis": years,
            "scale": {"zero": False, "nice": False},
        }
    axis: Spec = {"title": None, "format": _TIME_AXIS, "labelOverlap": True, **_time_ticks(encoding, drawn)}
    return {"field": drawn.field(encoding), "type": "temporal", "axis": axis, "scale": {"type": "utc"}}


def category_channel(encoding: Encoding, drawn: Drawn, *, axis: bool = True) -> Spec:
    channel: Spec = {"field": drawn.field(encoding), "type": _scale(encoding)}
    order = drawn.order(encoding)
    if order is not None:
        channel["scale"] = {"domain": list(order)}
    if axis:
        flat = encoding.channel == "y"
        channel["axis"] = {"title": None, "labelAngle": 0, "labelOverlap": not flat, **label_names(encoding, drawn)}
        if not flat and _names_turn(encoding, drawn):
            channel["axis"].update(labelAngle=-40, labelOverlap=True)
    return channel


def colour_channel(encoding: Encoding, drawn: Drawn, *, legend: bool) -> Spec:
    channel = category_channel(encoding, drawn, axis=False)
    names = label_names(encoding, drawn)
    channel["legend"] = {"title": None, "symbolOpacity": 1, **names} if legend else None
    channel["scale"] = {"range": "category"}
    if not is_period(encoding):
        domain = drawn.order(encoding) or sorted_plain(drawn.distinct(encoding))
        channel["scale"]["domain"] = list(domain)
        if encoding.other is not None and encoding.other in domain:
            _last_in_grey(channel, list(domain))
    return channel


def _last_in_grey(channel: Spec, domain: list[Plain]) -> None:
    """Places without a name fill up the series, so that the colour after them, grey on either ground, is the last's."""
    *named, last = domain
    places = [" " * (count + 1) for count in range(max(0, SERIES - len(named)))]
    channel["scale"]["domain"] = [*named, *places, last]
    if channel["legend"] is not None:
        channel["legend"]["values"] = domain


def label_names(encoding: Encoding, drawn: Drawn) -> Spec:
    """A label expression where some values are called otherwise than they are written."""
    if is_period(encoding) and encoding.format:
        return {"labelExpr": named_values("datum.value", period("datum.value", encoding.format), {})}
    if encoding.scale == "ordinal" and encoding.format == "d":
        return {"format": "d"}
    renamed = renamed_values(encoding, drawn)
    return {"labelExpr": named_values("datum.value", "datum.label", renamed)} if renamed else {}


def renamed_values(encoding: Encoding, drawn: Drawn) -> dict[Plain, str]:
    names: dict[Plain, str] = {}
    for value in drawn.distinct(encoding):
        name = category_name(value, encoding)
        if not isinstance(value, str | int | float) or isinstance(value, bool) or str(value) != name:
            names[value] = name
    return names


def tooltip(encodings: tuple[Encoding, ...], drawn: Drawn, locale_unit: str | None) -> list[Spec]:
    shown: dict[str, Spec] = {}
    for encoding in encodings:
        entry: Spec = {"field": drawn.field(encoding), "title": own_title(encoding, locale_unit)}
        if is_period(encoding):
            entry |= {"type": "temporal", "timeUnit": "utcyearmonthdatehoursminutes", "format": encoding.format}
        elif encoding.scale == "quantitative":
            pattern = full_pattern(own_pattern(encoding, locale_unit), encoding.unit, drawn.numbers(encoding))
            entry |= {"type": "quantitative", "format": pattern or ""}
        else:
            entry |= {"type": "nominal"}
        shown.setdefault(entry["field"], entry)
    return list(shown.values())


def is_period(encoding: Encoding) -> bool:
    """Whether the values are dates, which Vega turns from text into times."""
    return encoding.format is not None and ("%b" in encoding.format or "%Y" in encoding.format)


def own_pattern(encoding: Encoding, locale_unit: str | None) -> str | None:
    """Without "$" where the spec's one locale writes another unit."""
    pattern = encoding.format
    return pattern.lstrip("$") if pattern and encoding.unit != locale_unit else pattern


def own_title(encoding: Encoding, locale_unit: str | None) -> str:
    """Without backslashes, which Vega-Lite would write unescaped into expressions."""
    title = one_line(encoding.title).replace("\\", "\u2216")
    if encoding.unit != locale_unit and any(affixes(encoding.unit)) and f"({encoding.unit})" not in title:
        return f"{title} ({encoding.unit})"
    return title


def axis_pattern(pattern: str) -> str:
    """Ticks are round: significant digits would write 1,250 as 1,300 beside 1,000."""
    return pattern.replace(".3~r", ".4~f").replace(".2f", ".2~f")


def sorted_plain(values: tuple[Plain, ...]) -> list[Plain]:
    return sorted(values, key=lambda value: (value is None, isinstance(value, str), value))


def _scale(encoding: Encoding) -> str:
    return "ordinal" if encoding.scale == "ordinal" else "nominal"


def _has_billions(encoding: Encoding, drawn: Drawn) -> bool:
    return any(abs(value) >= _BILLION for value in drawn.numbers(encoding))


def _names_turn(encoding: Encoding, drawn: Drawn) -> bool:
    values = drawn.distinct(encoding)
    if encoding.format or len(values) <= 1:
        return False
    longest = max(len(category_name(value, encoding)) for value in values)
    return longest * len(values) * 7 > 600 and longest > 3


def _time_ticks(encoding: Encoding, drawn: Drawn) -> Spec:
    """Ticks on the beginnings of periods, at most eight."""
    pattern = encoding.format or ""
    moments = sorted(str(value) for value in drawn.distinct(encoding) if value is not None)
    if len(moments) < 2:
        return {}
    first, last = (datetime.fromisoformat(text.replace("Z", "")[:19]) for text in (moments[0], moments[-1]))
    if pattern not in _MONTHS_OF:
        days = (last - first).days
        return {
            "tickCount": {"interval": "day", "step": 1}
            if 0 < days <= _MOST_TICKS and "%H" not in pattern
            else _MOST_TICKS
        }
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(
        step for step in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000, 120000) if months / step <= _MOST_TICKS
    )
    step = max(step, _MONTHS_OF[pattern])
    return {
        "tickCount": {"interval": "year", "step": step // 12} if step >= 12 else {"interval": "month", "step": step}
    }


def series_name(encoding: Encoding, drawn: Drawn) -> str | None:
    """An expression for the name of a series where its values are called otherwise; None where they are their names."""
    if is_period(encoding) and encoding.format:
        return period(datum(drawn.field(encoding)), encoding.format)
    renamed = renamed_values(encoding, drawn)
    return named_values(datum(drawn.field(encoding)), datum(drawn.field(encoding)), renamed) if renamed else None

"""Number and date patterns (d3's) by unit and magnitude, and the same patterns written in Python."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime

_SYMBOLS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "AUD": "A$",
    "CAD": "CA$", "NZD": "NZ$", "MXN": "MX$", "ILS": "₪", "VND": "₫", "PHP": "₱", "NGN": "₦", "UAH": "₴", "TRY": "₺",
}  # fmt: skip
_CURRENCY = re.compile(r"[A-Z]{3}")
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND", "¥", "₩", "₫"})
_PATTERN = re.compile(r"(?P<unit>\$)?(?P<thousands>,)?(?:\.(?P<digits>\d+))?(?P<trim>~)?(?P<type>[dfsre%])")
_PREFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_MINUS = "\u2212"
_COMPACT_FROM = 10_000
_LEAST_PLAIN, _MOST_COMPACT = 1e-4, 1e15

GRAIN_PATTERNS = {
    "year": "%Y",
    "quarter": "Q%q %Y",
    "month": "%b %Y",
    "week": "Week of %-d %b %Y",
    "day": "%-d %b %Y",
    "hour": "%-d %b %Y %H:%M",
}


def is_currency(unit: str | None) -> bool:
    return unit is not None and (_CURRENCY.fullmatch(unit) is not None or unit in _SYMBOLS.values())


def affixes(unit: str | None) -> tuple[str, str]:
    """What stands before and after a number of this unit; both empty where the title names the unit."""
    if unit == "%":
        return "", "%"
    if unit is None or not is_currency(unit):
        return "", ""
    return _SYMBOLS.get(unit, unit if unit in _SYMBOLS.values() else f"{unit} "), ""


def number_pattern(values: Sequence[float], unit: str | None) -> str:
    """Three significant digits where numbers are large or fractional, whole numbers as they are below ten thousand."""
    most = max((abs(value) for value in values), default=0.0)
    if unit == "ratio":
        return ".1~%" if most >= 0.01 or most == 0 else ".2~%"
    sign = "$" if any(affixes(unit)) else ""
    return sign + _plain_pattern(values, most, money=is_currency(unit))


def full_pattern(pattern: str | None, unit: str | None = None, values: Sequence[float] = ()) -> str | None:
    """The pattern of a number shown alone: nothing rounded away that a reader may want to check.

    Money has its cents, all or none: where every one of `values` is whole, none.
    """
    if pattern is None or "%b" in pattern or "%Y" in pattern:
        return pattern
    if pattern.endswith("%"):
        return ".2~%"
    if pattern.endswith("e"):
        return pattern
    sign = "$" if pattern.startswith("$") else ""
    if is_currency(unit):
        whole = unit in _WITHOUT_CENTS or pattern.endswith("d") or (values and all(one == int(one) for one in values))
        return sign + (",.0f" if whole else ",.2f")
    return sign + (",d" if pattern.endswith("d") else ",.2f" if pattern.endswith("2f") else ",.4~f")


def written(value: float, pattern: str | None, unit: str | None = None) -> str:
    """`value` by a d3 pattern, in English; "B" for the billions that d3 calls "G"."""
    found = _PATTERN.fullmatch(pattern or ",.3~r")
    if found is None:
        return f"{value:,}"
    digits = int(found["digits"]) if found["digits"] else 6 if found["type"] in "fsre%" else 0
    body = _body(abs(value), found["type"], digits, found["thousands"] or "")
    if found["trim"]:
        body = re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", body).replace(".%", "%")
        body = re.sub(r"\.(?=\D|$)", "", body)
    before, after = affixes(unit) if found["unit"] else ("", "")
    minus = _MINUS if value < 0 and re.search(r"[1-9]", body) else ""
    return f"{minus}{before}{body}{after}"


def written_moment(value: datetime, pattern: str | None) -> str:
    quarter = f"{(value.month + 2) // 3}"
    text = (pattern or GRAIN_PATTERNS["day"]).replace("%q", quarter).replace("%-d", str(value.day))
    return value.strftime(text.replace("%Y", f"{value.year:04d}"))


def _plain_pattern(values: Sequence[float], most: float, *, money: bool) -> str:
    least = min((abs(value) for value in values if value), default=0.0)
    if all(value == int(value) for value in values) and most < _COMPACT_FROM:
        return ",d"
    if most and (most < _LEAST_PLAIN or most >= _MOST_COMPACT):
        return ".3~e"
    if most >= _COMPACT_FROM:
        return ",.3~r" if least < 1 and most < 1e6 else ".3~s" if least >= 1 else ",.0f"
    if money:
        return ",.2f" if most < 1000 else ",.0f"
    return ",.0f" if most >= 1000 and least >= 10 else ",.3~r"


def _body(size: float, kind: str, digits: int, thousands: str) -> str:
    match kind:
        case "d":
            return f"{size:{thousands}.0f}"
        case "f":
            return f"{size:{thousands}.{digits}f}"
        case "%":
            return f"{size * 100:{thousands}.{digits}f}%"
        case "e":
            return f"{size:.{digits}e}"
        case "s":
            divisor, prefix = next(((least, name) for least, name in _PREFIXES if size >= least), (1.0, ""))
            return _significant(size / divisor, digits, "") + prefix
        case _:
            return _significant(size, digits, thousands)


def _significant(size: float, digits: int, thousands: str) -> str:
    if size == 0:
        return "0"
    decimals = digits - 1 - math.floor(math.log10(size))
    return f"{round(size, decimals):{thousands}.{max(0, decimals)}f}"

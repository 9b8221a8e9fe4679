"""Figures as prose writes them. Null is "no value", never 0."""

from __future__ import annotations

import math
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, localcontext

from agents.analyst.periods import as_moment, grain_of, period_text
from core.figures import NAMED_PARTS, part_name
from core.query import OutputColumn
from core.table import Cell

MINUS = "−"
NO_VALUE = "no value"
SYMBOLS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "NGN": "₦",
    "TRY": "₺", "UAH": "₴", "VND": "₫", "PHP": "₱",
}  # fmt: skip
_CODE_OF = {symbol: code for code, symbol in SYMBOLS.items()}
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND"})
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_LONGEST_LABEL = 80


def exact(value: object) -> int | Decimal | None:
    """The number that a cell shows; None for nulls, not-a-number, infinities and what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return value if value.is_finite() else None


def unit_code(unit: str | None) -> str | None:
    """Currency symbols as codes; other units as they are."""
    return _CODE_OF.get(unit, unit) if unit else None


def is_currency(unit: str | None) -> bool:
    """ISO 4217 codes are three capitals."""
    code = unit_code(unit)
    return code is not None and len(code) == 3 and code.isalpha() and code.isupper() and code.isascii()


def number_text(value: object, unit: str | None = None, *, compact: bool = False, points: bool = False) -> str:
    """`points` writes the difference of two percentages ("3.2 pp"); `compact` writes "1.23 million" from a million on."""
    number = exact(value)
    if number is None:
        return NO_VALUE
    code = unit_code(unit)
    amount = Decimal(number)
    with localcontext() as context:
        context.prec = 800
        if code in {"ratio", "%"}:
            percent = amount * 100 if code == "ratio" else amount
            return _signed(percent, _percent_digits(abs(percent))) + (" pp" if points else "%")
        digits = _scaled(abs(amount)) if compact else None
        if code is not None and is_currency(code):
            return _money(amount, code, digits)
        shown = _signed(amount, digits or _digits(abs(amount)))
    return f"{shown} {code}" if code else shown


def label_text(value: Cell, column: OutputColumn | None = None) -> str:
    """A cell that names its row: no separators in identifiers and years, control characters left out, one line."""
    moment = as_moment(value)
    if value is None:
        return NO_VALUE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if moment is not None:
        return period_text(moment, grain_of([moment], column.grain if column else None))
    if isinstance(value, int | float | Decimal):
        return _named_part(value, column) or _plain(value)
    return one_line(str(value))


def cell_text(value: Cell, column: OutputColumn) -> str:
    """A cell of any column; numbers of measures get separators and units."""
    if column.role in {"dimension", "row"} and column.unit is None:
        return label_text(value, column)
    if exact(value) is not None:
        return number_text(value, column.unit)
    return label_text(value, column)


def one_line(text: str) -> str:
    """Invisible and direction-changing characters out, white space folded, overlong text cut with "…"."""
    visible = "".join(c if not unicodedata.category(c).startswith("C") else " " if c.isspace() else "" for c in text)
    folded = " ".join(visible.split())
    return folded if len(folded) <= _LONGEST_LABEL else folded[: _LONGEST_LABEL - 1].rstrip() + "…"


def _named_part(value: int | float | Decimal, column: OutputColumn | None) -> str | None:
    part = column.part if column else None
    number = int(value) if exact(value) is not None else 0
    if part == "hour":
        return f"{number:02d}:00"
    return part_name(number, part) if part in NAMED_PARTS else None


def _plain(value: int | float | Decimal) -> str:
    number = exact(value)
    if number is None:
        return NO_VALUE
    if number == int(number):
        return str(int(number)).replace("-", MINUS)
    return format(number.normalize() if isinstance(number, Decimal) else number, "f").replace("-", MINUS)


def _money(amount: Decimal, code: str, scaled: str | None) -> str:
    digits = scaled or _fixed(abs(amount), 0 if code in _WITHOUT_CENTS else 2)
    symbol = SYMBOLS.get(code)
    sign = _sign(amount, digits)
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits} {code}"


def _signed(amount: Decimal, digits: str) -> str:
    return _sign(amount, digits) + digits


def _sign(amount: Decimal, digits: str) -> str:
    return MINUS if amount < 0 and any(c in "123456789" for c in digits) else ""


def _digits(amount: Decimal) -> str:
    """Whole numbers in full; else two decimals, or three significant digits below one."""
    if amount == amount.to_integral_value():
        return _fixed(amount, 0)
    places = 2 if amount >= 1 else 2 - amount.adjusted()
    return _trimmed(_fixed(amount, places))


def _percent_digits(percent: Decimal) -> str:
    """One decimal, or two significant digits below 0.1%."""
    if percent == percent.to_integral_value():
        return _fixed(percent, 0)
    return _fixed(percent, 1) if percent >= Decimal("0.1") else _trimmed(_fixed(percent, 1 - percent.adjusted()))


def _scaled(amount: Decimal) -> str | None:
    for scale, name in _SCALES:
        if amount >= scale:
            return f"{_trimmed(_fixed(amount / scale, 2))} {name}"
    return None


def _fixed(amount: Decimal, places: int) -> str:
    return f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}"


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits

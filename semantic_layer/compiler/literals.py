"""Constants of a Plan as SQL literals; a constant that does not read as its type is refused."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import Value
from core.table import NUMERIC_TYPES, ColumnType

SQL_TYPES: dict[ColumnType, str] = {
    "date": "DATE",
    "time": "TIME",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
}


def literal(value: Value) -> exp.Expr:
    """Raises InvalidInput for text that is not a date, time or number where one is meant."""
    if value.value is None:
        return exp.Null()
    if isinstance(value.value, bool):
        return exp.Boolean(this=value.value)
    if value.type in NUMERIC_TYPES:
        return number(value.value)
    if value.type in SQL_TYPES:
        return moment(str(value.value), value.type)
    if isinstance(value.value, int | float):
        return number(value.value)
    return exp.Literal.string(value.value)


def number(value: int | float | str) -> exp.Expr:
    try:
        exact = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        raise InvalidInput(f"“{value}” is not a number.", stage="compiling") from None
    if not exact.is_finite():
        raise InvalidInput(f"“{value}” is not a number that can be compared.", stage="compiling")
    digits = format(abs(exact), "f")
    positive = exp.Literal(this=digits, is_string=False)
    return exp.Neg(this=positive) if exact < 0 else positive


def is_zero(value: int | float) -> bool:
    return math.isclose(value, 0.0, abs_tol=0.0)


def moment(text: str, type_: ColumnType) -> exp.Expr:
    """A date, timestamp or time from ISO 8601 text, written as a cast."""
    return exp.cast(exp.Literal.string(_iso(text, type_)), SQL_TYPES[type_], dialect="duckdb")


def day_or_moment(text: str) -> exp.Expr:
    """A date where the text is one, else a timestamp."""
    return moment(text, "date" if is_day(text) else "timestamp")


def is_day(text: str) -> bool:
    return "T" not in text and ":" not in text


def _iso(text: str, type_: ColumnType) -> str:
    try:
        if type_ == "date":
            return date.fromisoformat(text[:10]).isoformat()
        if type_ == "time":
            return time.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat(sep=" ")
    except ValueError:
        raise InvalidInput(
            f"“{text}” is not a {type_}.", hint="Write it as in 2024-03-31.", stage="compiling"
        ) from None

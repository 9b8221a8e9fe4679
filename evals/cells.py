"""When two cells of results count as the same."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

RELATIVE, ABSOLUTE = 1e-4, 1e-9
Plain = None | int | float | str | tuple[object, ...]
PlainRow = tuple[Plain, ...]
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?\Z")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?(\+00(:?00)?|Z)?\Z")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(\+00(:?00)?|Z)?\Z")


def plain_rows(rows: Iterable[Sequence[object]]) -> list[PlainRow]:
    return [tuple(plain(cell) for cell in row) for row in rows]


def plain(cell: object) -> Plain:
    """Truth values as 0 and 1, whole numbers as int, numbers written as text as numbers, midnight as its date."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else int(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float | Decimal):
        return _number(float(cell)) if math.isfinite(cell) else None
    if isinstance(cell, datetime):
        return _moment(cell.replace(tzinfo=None).isoformat(sep=" "))
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, dict):
        return tuple((str(key), plain(value)) for key, value in sorted(cell.items()))
    if isinstance(cell, list | tuple):
        return tuple(plain(value) for value in cell)
    return _text(str(cell).rstrip())


def same(left: Plain, right: Plain) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        if isinstance(left, int) and isinstance(right, int):
            return left == right
        return abs(left - right) <= max(ABSOLUTE, RELATIVE * max(abs(left), abs(right)))
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))  # type: ignore[arg-type]
    return left == right


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _text(text: str) -> Plain:
    if len(text) < 40 and _NUMBER.match(text):
        return _number(float(text)) if not text.lstrip("-").isdigit() else int(text)
    return _moment(text)


def _moment(text: str) -> str:
    midnight = _MIDNIGHT.match(text)
    if midnight:
        return midnight[1]
    moment = _MOMENT.match(text)
    return f"{moment[1]} {moment[2]}{(moment[3] or '').rstrip('0').rstrip('.')}" if moment else text

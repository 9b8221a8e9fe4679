"""Cells as JSON and as labels, the same wherever a chart is drawn."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from core.table import Cell

Plain = None | bool | int | float | str

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LARGEST_EXACT = 2**53


def as_json(cell: Cell) -> Plain:
    """What a cell is in a spec: dates ISO text, decimals numbers, not-a-number null.

    Times without a zone are written as UTC and shown in UTC, so that a chart reads the same
    wherever it is opened.
    """
    match cell:
        case None | bool():
            return cell
        case int():
            return cell if abs(cell) <= _LARGEST_EXACT else float(cell)
        case float() | Decimal():
            return _number(cell)
        case datetime():
            return _moment(cell)
        case date():
            return cell.isoformat()
        case str():
            return cell.encode("utf-8", "replace").decode()
        case list() | dict():
            return json.dumps(cell, default=str, ensure_ascii=True)
        case _:
            return str(cell)


def number(cell: Cell) -> float | None:
    """The cell as a finite number; None for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    if isinstance(cell, Decimal) and not cell.is_finite():
        return None
    try:
        value = float(cell)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def numbers(cells: Iterable[Cell]) -> list[float]:
    return [value for value in map(number, cells) if value is not None]


def moment(cell: Cell) -> datetime | None:
    """A date or timestamp as a time in UTC; None for anything else."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell.astimezone(UTC)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
    return None


def part_name(value: Plain, part: str | None) -> str | None:
    """The name of a month or day that a number stands for ("Jan", "Mon"); None where it stands for itself."""
    names: tuple[str, ...] = MONTHS if part == "month" else WEEKDAYS if part == "day_of_week" else ()
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    index = int(value) - 1
    return names[index] if 0 <= index < len(names) else f"Q{int(value)}" if part == "quarter" else None


def label(value: Plain, null_label: str = "no value", part: str | None = None) -> str:
    """How a category is named: one line, without characters that a terminal or a reader obeys."""
    if value is None:
        return null_label
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return one_line(value) or "(blank)"
    return part_name(value, part) or (f"{value:.0f}" if value == round(value) else repr(value))


def one_line(text: str) -> str:
    """White space folded; control, format and direction characters out."""
    kept = (" " if mark.isspace() else mark for mark in text if mark.isspace() or not _is_obeyed(mark))
    return " ".join("".join(kept).split())


def _is_obeyed(mark: str) -> bool:
    return unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _number(value: float | Decimal) -> int | float | None:
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if isinstance(value, Decimal) and value == value.to_integral_value() and int(abs(value)) <= _LARGEST_EXACT:
        return int(value)
    written = float(value)
    return written if math.isfinite(written) else None


def _moment(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat() + "Z"

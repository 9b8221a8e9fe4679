"""Cells as people read them: thousands apart, money with two decimals, periods by their grain."""

from __future__ import annotations

import json
import math
from calendar import day_name, month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from core.plan import CalendarPart, Change, Grain, Plan, Share
from core.result import Result, ResultColumn
from core.table import NUMERIC_TYPES, Cell

_NUMBERS_THAT_ARE_NAMES = frozenset({"id", "year", "zip", "postcode", "code", "number", "no", "key", "phone"})
NAMED_PARTS: frozenset[CalendarPart] = frozenset({"day_of_week", "month", "quarter"})
_MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnStyle:
    """How one column is written. `decimals` is None where numbers keep the digits they have."""

    heading: str
    right: bool
    grouped: bool = False
    percent: bool = False
    decimals: int | None = None
    grain: Grain | None = None
    part: CalendarPart | None = None


def column_styles(result: Result, plan: Plan | None) -> tuple[ColumnStyle, ...]:
    return tuple(
        _style(column, [row[position] for row in result.rows], plan) for position, column in enumerate(result.columns)
    )


def written(cell: Cell, style: ColumnStyle) -> str:
    match cell:
        case None:
            return "–"
        case bool():
            return "yes" if cell else "no"
        case int() | float() | Decimal():
            return _number(cell, style)
        case datetime():
            return _moment(cell, style.grain)
        case date():
            return _day(cell, style.grain)
        case time() | timedelta():
            return str(cell)
        case str():
            return cell
        case _:
            return json.dumps(cell, default=str, ensure_ascii=False)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _style(column: ResultColumn, cells: Sequence[Cell], plan: Plan | None) -> ColumnStyle:
    numeric = column.type in NUMERIC_TYPES
    percent = plan is not None and column.name in _percentages(plan)
    part = _part(column.name, plan)
    return ColumnStyle(
        heading=_heading(column.name, plan),
        right=numeric and part not in NAMED_PARTS,
        grouped=numeric and _is_amount(column, plan),
        percent=percent,
        decimals=1 if percent else _decimals(cells),
        grain=_grain(column.name, plan),
        part=part,
    )


def _percentages(plan: Plan) -> set[str]:
    return {measure.name for measure in plan.measures if measure.unit == "ratio"} | {
        comparing.name
        for comparing in plan.comparisons
        if isinstance(comparing, Share) or (isinstance(comparing, Change) and comparing.as_percent)
    }


def _heading(name: str, plan: Plan | None) -> str:
    if plan is None:
        return name
    for measure in plan.measures:
        if measure.name == name:
            return f"{measure.label} ({measure.unit})" if measure.unit not in (None, "ratio") else measure.label
    others = (*plan.dimensions, *plan.comparisons, *(plan.rows.fields if plan.rows else ()))
    return next((other.label for other in others if other.name == name), name)


def _is_amount(column: ResultColumn, plan: Plan | None) -> bool:
    """Whether digits are set apart by thousands: of amounts, not of years and identifiers."""
    if plan is not None and column.name in {measure.name for measure in plan.measures}:
        return True
    words = set(column.name.casefold().replace("-", "_").replace(" ", "_").split("_"))
    return not words & _NUMBERS_THAT_ARE_NAMES


def _grain(name: str, plan: Plan | None) -> Grain | None:
    if plan is None:
        return None
    return next((dimension.grain for dimension in plan.dimensions if dimension.name == name), None)


def _part(name: str, plan: Plan | None) -> CalendarPart | None:
    dimensions = plan.dimensions if plan is not None else ()
    return next((dimension.part for dimension in dimensions if dimension.name == name), None)


def part_name(number: int | float | Decimal, part: CalendarPart) -> str | None:
    """As in "Friday", "March", "Q2"; weeks begin with Monday, which is 1."""
    match part:
        case "day_of_week" if 1 <= number <= 7:
            return day_name[int(number) - 1]
        case "month" if 1 <= number <= 12:
            return month_name[int(number)]
        case "quarter" if 1 <= number <= 4:
            return f"Q{int(number)}"
        case _:
            return None


def _decimals(cells: Sequence[Cell]) -> int | None:
    """As many as the column needs: 2 where numbers are large, up to 4 where they are small."""
    numbers = [float(cell) for cell in cells if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)]
    finite = [number for number in numbers if math.isfinite(number)]
    if not finite or all(number == int(number) for number in finite):
        return 0
    if max(abs(number) for number in finite) >= 1:
        return 2
    return _MOST_DECIMALS


def _number(number: int | float | Decimal, style: ColumnStyle) -> str:
    if isinstance(number, float | Decimal) and not math.isfinite(number):
        return "–"
    if style.part is not None and (name := part_name(number, style.part)) is not None:
        return name
    if style.percent:
        return f"{number * 100:,.{style.decimals or 0}f}%"
    separator = "," if style.grouped else ""
    decimals = 0 if isinstance(number, int) else style.decimals
    return f"{number:{separator}.{decimals}f}" if decimals is not None else f"{number:{separator}}"


def _moment(moment: datetime, grain: Grain | None) -> str:
    if grain is None:
        return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")
    if grain == "hour":
        return f"{moment:%Y-%m-%d %H:00}"
    return _day(moment, grain)


def _day(day: date, grain: Grain | None) -> str:
    match grain:
        case "year":
            return f"{day.year}"
        case "quarter":
            return f"{day.year} Q{(day.month + 2) // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case "week":
            return f"week of {day:%Y-%m-%d}"
        case _:
            return f"{day:%Y-%m-%d}"

"""What forms give on a sheet held in memory, thousands a second; answers themselves come from the compiled Plans alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agents.sql_expert.sheets.columns import SheetColumn
from agents.sql_expert.sheets.forms import PLACE, Form, Where
from core.plan import Order, Plan, PlanField, RowPlace, Rows

_OPERATORS = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`cells` and `amounts` by column, in the order of the rows."""

    cells: tuple[tuple[Any, ...], ...]
    amounts: tuple[tuple[Any, ...], ...]
    columns: tuple[SheetColumn, ...]


def sheet_plan(columns: Sequence[SheetColumn]) -> Plan:
    """Every cell and every amount, in order."""
    entity = columns[0].entity
    cells = [PlanField(name=f"cell_{at}", label="", of=column.ref) for at, column in enumerate(columns)]
    amounts = [
        PlanField(name=f"amount_{at}", label="", of=column.amount or column.ref) for at, column in enumerate(columns)
    ]
    place = RowPlace(entity=entity)
    return Plan(entity=entity, rows=Rows(fields=(*cells, *amounts)), order=(Order(by=place),))


def sheet_of(rows: Sequence[Sequence[Any]], columns: Sequence[SheetColumn]) -> Sheet:
    by_column = list(zip(*rows, strict=True)) or [()] * (2 * len(columns))
    half = len(columns)
    return Sheet(cells=tuple(by_column[:half]), amounts=tuple(by_column[half:]), columns=tuple(columns))


def denote(form: Form, sheet: Sheet) -> list[Any]:
    """The cells of the one column that a form gives; empty where there are none."""
    rows = _kept(form.where, _every(sheet), sheet, either=form.either)
    match form.act:
        case "difference of counts":
            first, second = (len(_kept((one,), _every(sheet), sheet)) for one in form.named)
            return [first - second]
        case "difference":
            return _figure("range", form.rank, _named(form, sheet), sheet)
        case "count":
            return [len(rows)]
        case "count beside":
            return [len(_behind(form, rows, _every(sheet), sheet))]
        case "count different":
            return [len({sheet.cells[form.out][row] for row in rows} - {None})]
        case "most frequent" | "more frequent of two":
            return _frequent(form, _named(form, sheet) if form.named else rows, sheet)
        case "sum" | "avg" | "max" | "min" | "range":
            return _figure(form.act, form.rank, rows, sheet)
        case _:
            return [sheet.cells[form.out][row] for row in _shown(form, rows, sheet)]


def _every(sheet: Sheet) -> range:
    return range(len(sheet.cells[0]))


def _named(form: Form, sheet: Sheet) -> list[int]:
    return _kept(form.named, _every(sheet), sheet, either=True)


def _shown(form: Form, rows: list[int], sheet: Sheet) -> list[int]:
    match form.act:
        case "extreme":
            return _firsts(rows, form.rank, sheet, form.descending, form.count)
        case "beside":
            behind = _behind(form, rows, _every(sheet), sheet)
            return _firsts(behind, form.rank, sheet, not form.descending, 1)
        case "same":
            same = {sheet.cells[form.rank][row] for row in rows} - {None}
            named = set(rows)
            return [row for row in _every(sheet) if row not in named and sheet.cells[form.rank][row] in same]
        case "which of two":
            return _firsts(_named(form, sheet), form.rank, sheet, form.descending, 1)
        case _:
            return rows


def _frequent(form: Form, rows: Sequence[int], sheet: Sheet) -> list[Any]:
    counted = Counter(sheet.cells[form.out][row] for row in rows if sheet.cells[form.out][row] is not None)
    if not counted:
        return []
    end = (max if form.descending else min)(counted.values())
    return [cell for cell, times in counted.items() if times == end]


def _figure(act: str, rank: int, rows: Sequence[int], sheet: Sheet) -> list[Any]:
    values = [value for row in rows if (value := sheet.amounts[rank][row]) is not None]
    if act == "range" or (values and isinstance(values[0], date)):
        values = [value.year if isinstance(value, date) else value for value in values]
    if not values:
        return []
    try:
        match act:
            case "sum":
                return [sum(map(float, values))]
            case "avg":
                return [sum(map(float, values)) / len(values)]
            case "range":
                return [max(values) - min(values)]
            case _:
                return [max(values) if act == "max" else min(values)]
    except TypeError:
        return []


def _firsts(rows: Sequence[int], rank: int, sheet: Sheet, descending: bool, count: int) -> list[int]:
    keyed = [(row if rank == PLACE else sheet.amounts[rank][row], row) for row in rows]
    keyed = [one for one in keyed if one[0] is not None]
    if not keyed:
        return []
    ordered = sorted((key for key, _ in keyed), reverse=descending)
    end = ordered[min(count, len(ordered)) - 1]
    kept = [one for one in keyed if (one[0] >= end if descending else one[0] <= end)]
    return [row for _, row in kept]


def _behind(form: Form, rows: Sequence[int], every: Sequence[int], sheet: Sheet) -> list[int]:
    def key(row: int) -> Any:
        return row if form.rank == PLACE else sheet.amounts[form.rank][row]

    named = [value for row in rows if (value := key(row)) is not None]
    if not named:
        return []
    end = max(named) if form.descending else min(named)
    return [
        row for row in every if (value := key(row)) is not None and (value > end if form.descending else value < end)
    ]


def _kept(wheres: Sequence[Where], rows: Sequence[int], sheet: Sheet, *, either: bool = False) -> list[int]:
    if not wheres:
        return list(rows)
    met = [{row for row in rows if _meets(one, row, sheet)} for one in wheres]
    return sorted(set.union(*met) if either else set.intersection(*met))


def _meets(where: Where, row: int, sheet: Sheet) -> bool:
    if where.kind == "value":
        cell = sheet.cells[where.column][row]
        return cell is not None and (cell in where.values) == (where.operator == "=")
    amount = sheet.amounts[where.column][row]
    if amount is None:
        return False
    if where.kind == "between":
        amount = amount.year if isinstance(amount, date) else amount
        return isinstance(amount, int | float | Decimal) and where.number <= amount <= where.high
    if where.kind != "number":
        if not isinstance(amount, date):
            return False
        if where.kind == "period":
            return bool(where.values[0] <= amount.isoformat()[:10] < where.values[1])
        parts = {"year": amount.year, "month": amount.month, "day": 100 * amount.month + amount.day}
        amount = parts[where.kind]
    try:
        return bool(_OPERATORS[where.operator](amount, where.number))
    except TypeError:
        return False

"""The values that figures may be matched with: cells, and facts derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agents.analyst.derivations import (
    CHANGE,
    COUNT_GAPS,
    COUNT_GROUPS,
    COUNT_NULLS,
    COUNT_ROWS,
    DIFFERENCE,
    PERCENT_CHANGE,
    RATIO,
    SHARE,
    SUM,
    TREND,
)
from agents.analyst.figures import UNIT_WORDS, WrittenFigure
from agents.analyst.grid import Grid
from agents.analyst.numbers import exact, is_currency, unit_code
from agents.analyst.wording import plural, singular
from core.answer import CellRef, Fact

Claim = Literal["level", "total", "share", "difference", "ratio", "change", "trend", "count", "absence"]
_CLAIM_OF: dict[str, Claim] = {
    SUM: "total",
    SHARE: "share",
    DIFFERENCE: "difference",
    RATIO: "ratio",
    CHANGE: "change",
    PERCENT_CHANGE: "change",
    COUNT_ROWS: "count",
    COUNT_GROUPS: "count",
    COUNT_NULLS: "absence",
    COUNT_GAPS: "absence",
}
_ROW_NOUNS = ("row", "rows", "result", "results", "record", "records", "entry", "entries", "match", "matches")
_UNIT_SYNONYMS = {
    "miles": "mi", "mile": "mi", "kilometres": "km", "kilometers": "km", "metres": "m", "meters": "m", "grams": "g",
    "minute": "min", "minutes": "min", "mins": "min", "hour": "h", "hours": "h", "hrs": "h", "second": "s",
    "seconds": "s", "sec": "s", "secs": "s", "hectares": "ha",
    "kilograms": "kg", "lbs": "lb", "feet": "ft", "tonnes": "t", "litres": "l", "liters": "l",
}  # fmt: skip
_FRACTION = Decimal("1e-9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """`rows` are the rows that the value is about, in the order of the fact's cells; None for the whole result."""

    value: Decimal
    unit: str | None
    claim: Claim
    column: str | None = None
    rows: tuple[int, ...] | None = None
    fact: str | None = None
    cell: CellRef | None = None
    nouns: tuple[str, ...] = ()


def backings_of(grid: Grid, facts: Iterable[Fact]) -> tuple[Backing, ...]:
    """Facts first: what is derived is told by its derivation."""
    return (*_from_facts(grid, facts), *_from_cells(grid))


def fits(figure: WrittenFigure, backing: Backing) -> bool:
    """Whether the digits, the unit and the kind of figure can stand for the value; its sign is judged elsewhere."""
    return _has_kind(figure, backing) and _has_unit(figure, backing) and _within(figure, _as_written(figure, backing))


def _from_facts(grid: Grid, facts: Iterable[Fact]) -> Iterator[Backing]:
    names = {column.name for column in grid.columns}
    for fact in facts:
        value = exact(fact.value)
        if value is None:
            continue
        columns = {cell.column for cell in fact.cells} & names
        claim = _CLAIM_OF.get(fact.derivation, "trend" if fact.derivation.startswith(TREND) else "level")
        column = next(iter(columns), None) or _column_named(fact, names)
        yield Backing(
            value=Decimal(value),
            unit=fact.unit,
            claim=_claim_of_cell(grid, column) if claim == "level" else claim,
            column=None if claim in {"count", "absence"} else column,
            rows=tuple(cell.row for cell in fact.cells) if fact.cells and claim != "absence" else None,
            fact=fact.id,
            nouns=_nouns(fact, claim),
        )


def _from_cells(grid: Grid) -> Iterator[Backing]:
    for column in grid.columns:
        claim = _claim_of_cell(grid, column.name)
        for row, cell in enumerate(grid.cells(column)[: grid.read_rows(column)]):
            value = exact(cell)
            if value is not None:
                ref = grid.ref(row, column)
                yield Backing(
                    value=Decimal(value), unit=column.unit, claim=claim, column=column.name, rows=(row,), cell=ref
                )


def _claim_of_cell(grid: Grid, name: str | None) -> Claim:
    """A comparison that is about a measure, and neither a share of it nor a rank, is a change."""
    if name is None:
        return "level"
    column = grid.column(name)
    if column.role != "comparison" or grid.plan is None:
        return "level"
    kinds = {comparing.name: comparing.kind for comparing in grid.plan.comparisons}
    kind = kinds.get(name)
    return "change" if kind == "change" else "share" if kind == "share" else "level"


def _column_named(fact: Fact, names: set[str]) -> str | None:
    name = fact.id.split(":")[1]
    return name if name in names else None


def _nouns(fact: Fact, claim: Claim) -> tuple[str, ...]:
    if claim not in {"count", "absence"}:
        return ()
    last = fact.label.casefold().split(" without ")[0].split(" ")[-1]
    own = (singular(last), plural(last), last)
    return (*own, *_ROW_NOUNS, "groups", "values", "categories") if claim == "count" else (*own, "rows", "row")


def _has_kind(figure: WrittenFigure, backing: Backing) -> bool:
    unit = unit_code(backing.unit)
    match figure.kind:
        case "percent":
            told = backing.claim in {"change", "difference"} and backing.fact is not None
            in_points = told and not _is_percent_change(backing)
            return unit in {"ratio", "%"} and not in_points
        case "points":
            return (
                unit in {"ratio", "%"} and backing.claim in {"difference", "change"} and not _is_percent_change(backing)
            )
        case "growth":
            return _is_percent_change(backing)
        case "times":
            return backing.claim == "ratio"
        case "number":
            return backing.claim != "ratio" and not (unit == "ratio" and backing.claim == "change")
    return False


def _is_percent_change(backing: Backing) -> bool:
    return backing.claim == "change" and backing.unit == "ratio" and (backing.fact or "percent").endswith("percent")


def _has_unit(figure: WrittenFigure, backing: Backing) -> bool:
    unit = unit_code(backing.unit)
    if figure.currency is not None:
        return figure.currency == unit
    if figure.unit_word is None:
        return True
    word = _UNIT_SYNONYMS.get(figure.unit_word, figure.unit_word)
    if backing.claim in {"count", "absence"}:
        return figure.unit_word in backing.nouns
    if unit is None or is_currency(unit):
        return unit is None and (figure.unit_word in UNIT_WORDS - {"m", "t", "l", "g", "s", "h", "min"})
    folded = unit.casefold()
    return word in {folded, _UNIT_SYNONYMS.get(folded, folded), plural(folded), singular(folded)}


def _as_written(figure: WrittenFigure, backing: Backing) -> Decimal:
    percent = figure.kind in {"percent", "points", "growth"} and backing.unit == "ratio"
    return abs(backing.value) * (100 if percent else 1)


def _within(figure: WrittenFigure, size: Decimal) -> bool:
    """Cells that are floats may be off by their last digit."""
    slack = size * _FRACTION / 1000
    return figure.low - slack <= size <= figure.high + slack

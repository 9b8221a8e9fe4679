"""Sentences about categories."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from agents.analyst.grid import Grid
from agents.analyst.naming import capitalised, fact_text, name_of, place_of, value_of
from agents.analyst.numbers import number_text
from agents.analyst.wording import as_object, as_subject, counted, in_lower, is_plural
from core.answer import Fact
from core.query import OutputColumn


def tell_groups(grid: Grid, facts: Mapping[str, Fact], question: str) -> list[str]:
    """The leader first (the last one where the lowest was asked for), then who follows, then the whole."""
    measure = main_measure(grid)
    ranked = _ranked(grid, measure)
    if not ranked:
        return [f"There is no value of {as_object(measure.label)} in any row."]
    from_low = grid.ordered_by(measure) == "lowest"
    order = ranked[::-1] if from_low else ranked
    if not grid.knows("lowest" if from_low else "highest", measure):
        return _tell_some(grid, measure, order, facts)
    if grid.complete and len(order) > 1 and len({n for n in grid.numbers(measure) if n is not None}) == 1:
        return _tell_equal(grid, measure, order)
    sentences = [_first(grid, measure, order, facts, question, from_low=from_low)]
    sentences.extend(_followers(grid, measure, order, facts, from_low=from_low))
    sentences.extend(_whole(grid, measure, facts))
    return sentences


def main_measure(grid: Grid) -> OutputColumn:
    """The measure that the plan orders by, else the first."""
    return next((measure for measure in grid.measures if grid.ordered_by(measure)), grid.measures[0])


def _ranked(grid: Grid, measure: OutputColumn) -> list[int]:
    numbers = grid.numbers(measure)
    named = [row for row, number in enumerate(numbers) if number is not None and grid.is_named(row)]
    return sorted(named, key=lambda row: -Decimal(numbers[row] or 0))


def _first(
    grid: Grid, measure: OutputColumn, order: list[int], facts: Mapping[str, Fact], question: str, *, from_low: bool
) -> str:
    row = order[0]
    extreme = "lowest" if from_low else "highest"
    tied = [other for other in order[1:4] if _same(grid, measure, row, other)]
    if tied:
        return _tied(grid, measure, [row, *tied], extreme)
    value = f"{value_of(grid, row, measure)}{_share(grid, row, measure, facts)}"
    if question.casefold().startswith("who"):
        return f"{capitalised(name_of(grid, row))} has the {extreme} {as_object(measure.label)}: {value}."
    return f"{as_subject(measure.label)} {_was(measure)} {extreme} {place_of(grid, row)}: {value}."


def _tied(grid: Grid, measure: OutputColumn, rows: list[int], extreme: str) -> str:
    value = value_of(grid, rows[0], measure)
    if len(rows) == 2:
        both = f"{place_of(grid, rows[0])} and {place_of(grid, rows[1])}"
        return f"{as_subject(measure.label)} {_was(measure)} {extreme} {both}: {value} each."
    some = f"{place_of(grid, rows[0])}, {name_of(grid, rows[1])} and others"
    return f"{as_subject(measure.label)} {_was(measure)} {extreme} {some}, with {value} each."


def _share(grid: Grid, row: int, measure: OutputColumn, facts: Mapping[str, Fact]) -> str:
    asked = {comparing.name for comparing in grid.plan.comparisons if comparing.kind == "share"} if grid.plan else set()
    for column in grid.comparisons:
        if column.name in asked and column.of in {None, measure.name} and grid.numbers(column)[row] is not None:
            return f", {value_of(grid, row, column)} of the total"
    found = facts.get(f"share:{measure.name}")
    return f", {fact_text(found)} of the total" if found and found.cells[0].row == row else ""


def _followers(
    grid: Grid, measure: OutputColumn, order: list[int], facts: Mapping[str, Fact], *, from_low: bool
) -> list[str]:
    if len(order) < 2 or _same(grid, measure, order[0], order[1]):
        return []
    second, last = order[1], order[-1]
    value = value_of(grid, second, measure)
    if len(order) == 2 and not from_low:
        found = facts.get(f"difference:{measure.name}:leader-second")
        gap = f", which is {_gap_text(found)} less" if found else ""
        return [f"{capitalised(place_of(grid, second))} it was {value}{gap}."]
    if from_low:
        tied = len(order) > 2 and _same(grid, measure, second, order[2])
        return [] if tied else [f"{capitalised(name_of(grid, second))} follows with {value}."]
    follows = f"{capitalised(name_of(grid, second))} comes second with {value}"
    if len(order) > 2 and _same(grid, measure, second, order[2]):
        follows = f"{capitalised(name_of(grid, second))} follows with {value}"
    if not grid.knows("lowest", measure) or _same(grid, measure, last, order[-2]):
        return [f"{follows}."]
    return [f"{follows}, and {name_of(grid, last)} is lowest with {value_of(grid, last, measure)}."]


def _gap_text(found: Fact) -> str:
    if found.unit in {"ratio", "%"}:
        return number_text(found.value, found.unit, points=True)
    return fact_text(found)


def _whole(grid: Grid, measure: OutputColumn, facts: Mapping[str, Fact]) -> list[str]:
    nameless = facts.get(f"missing:{measure.name}:unnamed")
    if nameless is not None:
        noun = in_lower(grid.dimensions[0].label)
        return [f"Rows without {_article(noun)} {noun} come to {number_text(nameless.value, nameless.unit)}."]
    total, groups = facts.get(f"total:{measure.name}"), facts.get("count:groups")
    if total is None or groups is None or not isinstance(groups.value, int):
        return []
    return [f"The total is {number_text(total.value, total.unit)} across {counted(groups.value, groups.label)}."]


def _tell_some(grid: Grid, measure: OutputColumn, order: list[int], facts: Mapping[str, Fact]) -> list[str]:
    """Rows that were cut by something else than this measure: nothing may be called the highest."""
    row = order[0] if len(order) == 1 else min(order)
    verb = "are" if is_plural(measure.label) else "is"
    return [f"{as_subject(measure.label)} {place_of(grid, row)} {verb} {value_of(grid, row, measure)}."]


def _tell_equal(grid: Grid, measure: OutputColumn, order: list[int]) -> list[str]:
    noun = "all rows with a value"
    if len(grid.dimensions) == 1 and len(order) == len(grid.rows):
        noun = counted(len(order), grid.group_noun)
    value = value_of(grid, order[0], measure)
    return [f"{as_subject(measure.label)} {_was(measure)} the same for {noun}: {value}."]


def _same(grid: Grid, measure: OutputColumn, one: int, other: int) -> bool:
    numbers = grid.numbers(measure)
    return numbers[one] == numbers[other]


def _was(measure: OutputColumn) -> str:
    return "were" if is_plural(measure.label) else "was"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeio" else "a"

"""Sentences about periods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from agents.analyst.grid import Grid
from agents.analyst.naming import fact_text, place_of, value_of
from agents.analyst.numbers import exact, number_text
from agents.analyst.periods import as_moment, period_text
from agents.analyst.series import periods_in_order
from agents.analyst.tell_groups import main_measure
from agents.analyst.wording import as_subject, counted, is_plural
from core.answer import CellRef, Fact
from core.query import OutputColumn

_MOST_TIMES = 20


def tell_series(grid: Grid, facts: Mapping[str, Fact], question: str) -> list[str]:
    """The change over all, or of the last period where that was asked for; peak and low; what is missing."""
    measure = main_measure(grid)
    if len(periods_in_order(grid, measure)) < 2:
        return _tell_few(grid, measure)
    asked_change = any(comparing.kind == "change" for comparing in grid.plan.comparisons) if grid.plan else False
    sentences = []
    if asked_change:
        sentences.extend(_last_change(grid, measure, facts))
    if not sentences:
        sentences.extend(_overall(grid, measure, facts))
    sentences.extend(_peak_and_low(grid, measure, facts))
    sentences.extend(_caveat(grid, facts))
    sentences.extend(_trend(grid, measure, facts))
    return sentences


def _tell_few(grid: Grid, measure: OutputColumn) -> list[str]:
    rows = periods_in_order(grid, measure)
    if not rows:
        return [f"No {grid.grain} has a value."]
    verb = "were" if is_plural(measure.label) else "was"
    return [f"{as_subject(measure.label)} {verb} {value_of(grid, rows[0], measure)} {place_of(grid, rows[0])}."]


def _overall(grid: Grid, measure: OutputColumn, facts: Mapping[str, Fact]) -> list[str]:
    change = facts.get(f"change:{measure.name}:overall")
    if change is None:
        return []
    first, last = (cell.row for cell in change.cells)
    ends = f"from {value_of(grid, first, measure)} {place_of(grid, first)} to {value_of(grid, last, measure)} {place_of(grid, last)}"
    direction = _direction(change)
    if direction == 0:
        verb = "were" if is_plural(measure.label) else "was"
        value = value_of(grid, first, measure)
        return [f"{as_subject(measure.label)} {verb} {value} both {place_of(grid, first)} and {place_of(grid, last)}."]
    verb = "rose" if direction > 0 else "fell"
    return [f"{as_subject(measure.label)} {verb} {_amount(grid, facts, change)}, {ends}."]


def _last_change(grid: Grid, measure: OutputColumn, facts: Mapping[str, Fact]) -> list[str]:
    change = facts.get(f"change:{measure.name}:last") or facts.get(f"change:{measure.name}:overall")
    if change is None:
        return []
    before, after = (cell.row for cell in change.cells)
    verb = "were" if is_plural(measure.label) else "was"
    direction = _direction(change)
    said = f"{as_subject(measure.label)} {verb} {value_of(grid, after, measure)} {place_of(grid, after)}"
    if direction == 0:
        return [f"{said}, the same as {place_of(grid, before)}."]
    against = place_of(grid, before).split(" ", 1)[1]
    return [f"{said}, {'up' if direction > 0 else 'down'} {_amount(grid, facts, change)} from {against}."]


def _amount(grid: Grid, facts: Mapping[str, Fact], change: Fact) -> str:
    """In percent where the base is above zero and the change not beyond all proportion, in points for percentages, else as it is."""
    if change.unit in {"ratio", "%"}:
        number = exact(change.value)
        return f"by {number_text(abs(number) if number is not None else None, change.unit, points=True)}"
    percent = facts.get(f"{change.id}:percent")
    base = _cell(grid, change.cells[0])
    size = exact(percent.value) if percent else None
    if percent is None or size is None or abs(float(size)) > _MOST_TIMES or base is None or base <= 0:
        return f"by {fact_text(change)}"
    return fact_text(percent)


def _cell(grid: Grid, ref: CellRef) -> float | None:
    number = exact(grid.rows[ref.row][grid.index(ref.column)])
    return float(number) if number is not None else None


def _peak_and_low(grid: Grid, measure: OutputColumn, facts: Mapping[str, Fact]) -> list[str]:
    high, low = facts.get(f"leader:{measure.name}:highest"), facts.get(f"range:{measure.name}:lowest")
    if high is None or low is None or high.value == low.value:
        return []
    at, least = high.cells[0].row, low.cells[0].row
    was = "They were" if is_plural(measure.label) else "It was"
    return [
        f"{was} highest {place_of(grid, at)} with {value_of(grid, at, measure)}, "
        f"and lowest {place_of(grid, least)} with {value_of(grid, least, measure)}."
    ]


def _caveat(grid: Grid, facts: Mapping[str, Fact]) -> list[str]:
    partial, gaps = facts.get("missing:incomplete"), facts.get("missing:gaps")
    if partial is not None and isinstance(partial.value, date):
        moment = as_moment(partial.value)
        name = grid.label(partial.cells[0].row)
        return (
            [f"The data for {name} ends on {period_text(moment, 'day')}, so it is left out of the change."]
            if moment
            else []
        )
    if gaps is not None and isinstance(gaps.value, int):
        have = "has" if gaps.value == 1 else "have"
        return [f"{counted(gaps.value, grid.grain)} in between {have} no data."]
    return []


def _trend(grid: Grid, measure: OutputColumn, facts: Mapping[str, Fact]) -> list[str]:
    found = facts.get(f"trend:{measure.name}")
    if found is None:
        return []
    number = exact(found.value) or 0
    amount = number_text(abs(number), found.unit, points=True)
    way = "upward" if number > 0 else "downward"
    article = "an" if grid.grain == "hour" else "a"
    return [f"The trend is {way}, by about {amount} {article} {grid.grain}."]


def _direction(change: Fact) -> int:
    number = exact(change.value) or 0
    return (number > 0) - (number < 0)

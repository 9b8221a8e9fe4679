"""Sentences about single values and about listed rows."""

from __future__ import annotations

from collections.abc import Mapping

from agents.analyst.grid import Grid
from agents.analyst.naming import capitalised, place_of, value_of
from agents.analyst.wording import as_subject, counted, in_lower, is_plural, listed, plural
from core.answer import Fact
from core.plan import AbsolutePeriod, And, Comparison, Condition, FieldRef, IsNull, RelativePeriod, Value
from core.query import OutputColumn

_MOST_MEASURES = 6
_MOST_NAMED = 5
_MOST_FIELDS = 4
_ANSWER = "answer"
_ASKS_WHETHER = ("are there", "is there", "do we have", "were there", "was there", "do any", "does any", "have any")


def tell_values(grid: Grid, facts: Mapping[str, Fact], question: str) -> list[str]:
    """One row of measures; the first sentence is also given without its filters, should they not be checkable."""
    told = (*grid.measures, *grid.comparisons, *grid.other_values)
    answer = next((one for one in told if one.name == _ANSWER and one.type == "boolean"), None)
    measures = tuple(one for one in told if one is not answer)[:_MOST_MEASURES]
    if all(grid.rows[0][grid.index(measure.name)] is None for measure in measures):
        return [f"There is no value for {listed([in_lower(m.label) for m in measures])}: nothing matches."]
    if answer is not None and grid.rows[0][grid.index(answer.name)] is None:
        return []  # no figure to compare with: neither yes nor no
    parts = [_is(grid, measure) for measure in measures]
    said = listed([parts[0], *(part[0].lower() + part[1:] if _lowers(part) else part for part in parts[1:])])
    whether = _whether(grid, question) if answer is None else _verdict(grid, answer)
    context = _context(grid.plan.where if grid.plan else None)
    named = f"{capitalised(place_of(grid, 0))}, " if grid.dimensions else ""
    said = f"{named}{said[0].lower() + said[1:]}" if named and _lowers(said) else f"{named}{said}"
    plain = f"{whether}{said}."
    return [f"{whether}{said} ({', '.join(context)}).", plain] if context else [plain]


def tell_rows(grid: Grid, facts: Mapping[str, Fact], question: str) -> list[str]:
    """How many rows, and the first of them."""
    noun = _row_noun(grid)
    if grid.truncated:
        return [f"More than {counted(len(grid.rows), 'row')} match; only these are shown."]
    count = len(grid.rows)
    if len(grid.columns) == 1:
        return [_tell_list(grid, grid.columns[0])]
    cut = grid.plan is not None and grid.plan.limit is not None and not grid.complete
    verb = ("is shown" if count == 1 else "are shown") if cut else ("matches" if count == 1 else "match")
    said = f"{counted(count, noun)} {verb}."
    return [said, _first_row(grid, count)]


def tell_nothing(grid: Grid, question: str) -> list[str]:
    noun = _row_noun(grid)
    return [f"No {plural(noun)} match the question.", "Nothing matches the question."]


def tell_cut(grid: Grid) -> list[str]:
    count = len(grid.rows)
    return [f"Only {counted(count, 'row')} {'is' if count == 1 else 'are'} shown, so totals are left out."]


def _is(grid: Grid, measure: OutputColumn) -> str:
    verb = "are" if is_plural(measure.label) else "is"
    return f"{as_subject(measure.label)} {verb} {value_of(grid, 0, measure)}"


def _lowers(part: str) -> bool:
    """Names in capitals ("GDP is …") keep them."""
    first = part.split(" ", 1)[0]
    return first[1:] == first[1:].lower()


def _verdict(grid: Grid, answer: OutputColumn) -> str:
    return "Yes: " if grid.rows[0][grid.index(answer.name)] else "No: "


def _whether(grid: Grid, question: str) -> str:
    asked = question.casefold().strip()
    if not asked.startswith(_ASKS_WHETHER) or len(grid.measures) != 1:
        return ""
    number = grid.numbers(grid.measures[0])[0]
    return "" if number is None else ("Yes: " if number else "No: ")


def _context(condition: Condition | None) -> list[str]:
    """Periods as they were asked, and values that a field had to equal."""
    match condition:
        case And():
            return [text for part in condition.conditions for text in _context(part)]
        case AbsolutePeriod() | RelativePeriod():
            return [condition.phrase]
        case Comparison(operator="=", left=FieldRef(), right=Value(value=str() as text)):
            return [text]
        case IsNull(of=FieldRef(name=name), negated=False):
            return [f"without {in_lower(name.replace('_', ' '))}"]
    return []


def _row_noun(grid: Grid) -> str:
    name = grid.plan.entity.replace("_", " ") if grid.plan else "row"
    return name if name.replace(" ", "").isalpha() else "row"


def _tell_list(grid: Grid, column: OutputColumn) -> str:
    noun = in_lower(column.label)
    count = len(grid.rows)
    shown = [value_of(grid, row, column) for row in range(min(count, _MOST_NAMED))]
    number = counted(count, noun if noun.replace(" ", "").isalpha() else "value")
    verb = "is" if count == 1 else "are"
    if count > _MOST_NAMED:
        return f"There {verb} {number}, among them {listed(shown[:3])}."
    return f"There {verb} {number}: {listed(shown)}."


def _first_row(grid: Grid, count: int) -> str:
    columns = [c for c in grid.columns if grid.rows[0][grid.index(c.name)] is not None][:_MOST_FIELDS]
    fields = "; ".join(f"{c.label}: {value_of(grid, 0, c)}" for c in columns)
    start = "It has" if count == 1 else "The first has"
    return f"{start} {fields}."

"""The rules in order: what there is to show decides, then what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from charts.cells import label, moment
from charts.choosing.arranging import partial_period, sorted_as_asked
from charts.choosing.encode import Draft, time_pattern
from charts.choosing.fitting import fitted
from charts.choosing.measured import Measured, measured
from charts.choosing.one import by_group, over_time
from charts.choosing.places import map_of
from charts.choosing.points import FEWEST_POINTS, scatter
from charts.choosing.several import small_multiples
from charts.choosing.spread import distribution
from charts.choosing.two import time_and_group, two_groups
from charts.choosing.wish import Wish, wish_of
from charts.formats import is_currency, written_moment
from charts.shape import Field, Shape, shape_of
from core.chart import Chart, Encoding, Mark
from core.query import OutputColumn
from core.result import Result

_MANY_ROWS = 20


def choose_chart(
    result: Result,
    columns: Sequence[OutputColumn],
    title: str,
    subtitle: str = "",
    *,
    wanted: Mark | Wish | None = None,
    null_labels: Mapping[str, str] | None = None,
    until: date | None = None,
) -> Chart | None:
    """None for one row, rows listed as they are, or nothing to measure.

    What is `wanted` is taken where the data's shape allows it; else the note says what was drawn instead.
    `null_labels` names what is called otherwise than "no value", by column. `until` is the last day that there is data
    of: a period that ends later is not whole.
    """
    wish = wish_of(wanted)
    shape = fitted(shape_of(result, columns), wish)
    draft = _draft(shape, wish)
    if draft is None:
        return None
    draft = sorted_as_asked(draft, shape, wish)
    partial, unfinished = partial_period(draft, shape, until)
    notes = (*_refused(wish.mark, draft), *draft.notes, *unfinished, *_incomplete(result))
    notes = (*notes, *map(_constant, shape.constant))
    encodings = tuple(_with_null_label(encoding, null_labels or {}) for encoding in draft.encodings)
    return Chart(
        mark=draft.mark,
        encodings=encodings,
        title=title,
        subtitle=subtitle or _what_is_measured(encodings),
        note=" ".join(notes),
        partial=partial,
    )


def _what_is_measured(encodings: Sequence[Encoding]) -> str:
    """The measures drawn, with a currency that only symbols would tell."""
    measures = [encoding for encoding in encodings if encoding.scale == "quantitative" and encoding.format != "d"]
    titles = dict.fromkeys(measure.title for measure in measures)
    unit = next((measure.unit for measure in measures if is_currency(measure.unit)), None)
    return ", ".join(titles) + (f", {unit}" if unit and titles else "")


def _draft(shape: Shape, wish: Wish) -> Draft | None:
    if shape.rows < 2:
        return None
    places = map_of(shape) if wish.mark in ("map", None) else None
    if places is not None or (shape.listed and wish.mark is None):
        return places
    spread = distribution(shape, wish)
    if spread is not None:
        return spread
    if wish.mark == "point" or _relates(shape):
        points = scatter(shape, wish) if wish.mark == "point" else scatter(shape, wish, FEWEST_POINTS)
        if points is not None:
            return points
    shown = measured(shape)
    if shown is None:
        return None
    return small_multiples(shape, shown, wish) or _by_dimensions(shape, shown, wish)


def _by_dimensions(shape: Shape, shown: Measured, wish: Wish) -> Draft | None:
    match shape.times, shape.groups:
        case (time,), ():
            return over_time(time, shown, wish)
        case (), (group,):
            return by_group(group, shown, wish)
        case (time,), (group,):
            return time_and_group(time, group, shown, wish)
        case (), (first, second):
            return two_groups(first, second, shown, wish)
        case _:
            return None


def _relates(shape: Shape) -> bool:
    """Whether two measures stand against each other: nothing else to draw them by, or many names and two units."""
    if shape.times or shape.comparisons or len(shape.measures) != 2:
        return False
    if not shape.groups:
        return True
    first, second = shape.measures
    only = shape.groups[0]
    return (
        len(shape.groups) == 1
        and only.kind == "category"
        and len(only.distinct) > _MANY_ROWS
        and first.unit != second.unit
    )


_NAMES: dict[Mark, str] = {
    "bar": "Bars",
    "line": "A line",
    "area": "An area",
    "point": "Points",
    "rect": "A heat map",
    "arc": "A pie",
    "histogram": "A histogram",
    "box": "A box plot",
    "map": "A map",
    "number": "A number",
}
_NEEDS: dict[Mark, str] = {
    "bar": "need a category or a few periods",
    "line": "needs time or an order along its axis",
    "area": "needs time and values that add up, none below zero",
    "point": "need two numbers",
    "rect": "needs two dimensions",
    "arc": "needs parts that make up a whole, none below zero",
    "histogram": "needs the single values of a number",
    "box": "needs several values of a number",
    "map": "needs a latitude and a longitude",
    "number": "needs a single value or a series over time",
}


def why_not_drawn(mark: Mark) -> str:
    return f"{_NAMES[mark]} {_NEEDS[mark]}."


def _refused(wanted: Mark | None, draft: Draft) -> tuple[str, ...]:
    if wanted in (None, draft.mark) or wanted is None or any("too many" in note for note in draft.notes):
        return ()
    if wanted == "histogram" and draft.mark == "bar":
        return ()
    return (f"{_NAMES[wanted]} {_NEEDS[wanted]}, so {_NAMES[draft.mark].lower()} {_is(draft.mark)} drawn instead.",)


def _is(mark: Mark) -> str:
    return "are" if mark in ("bar", "point") else "is"


def _incomplete(result: Result) -> tuple[str, ...]:
    return (f"Drawn from the first {len(result.rows):,} rows.",) if result.truncated else ()


def _constant(field: Field) -> str:
    """What is the same for all that is drawn ("Region: North.")."""
    when = moment(field.cells[0])
    value = (
        label(field.distinct[0], part=field.column.part) if when is None else written_moment(when, time_pattern(field))
    )
    return f"{field.column.label}: {value}."


def _with_null_label(encoding: Encoding, null_labels: Mapping[str, str]) -> Encoding:
    named = null_labels.get(encoding.field)
    if named is None or named == encoding.null_label:
        return encoding
    sort = encoding.sort and tuple(named if name == encoding.null_label else name for name in encoding.sort)
    return replace(encoding, null_label=named, sort=sort)

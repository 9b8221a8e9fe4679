"""Which of the measures a chart shows: one unit, one scale, and what the question compared."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from charts.cells import number
from charts.shape import Field, Shape

_MOST_SERIES = 4
_SAME_SCALE = 25.0

Test = Callable[[float, float, float, float], bool]
"""Of the comparison now and before, the measure now and before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`changes` where the values are changes, drawn as bars around zero; `notes` name what is left to the table."""

    shown: tuple[Field, ...]
    changes: bool = False
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Field:
        return self.shown[0]


def measured(shape: Shape) -> Measured | None:
    """A comparison that was asked for comes before the measure it is about; ranks only order."""
    comparisons = [field for field in shape.comparisons if not _is_rank(field)]
    if comparisons:
        return _compared(comparisons[0], shape)
    if not shape.measures:
        return None
    return _together(shape.measures)


def _compared(comparison: Field, shape: Shape) -> Measured:
    about = next((field for field in shape.measures if field.column.name == comparison.column.of), None)
    if comparison.unit == "ratio":
        return Measured(shown=(comparison,), changes=any(value < 0 or value > 1 for value in comparison.numbers))
    if about is None or _accumulates(about, comparison):
        return Measured(shown=(comparison,))
    if _differs(about, comparison):
        return Measured(shown=(comparison,), changes=True)
    return Measured(shown=(about, comparison))


def _together(measures: tuple[Field, ...]) -> Measured:
    first = measures[0]
    alike = [field for field in measures if field.unit == first.unit and _same_scale(field, first)][:_MOST_SERIES]
    left_out = [field for field in measures if field not in alike]
    if not left_out:
        return Measured(shown=tuple(alike))
    names = ", ".join(field.column.label for field in left_out)
    note = f"{names} {'is' if len(left_out) == 1 else 'are'} in the table: another unit or scale."
    return Measured(shown=tuple(alike), notes=(note,))


def _same_scale(field: Field, other: Field) -> bool:
    most, least = (max(map(abs, each.numbers), default=0.0) for each in (field, other))
    most, least = max(most, least), min(most, least)
    return most == 0 or (least > 0 and most / least <= _SAME_SCALE)


def _is_rank(field: Field) -> bool:
    values = field.numbers
    return (
        field.unit is None
        and field.column.type == "integer"
        and min(values) == 1
        and max(values) <= len(field.cells)
        and len(set(values)) > len(values) / 2
        and "rank" in f"{field.column.name} {field.column.label}".casefold()
    )


def _accumulates(measure: Field, comparison: Field) -> bool:
    """Whether each step of the comparison is the measure's own value."""
    return _holds(measure, comparison, lambda now, before, value, _: abs(now - before - value) <= _slack(now))


def _differs(measure: Field, comparison: Field) -> bool:
    """Whether the comparison is the measure's step, or falls below zero where the measure never does."""
    if min(comparison.numbers) < 0 <= min(measure.numbers):
        return True
    return _holds(measure, comparison, lambda now, _, value, earlier: abs(value - earlier - now) <= _slack(value))


def _holds(measure: Field, comparison: Field, test: Test) -> bool:
    pairs = [(number(value), number(now)) for value, now in zip(measure.cells, comparison.cells, strict=True)]
    known = [(value, now) for value, now in pairs if value is not None and now is not None]
    steps = itertools.pairwise(known)
    return len(known) > 1 and all(test(now, before, value, earlier) for (earlier, before), (value, now) in steps)


def _slack(value: float) -> float:
    return 1e-6 * max(1.0, abs(value))

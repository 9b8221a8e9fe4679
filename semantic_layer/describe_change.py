"""A figure in two periods with its change, in a few words: "sum of amount in 2024 against 2023"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Case,
    Comparison,
    Condition,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    Or,
    Plan,
    PlanMeasure,
    RelativePeriod,
)
from semantic_layer.describe_conditions import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """`figure` without its periods; `then` and `now` are those. `asked` where a yes or no stands before both figures,
    `changes` the names of what is computed of them.
    """

    figure: MeasureExpression
    then: tuple[Condition, ...]
    now: tuple[Condition, ...]
    asked: str
    changes: tuple[str, ...]


def changed_figure(plan: Plan) -> Changed | None:
    shown = [one for one in plan.measures if one.shown]
    asked = _asked(shown[0]) if shown else ""
    figures = shown[1:] if asked else shown
    if len(figures) < 3:
        return None
    before, after = figures[0].value, figures[1].value
    computed = all(_is_change(one.value, before, after) for one in figures[2:])
    said = [dict.fromkeys(_conditions(side)) for side in (before, after)]
    then, now = (tuple(one for one in own if one not in other) for own, other in (said, said[::-1]))
    figure = _without(after, now)
    if not computed or not (then and now) or figure != _without(before, then):
        return None
    return Changed(figure=figure, then=then, now=now, asked=asked, changes=tuple(one.name for one in figures[2:]))


def change_words(changed: Changed, words: Words, told: Callable[[MeasureExpression], str]) -> str:
    """`told` describes one figure."""
    sides = [_side(side, words) for side in (changed.now, changed.then)]
    if changed.asked:
        return f"whether the {told(changed.figure)} is {changed.asked}: {sides[0]} against {sides[1]}"
    return f"{told(changed.figure)}, {sides[0]} against {sides[1]}, with the change"


def _conditions(value: MeasureExpression) -> tuple[Condition, ...]:
    match value:
        case MeasureArithmetic(left=left, right=right):
            return (*_conditions(left), *_conditions(right))
        case MeasureConstant():
            return ()
        case _:
            return _parts(value.where)


def _without(value: MeasureExpression, own: tuple[Condition, ...]) -> MeasureExpression:
    match value:
        case MeasureArithmetic(left=left, right=right):
            return replace(value, left=_without(left, own), right=_without(right, own))
        case MeasureConstant():
            return value
        case _:
            kept = tuple(one for one in _parts(value.where) if one not in own)
            where = None if not kept else kept[0] if len(kept) == 1 else And(conditions=kept)
            return replace(value, where=where)


def of_either_side(condition: Condition, changed: Changed) -> bool:
    """Whether it only says that rows are of one of the two periods."""
    return isinstance(condition, Or) and all(one in (*changed.then, *changed.now) for one in condition.conditions)


def _asked(measure: PlanMeasure) -> str:
    of = measure.value.of if isinstance(measure.value, Aggregate) else None
    when = of.branches[0].when if isinstance(of, Case) and of.branches else None
    if not isinstance(when, Comparison) or measure.name != "answer":
        return ""
    return {">": "higher", "<": "lower"}.get(when.operator, "")


def _is_change(value: MeasureExpression, before: MeasureExpression, after: MeasureExpression) -> bool:
    less = MeasureArithmetic(operator="-", left=after, right=before)
    times = MeasureArithmetic(operator="/", left=after, right=before)
    return value in (less, MeasureArithmetic(operator="-", left=times, right=MeasureConstant(value=1.0)))


def _parts(where: Condition | None) -> tuple[Condition, ...]:
    if where is None:
        return ()
    return where.conditions if isinstance(where, And) else (where,)


def _side(own: tuple[Condition, ...], words: Words) -> str:
    """What only one of the two figures is of."""
    if all(isinstance(one, AbsolutePeriod | RelativePeriod) and one.phrase for one in own):
        return " and ".join(one.phrase for one in own if isinstance(one, AbsolutePeriod | RelativePeriod))
    return " and ".join(words.condition(one) for one in own)

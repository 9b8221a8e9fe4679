"""Values that were told of, left out or put together: “and the rest?”, “everything except those two”, “both together”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.references import rows_told_first
from agents.sql_expert.turns.complement import without_told
from agents.sql_expert.turns.reread import sound
from agents.sql_expert.turns.said import mentions_in
from agents.sql_expert.turns.standing import BOTH, REST
from agents.sql_expert.turns.told import also, each_condition, exchanged, field_of
from core.plan import (
    Aggregate,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    MeasureArithmetic,
    Plan,
    PlanMeasure,
    Value,
)


def of_the_rest(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where it cannot be told what was told of before."""
    if last.combine is not None:
        return None
    if BOTH.match(text.strip()):
        return _together(last, _plans_before(last, task), task)
    matched = REST.match(text.strip())
    if matched is None:
        return None
    noun = matched["noun"]
    if last.limit is not None:
        return _not_first(last, noun, task)
    before = _plans_before(last, task)
    told = None if noun is None and _was_narrowed(last, before) else _value_told(last, before, noun, task)
    if told is None:
        rest = without_told(last, before) if noun is None else None
        return sound(rest, task) if rest is not None else None
    condition, values = told
    return sound(replace(last, where=exchanged(last.where, lambda one: _without(one, condition, values))), task)


def _was_narrowed(last: Plan, before: Sequence[Plan]) -> bool:
    """The last turn brought conditions to those before it, and none of them names a value."""
    earlier = list(each_condition(before[0].where)) if before and before[0].entity == last.entity else []
    parts, valued = list(each_condition(last.where)), list(_valued(last))
    new = [one for one in parts if one not in earlier]
    return bool(earlier and new) and len(new) + len(earlier) == len(parts) and not any(one in valued for one in new)


def _without(one: Condition, told: Condition, values: Sequence[Value]) -> Condition:
    field = field_of(told)
    if one != told or field is None:
        return one
    if isinstance(told, In):
        return replace(told, values=tuple(values), negated=not told.negated)
    if len(values) > 1:
        return In(of=field, values=tuple(values), negated=True)
    return replace(told, operator="=" if told.operator == "!=" else "!=") if isinstance(told, Comparison) else one


def _not_first(last: Plan, noun: str | None, task: Understanding) -> Plan | None:
    """Those that were not among the first: “the other customers” after the top 5."""
    first = rows_told_first(last, task.model)
    if first is None or (noun is not None and not mentions_in(noun, task)):
        return None
    return sound(replace(last, where=also(last.where, replace(first, negated=True)), limit=None), task)


def _plans_before(last: Plan, task: Understanding) -> list[Plan]:
    """Of the turns before the last, the newest first."""
    plans = [turn.plan for turn in task.question.history if turn.plan is not None]
    return list(reversed(plans[:-1] if plans and plans[-1] == last else plans))


def _value_told(
    last: Plan, before: Sequence[Plan], noun: str | None, task: Understanding
) -> tuple[Condition, tuple[Value, ...]] | None:
    """The condition on a value that is turned round, and all values that were told in its place before."""
    named = [one for one in _valued(last) if noun is None or _is_called(one, noun, task)]
    if len(named) > 1 and before:
        earlier = list(each_condition(before[0].where))
        named = [one for one in named if one not in earlier]
    if len(named) != 1:
        return None
    values = list(_values(named[0]))
    for plan in before if not _is_negated(named[0]) else ():
        other = _other_value(last, plan, named[0])
        if other is None:
            break
        values += [value for value in _values(other) if value not in values]
    return named[0], tuple(values)


def _other_value(last: Plan, plan: Plan, told: Condition) -> Condition | None:
    """What stood in the place of `told` in a plan that was otherwise the same."""
    mine, theirs = list(each_condition(last.where)), list(each_condition(plan.where))
    new = [one for one in theirs if one not in mine]
    gone = [one for one in mine if one not in theirs]
    same = plan.measures == last.measures and plan.dimensions == last.dimensions and plan.rows == last.rows
    if not same or len(new) != 1 or gone != [told] or field_of(new[0]) != field_of(told):
        return None
    return new[0] if _values(new[0]) and not _is_negated(new[0]) else None


def _valued(plan: Plan) -> Iterator[Condition]:
    linked = any(isinstance(one, Exists) for one in each_condition(plan.where))
    if not linked:
        yield from (one for one in each_condition(plan.where) if _values(one))


def _values(condition: Condition) -> tuple[Value, ...]:
    match condition:
        case Comparison(left=FieldRef(), operator="=" | "!=", right=Value() as value):
            return (value,)
        case In(of=FieldRef(), values=values, plan=None):
            return values
        case _:
            return ()


def _is_negated(condition: Condition) -> bool:
    return (isinstance(condition, In) and condition.negated) or (
        isinstance(condition, Comparison) and condition.operator == "!="
    )


def _is_called(condition: Condition, noun: str, task: Understanding) -> bool:
    """By the name of its column, or of the table whose rows it names."""
    field = field_of(condition)
    return field is not None and any(
        any((link.entity.name, link.field.name) == (field.entity, field.name) for link in one.fields)
        or any(link.entity.name == field.entity for link in one.entities)
        for one in mentions_in(noun, task)
    )


def _together(last: Plan, before: Sequence[Plan], task: Understanding) -> Plan | None:
    """The values, or the figures, of the last two turns in one."""
    if not before:
        return None
    other = next((one for condition in _valued(last) if (one := _other_value(last, before[0], condition))), None)
    if other is not None:
        told = next(one for one in _valued(last) if field_of(one) == field_of(other))
        field, values = field_of(told), (*_values(other), *_values(told))
        if field is None:
            return None

        def either(condition: Condition) -> Condition:
            return In(of=field, values=values) if condition == told else condition

        return sound(replace(last, where=exchanged(last.where, either)), task)
    return _summed(last, before[0], task)


def _summed(last: Plan, before: Plan, task: Understanding) -> Plan | None:
    same = (last.where, [one.of for one in last.dimensions]) == (before.where, [one.of for one in before.dimensions])
    if not same or len(last.measures) != 1 or len(before.measures) != 1:
        return None
    left, right = before.measures[0], last.measures[0]
    if not (_adds_up(left) and _adds_up(right)) or left.value == right.value or left.unit != right.unit:
        return None
    both = MeasureArithmetic(operator="+", left=left.value, right=right.value)
    label = f"{left.label} and {right.label}"
    measure = replace(right, name=f"{left.name}_and_{right.name}", label=label, value=both)
    return sound(replace(last, measures=(measure,), order=()), task)


def _adds_up(measure: PlanMeasure) -> bool:
    return isinstance(measure.value, Aggregate) and measure.value.function == "sum"

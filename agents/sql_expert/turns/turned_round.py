"""The others of those that were told, and how many there were: “and how many are not?”, “which ones don't?”, “how many is that?”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import name_fields
from agents.sql_expert.turns.reread import sound
from agents.sql_expert.turns.said import mentions_in
from agents.sql_expert.turns.told import is_period
from core.model import Entity
from core.plan import (
    Aggregate,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    IsNull,
    Not,
    Plan,
    PlanField,
    PlanMeasure,
    Rows,
    TextMatch,
)

_SO = r"^(?:(?:and|but|so|then|ok|now)\b[\s,]*)*"
_TURNED = re.compile(
    _SO
    + r"(?:(?P<many>how many)(?: (?P<noun>(?!of\b|are\b|is\b|do|does|did|have|has|had|was|were)\w+(?: \w+)?))?(?: of (?:them|those|these))?"
    r"|which(?: ones?| of (?:them|those|these)| (?P<those>(?!ones?\b|of\b|are\b|is\b|do|have|has|had|was|were)\w+))?|who"
    r"|(?:what about |show(?: me)? |list )?(?:the ones|those) (?:that|who|which))"
    r" (?P<verb>are|is|was|were|do|does|did|has|have|had)(?P<not> ?n['’]?t| not)?(?: so| one| any)?[\s?.!]*$",
    re.IGNORECASE,
)
_MANY = re.compile(
    _SO + r"how many(?: (?P<noun>(?!of\b|are\b|is\b|do|does)\w+(?: \w+)?))? "
    r"(?:does that leave|does that make|is that|are that|are left|is left|remain|are those|are these)"
    r"(?: (?:in total|in all|altogether|then|now))?[\s?.!]*$",
    re.IGNORECASE,
)


def turned_round(last: Plan, text: str, task: Understanding) -> Plan | None:
    """Those for which the last condition does not hold, of the rows that the one before left."""
    matched = _TURNED.match(text.strip())
    if matched is None or not _is_plain(last) or not _names(matched["noun"] or matched["those"], last, task):
        return None
    kept, own = _last_condition(last, task)
    if own is None or _is_negated(own) is (matched["not"] is not None):
        return None
    where = all_of((*kept, _turned(own)))
    made = _counted(last, task) if matched["many"] else _listed(last, task)
    return sound(replace(made, where=where, order=()), task) if made is not None else None


def counted_so(last: Plan, text: str, task: Understanding) -> Plan | None:
    """“So how many trains is that?” after a list of them."""
    matched = _MANY.match(text.strip())
    if matched is None or last.rows is None or not _is_plain(last) or not _names(matched["noun"], last, task):
        return None
    own = all(isinstance(one.of, FieldRef) and one.of.entity == last.entity for one in last.rows.fields)
    return sound(_counted(last, task), task) if own and not last.rows.distinct else None


def _is_plain(last: Plan) -> bool:
    odd = last.combine or last.having or last.limit or last.top_per_group
    counts = len(last.measures) == 1 and _counts_rows(last)
    return not odd and not last.dimensions and (last.rows is not None or counts)


def _counts_rows(last: Plan) -> bool:
    value = last.measures[0].value
    return isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.where is None


def _names(noun: str | None, last: Plan, task: Understanding) -> bool:
    if noun is None:
        return True
    mentions = mentions_in(noun, task)
    return bool(mentions) and all(any(link.entity.name == last.entity for link in one.entities) for one in mentions)


def _last_condition(last: Plan, task: Understanding) -> tuple[tuple[Condition, ...], Condition | None]:
    """What was said last, and what was said before it; None where several things were said at once."""
    parts = parts_of(last.where)
    plans = [turn.plan for turn in task.question.history if turn.plan is not None]
    before = next((one for one in reversed(plans[:-1]) if one.entity == last.entity), None)
    earlier = parts_of(before.where) if before is not None else ()
    own = [one for one in parts if one not in earlier] or list(parts)
    said = [one for one in own if not is_period(one)]
    if len(said) != 1:
        return (), None
    return tuple(one for one in parts if one is not said[0]), said[0]


def _is_negated(condition: Condition) -> bool:
    if isinstance(condition, Exists | In | TextMatch):
        return condition.negated
    return isinstance(condition, Not) or (isinstance(condition, Comparison) and condition.operator == "!=")


def _turned(condition: Condition) -> Condition:
    match condition:
        case Exists() | In() | TextMatch() | IsNull():
            return replace(condition, negated=not condition.negated)
        case Comparison(operator="=" | "!="):
            return replace(condition, operator="!=" if condition.operator == "=" else "=")
        case Not(condition=inner):
            return inner
        case _:
            return Not(condition=condition)


def _counted(last: Plan, task: Understanding) -> Plan:
    if last.rows is None:
        return last
    label = f"number of {task.model.entity(last.entity).label}"
    count = PlanMeasure(name="count", label=label, value=Aggregate(function="count", entity=last.entity))
    return replace(last, rows=None, measures=(count,), order=())


def _listed(last: Plan, task: Understanding) -> Plan | None:
    if last.rows is not None:
        return last
    fields = tuple(
        _field(task.model.entity(last.entity), one.name) for one in name_fields(task.model.entity(last.entity))
    )
    return replace(last, rows=Rows(fields=fields), measures=())


def _field(entity: Entity, name: str) -> PlanField:
    return PlanField(name=name, label=entity.field(name).label, of=FieldRef(entity=entity.name, name=name))

"""One row of a ranking by its place: “who is in second place?”, “the email of the first one”, “drill into the biggest”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import limited
from agents.sql_expert.references import carried_over, rows_told_first, subject_of
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.another_value import with_other_value
from agents.sql_expert.turns.reread import read_alone, regrouped, sound
from agents.sql_expert.turns.said import Said
from agents.sql_expert.turns.standing import ASKED, DRILL, ENDED, PLACE, PLACES
from agents.sql_expert.turns.told import also
from core.plan import FieldRef, In, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The one group of the plan before, and the words that it is to be told by."""

    plan: Plan
    by: str | None


def told_at_place(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where no place is named, or it cannot be told whose it is."""
    said = text.strip()
    if (asked := ASKED.match(said)) is not None:
        word = asked["word"].lower()
        return _at(last, PLACES.get(word) or int(word[-1]), task)
    matched = PLACE.search(said)
    if matched is None or DRILL.match(said):
        return None
    one = _of_match(last, matched, task)
    if one is None:
        return None
    noun = task.model.entity(subject_of(one, task.model)).label
    if matched["own"]:
        rest = said[matched.end() :].strip()
        spelled = f"{said[: matched.start()]}{rest.rstrip('?.! ')} of {noun}"
    else:
        spelled = f"{said[: matched.start()]}{noun}{said[matched.end() :]}"
    if spelled.strip(" ?.!").lower() == noun.lower():
        return one
    read = read_alone(spelled, task)
    plan = carried_over(one, read, task.model, schema_of(task.model).reach) if read is not None else None
    return sound(plan, task) if plan is not None else None


def drill_in(last: Plan, text: str, task: Understanding) -> Drill | None:
    """None where the words name no one group of those that were told."""
    matched = DRILL.match(text.strip())
    if matched is None or len(last.dimensions) != 1 or last.combine is not None:
        return None
    place, end = PLACE.search(matched["what"]), ENDED.match(matched["what"])
    if place is not None:
        one = _of_match(last, place, task)
    elif end is not None:
        low = end["end"].lower() in ("smallest", "lowest", "worst", "last")
        one = _at(last, 1, task, low=low)
    else:
        one = _group_named(last, matched["what"], task)
    inside = _inside(one, task) if one is not None else None
    return Drill(plan=inside, by=matched["by"]) if inside is not None else None


def drilled(drill: Drill, task: Understanding) -> Plan | None:
    if drill.by is None:
        return None
    words = re.sub(r"^(?:into|across|over) ", "by ", drill.by, flags=re.IGNORECASE)
    return regrouped(drill.plan, words, task)


def _group_named(last: Plan, words: str, task: Understanding) -> Plan | None:
    return with_other_value(last, Said(text=words, words=words, opened=True), task)


def _inside(one: Plan, task: Understanding) -> Plan | None:
    """The figures of that group alone, no longer told by it."""
    if one.limit is None:
        return replace(one, dimensions=(), order=(), comparisons=())
    first = _among(one, task)
    if first is None:
        return None
    return replace(one, where=also(one.where, first), dimensions=(), order=(), limit=None, comparisons=())


def _of_match(last: Plan, matched: re.Match[str], task: Understanding) -> Plan | None:
    if matched["ordinal"]:
        return _at(last, PLACES[matched["ordinal"].lower()], task)
    if matched["number"]:
        return _at(last, int(matched["number"]), task)
    return _at(last, 1, task, low=matched["low"] is not None)


def _at(last: Plan, place: int, task: Understanding, *, low: bool = False) -> Plan | None:
    """The one at that place of what was told, the highest first where no order was asked."""
    ranked = last
    if last.combine is not None or last.top_per_group is not None:
        return None
    if last.limit is None or not last.order:
        if not last.measures or not last.dimensions or any(one.grain for one in last.dimensions):
            return None
        ranked = limited(last, 1, descending=not low)
    elif last.limit.count < place or (low and last.limit.count > 1):
        return None
    first = replace(ranked, limit=replace(ranked.limit, count=1)) if ranked.limit is not None else ranked
    if place == 1:
        return sound(first, task)
    if first.limit is None:
        return None
    before = _among(replace(first, limit=replace(first.limit, count=place - 1)), task)
    if before is None:
        return None
    return sound(replace(first, where=also(first.where, replace(before, negated=True))), task)


def _among(ranked: Plan, task: Understanding) -> In | None:
    """That a row is of the first groups, also by a column of a linked table."""
    if (first := rows_told_first(ranked, task.model)) is not None:
        return first
    of = ranked.dimensions[0].of if len(ranked.dimensions) == 1 else None
    if not isinstance(of, FieldRef) or ranked.dimensions[0].grain or ranked.dimensions[0].part:
        return None
    hidden = tuple(replace(measure, shown=False) for measure in ranked.measures)
    return In(of=of, plan=replace(ranked, measures=hidden, assumptions=(), reading=()))

"""Rows by their place: the first and the last, and what stands before or behind a row that is named.

Rows of a table have no order of their own. They are told by a column that numbers or ranks them or, failing that, by
the one time there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from agents.sql_expert.fields import is_temporal, is_year
from core.model import Entity, Field, SemanticModel
from core.plan import (
    Aggregate,
    And,
    Assumption,
    Comparison,
    Condition,
    FieldRef,
    Limit,
    Order,
    Plan,
    PlanMeasure,
    ScalarPlan,
)
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, name_words

Read = Callable[[str], Plan | None]
_NUMBERED = word_set("no nr number rank ranking pos position place order week round match game race episode index n m")
_LISTED = r"(?:\s+(?:listed|on the (?:list|table|chart)|in the (?:list|table|chart)|of the (?:list|table|chart)))"
_NOT_AFTER = (
    r"(?!\s+(?:\d|name|quarter|half|month|week|day|season|place|time|round|names|class|team|two|three|four|five|six|"
    r"seven|eight|nine|ten|few|year of|years|months|weeks|days|part|half))"
)
_ENDS = re.compile(rf"\b(?:the )?(?:very )?(?P<end>first|last|final){_NOT_AFTER}\b", re.IGNORECASE)
_WHERE_LISTED = re.compile(_LISTED + r"\b", re.IGNORECASE)
_CAME = (
    r"(?:\s+(?:is|was|are|were|came|comes|come|placed|finished|ranked|listed|right|directly|immediately|just|next))*"
)
_WAYS = r"after|before|above|below|following|prior to|previous to|preceding"
_BESIDE = re.compile(
    rf"^(?P<asked>(?:which|what|who|name the|list the)\b.*?){_CAME}\s+(?P<way>{_WAYS})\s+(?P<named>.+?)[?.!\s]*$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\b(?:the )?(?:next|previous)\s+|\b(?:listed|released|placed|ranked)\s*$", re.IGNORECASE)

_MOSTLY, _NEARLY = 0.6, 0.95


def placed_rows(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the words about the place."""
    if len(model.entities) != 1:
        return
    entity = model.entities[0]
    yield from _at_an_end(text, entity, read)
    yield from _beside(text, entity, read)


def _at_an_end(text: str, entity: Entity, read: Read) -> Iterator[Plan]:
    matched = list(_ENDS.finditer(text))
    if len(matched) != 1:
        return
    listed = _WHERE_LISTED.search(text) is not None
    sequence = _numbering(entity) if listed else (_time(entity) or _numbering(entity))
    if sequence is None:
        return
    rest = _WHERE_LISTED.sub("", _ENDS.sub("the", text))
    plan = read(rest)
    if plan is None or not _lists(plan) or plan.order or not _tells_apart(sequence, _MOSTLY):
        return
    descending = matched[0]["end"].casefold() != "first"
    yield _first_of(plan, entity, sequence, descending=descending)


def _beside(text: str, entity: Entity, read: Read) -> Iterator[Plan]:
    matched = _BESIDE.match(text.strip())
    sequence = _numbering(entity) or _time(entity)
    if matched is None or sequence is None or not _tells_apart(sequence, _NEARLY):
        return
    asked = _NEXT.sub("", matched["asked"]).strip()
    plan = read(f"{asked} is {matched['named']}")
    if plan is None or not _lists(plan) or plan.order or not names_a_row(plan.where, entity):
        return
    behind = matched["way"].casefold() in ("after", "below", "following")
    of = FieldRef(entity=entity.name, name=sequence.name)
    function: Literal["max", "min"] = "max" if behind else "min"
    value = Aggregate(function=function, entity=entity.name, of=of)
    own = Plan(entity=entity.name, measures=(PlanMeasure(name="place", label="place", value=value),), where=plan.where)
    condition = Comparison(left=of, operator=">" if behind else "<", right=ScalarPlan(plan=own))
    yield _first_of(replace(plan, where=condition), entity, sequence, descending=not behind)


def _first_of(plan: Plan, entity: Entity, sequence: Field, *, descending: bool) -> Plan:
    of = FieldRef(entity=entity.name, name=sequence.name)
    assumed = Assumption(topic="order", chosen=f"{entity.name}.{sequence.name}", why="It tells the order of the rows.")
    rows = replace(plan.rows, distinct=False) if plan.rows is not None else None
    order = (Order(by=of, descending=descending),)
    return replace(plan, rows=rows, order=order, limit=Limit(count=1), assumptions=(*plan.assumptions, assumed))


def _lists(plan: Plan) -> bool:
    plain = plan.rows is not None and plan.combine is None and plan.limit is None
    return plain and not plan.measures and not plan.dimensions


def _tells_apart(sequence: Field, share: float) -> bool:
    """Whether few rows share a place: of several in one year, none is known to be the first."""
    return sequence.profile.distinct >= share * max(1, sequence.profile.rows)


def names_a_row(where: Condition | None, entity: Entity) -> bool:
    """One value of a column that has another in nearly each row."""
    parts = where.conditions if isinstance(where, And) else (where,)
    if len(parts) != 1:
        return False
    only = parts[0]
    if not isinstance(only, Comparison) or only.operator != "=" or not isinstance(only.left, FieldRef):
        return False
    return entity.field(only.left.name).profile.distinct >= 0.9 * max(1, entity.rows)


def _numbering(entity: Entity) -> Field | None:
    """The one column of whole numbers that counts the rows from 1, without a gap but for ties."""
    found = [
        one
        for one in entity.fields
        if one.type in NUMERIC_TYPES
        and _NUMBERED & {*name_words(one.name), *full_words(one.name)}
        and _counts_rows(one)
    ]
    return found[0] if len(found) == 1 or (found and entity.fields[0] is found[0]) else None


def _counts_rows(one: Field) -> bool:
    low, high = one.profile.minimum, one.profile.maximum
    if not isinstance(low, int) or not isinstance(high, int) or one.profile.nulls:
        return False
    return low in (0, 1) and one.profile.distinct == one.profile.rows and high - low + 1 <= 1.2 * one.profile.rows


def _time(entity: Entity) -> Field | None:
    """The one column of times, else of years."""
    times = [one for one in entity.fields if is_temporal(one)] or [one for one in entity.fields if is_year(one)]
    return times[0] if len(times) == 1 else None

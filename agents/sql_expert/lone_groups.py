"""Groups that each hold one row by their nature: a count of them says nothing, so it was something else that was to be counted.

“Tracks and their number of races”, read as rows of tracks by the name of the track, counts each track once; what refers to
the track is what is counted.
"""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.candidates import Candidate, to_choose_from
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import names_rows
from agents.sql_expert.reach import Reach
from core.errors import UserError
from core.model import Entity, Field, SemanticModel
from core.plan import Aggregate, Condition, Exists, FieldRef, Plan, PlanMeasure
from core.ways import Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.words import full_words, stem

_MOST = 2
_APART = 0.9
"""Numbers of different values may be approximate."""


def with_counted_otherwise(
    candidates: tuple[Candidate, ...], draft: Draft, model: SemanticModel, reach: Reach
) -> tuple[Candidate, ...]:
    """Such readings behind all others; where they came first, behind what counts the rows that refer to theirs, to choose from."""
    lone = tuple(one for one in candidates if counts_single_rows(one.plan, model))
    if not lone:
        return candidates
    telling = tuple(one for one in candidates if one not in lone)
    if candidates[0] not in lone:
        return (*telling, *lone)
    first = lone[0]
    others = tuple(replace(first, plan=plan) for plan in _of_referring_rows(first.plan, draft, model, reach))
    return to_choose_from((*others, *telling, *lone))


def counts_single_rows(plan: Plan, model: SemanticModel) -> bool:
    """Rows are counted, or ranked by their count, in groups told by what each row has for itself."""
    if not any(_counts_rows(one, plan.entity) for one in plan.measures):
        return False
    entity = model.entity(plan.entity)
    plain = (one.of for one in plan.dimensions if one.grain is None and one.part is None and one.bins is None)
    own = (one for one in plain if isinstance(one, FieldRef) and one.entity == plan.entity and not one.via)
    named = (entity.field(one.name) for one in own)
    return entity.rows > 1 and any(names_rows(entity, one) and _tells_apart(one, entity) for one in named)


def _tells_apart(field: Field, entity: Entity) -> bool:
    """Names that several rows have are groups like any others."""
    return field.profile.distinct >= _APART * entity.rows


def _counts_rows(measure: PlanMeasure, root: str) -> bool:
    value = measure.value
    return isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.entity == root


def _of_referring_rows(plan: Plan, draft: Draft, model: SemanticModel, reach: Reach) -> list[Plan]:
    """The same groups by how many rows of another table refer to them: a table that was named, else any."""
    referring = [one.name for one in model.entities if reach.to_one(one.name, plan.entity) == 1]
    own = _stems(plan.entity)
    said = frozenset(stem(word) for lexeme, _ in draft.used for word in full_words(lexeme.text))
    there = {one.entity for one in parts_of(plan.where) if isinstance(one, Exists) and _is_bare(one)}
    named = [one for one in referring if one in there or (_stems(one) - own) & said]
    plans = [_counting(plan, one) for one in named or referring]
    return [one for one in plans if _runs(one, model)][:_MOST]


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(name))


def _counting(plan: Plan, entity: str) -> Plan:
    """That there are such rows needs no saying where they are counted."""
    counted = Aggregate(function="count", entity=entity)
    return replace(
        plan,
        entity=entity,
        measures=tuple(replace(one, value=counted) if _counts_rows(one, plan.entity) else one for one in plan.measures),
        where=all_of(tuple(one for one in parts_of(plan.where) if not _is_bare(one))),
    )


def _is_bare(condition: Condition) -> bool:
    return isinstance(condition, Exists) and not condition.negated and condition.where is None


def _runs(plan: Plan, model: SemanticModel) -> bool:
    try:
        compile_plan(plan, model)
    except (UserError, Unclear, SeveralPaths):
        return False
    return True

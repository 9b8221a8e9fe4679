"""Entities that a question names in passing ("the ages of gymnasts", whose ages are kept with people) limit its rows."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.bridging import reaches_both
from agents.sql_expert.confidence import mentioned
from agents.sql_expert.draft import Draft
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from core.model import Relationship
from core.plan import And, Condition, Exists, FieldRef, IsNull, Plan

_LITERAL = 0.7


def with_named(plan: Plan, draft: Draft, settled: Settled, schema: Schema) -> Plan:
    """Only rows that have a row of each entity that was named and that no part of the plan is about."""
    if any(isinstance(one, Exists) and one.negated for one in _parts(plan.where)):
        return plan
    about = mentioned(plan)
    wanted: dict[str, None] = {}
    for lexeme in draft.context:
        name = settled.by_lexeme.get(id(lexeme))
        literal = any(link.entity.name == name and link.score >= _LITERAL for link in lexeme.entities)
        if literal and name is not None and name not in about:
            wanted.setdefault(name)
    conditions = [one for name in wanted if (one := _has(plan.entity, name, settled, schema)) is not None]
    if not conditions:
        return plan
    where = (*_parts(plan.where), *conditions)
    return replace(plan, where=where[0] if len(where) == 1 else And(conditions=where))


def _has(root: str, name: str, settled: Settled, schema: Schema) -> Condition | None:
    direct = _between(root, name, schema)
    if schema.reach.to_one(root, name) is not None:
        key = schema.model.entity(name).key
        if direct is None or direct.cardinality != "one_to_one" or len(key) != 1:
            return None
        return IsNull(of=FieldRef(entity=name, name=key[0]), negated=True)
    host = reaches_both(settled.entities, root, name, schema.reach)
    if host is not None:
        return Exists(entity=host)
    return Exists(entity=name) if schema.reach.any_way(root, name) is not None else None


def _between(root: str, name: str, schema: Schema) -> Relationship | None:
    pair = {root, name}
    return next((one for one in schema.model.relationships if {one.from_entity, one.to_entity} == pair), None)


def _parts(where: Condition | None) -> tuple[Condition, ...]:
    if where is None:
        return ()
    return where.conditions if isinstance(where, And) else (where,)

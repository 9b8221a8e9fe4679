"""Whether two ways to settle a question differ only in naming a thing by its table or by a reference to it."""

from __future__ import annotations

from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.settling import Settled
from core.model import SemanticModel

Link = EntityLink | FieldLink | ValueLink


def same_notions(one: Settled, other: Settled, model: SemanticModel) -> bool:
    slots = {*one.choices, *other.choices}
    return all(_same_notion(one.choices.get(slot), other.choices.get(slot), model) for slot in slots)


def _same_notion(one: Link | None, other: Link | None, model: SemanticModel) -> bool:
    return one == other or _refers(one, other, model) or _refers(other, one, model)


def _refers(named: Link | None, reference: Link | None, model: SemanticModel) -> bool:
    if not isinstance(named, EntityLink) or not isinstance(reference, FieldLink):
        return False
    place = (reference.entity.name, (reference.field.name,))
    own = place == (named.entity.name, named.entity.key)
    return own or any(
        (known.from_entity, known.from_columns) == place and known.to_entity == named.entity.name
        for known in model.relationships
    )

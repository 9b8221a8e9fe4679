"""Whether two ways to settle a question differ only in naming a thing by its table or by a reference to it."""

from __future__ import annotations

from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.settling import Settled
from core.model import SemanticModel

Link = EntityLink | FieldLink | ValueLink


def same_notions(one: Settled, other: Settled, model: SemanticModel) -> bool:
    slots = {*one.choices, *other.choices}
    return all(
        _same_notion(one.choices.get(slot), other.choices.get(slot), model)
        or (slot[0] == "filter" and _same_value(one.choices.get(slot), other.choices.get(slot), model))
        for slot in slots
    )


def _same_value(one: Link | None, other: Link | None, model: SemanticModel) -> bool:
    """A value in a reference and in the key it refers to: “with allergy Cat”."""
    if not isinstance(one, ValueLink) or not isinstance(other, ValueLink) or one.value != other.value:
        return False
    return is_reference_to(one, other, model) or is_reference_to(other, one, model)


def is_reference_to(one: ValueLink, other: ValueLink, model: SemanticModel) -> bool:
    """Whether rows with the first value have one way to the row of the second, and are told by it as well."""
    ways = [
        known
        for known in model.relationships
        if {known.from_entity, known.to_entity} == {one.entity.name, other.entity.name}
    ]
    return len(ways) == 1 and (ways[0].from_entity, ways[0].from_columns, ways[0].to_columns) == (
        one.entity.name,
        (one.field.name,),
        (other.field.name,),
    )


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

"""What people set, kept apart from what the current tables let it be: nothing of it is lost while a table is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.model import EVERYTHING, SemanticModel
from core.model_change import ModelChange
from semantic_layer.changes import apply_changes
from semantic_layer.entity_times import retimed_model
from semantic_layer.merge import merge_model, relationship_identity
from semantic_layer.metric_suggestions import suggest_metrics
from semantic_layer.profile import Connection
from semantic_layer.relationship_changes import counted_relationships


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """`kept` holds all that people set, also what waits for a table or column; `model` what of it holds now."""

    kept: SemanticModel
    model: SemanticModel


def edited_model(
    current: SemanticModel, kept: SemanticModel | None, changes: Sequence[ModelChange], connection: Connection
) -> Edited:
    """`changes` put into `current`. Raises InvalidInput and UnknownName."""
    changed = apply_changes(with_waiting(current, kept), changes)
    changed = retimed_model(counted_relationships(changed, connection), connection)
    whole = changed if kept is None else _with_gone(changed, kept)
    live = merge_model(changed, whole)
    return Edited(kept=whole, model=replace(live, suggested_metrics=suggest_metrics(live)))


def known_model(last: SemanticModel | None, kept: SemanticModel | None) -> SemanticModel | None:
    """What a new model starts from: the counts of the `last` one, and whatever people set."""
    if last is None or kept is None:
        return kept or last
    fresh = {entity.name: entity for entity in last.entities}
    entities = tuple(fresh.pop(entity.name, entity) for entity in kept.entities)
    return replace(kept, entities=(*entities, *fresh.values()))


def with_waiting(current: SemanticModel, kept: SemanticModel | None) -> SemanticModel:
    """Metrics and synonyms that do not hold now can still be changed and removed."""
    if kept is None:
        return current
    names = {one.name for one in current.metrics}
    phrases = {one.phrase for one in current.synonyms}
    return replace(
        current,
        metrics=(*current.metrics, *(one for one in kept.metrics if one.name not in names)),
        synonyms=(*current.synonyms, *(one for one in kept.synonyms if one.phrase not in phrases)),
    )


def _with_gone(changed: SemanticModel, kept: SemanticModel) -> SemanticModel:
    tables = {one.name for one in changed.entities}
    known = {relationship_identity(one) for one in changed.relationships} | set(changed.removed)
    waiting = [
        one for one in kept.relationships if EVERYTHING in one.by_person and relationship_identity(one) not in known
    ]
    return replace(
        changed,
        entities=(*changed.entities, *(one for one in kept.entities if one.name not in tables)),
        relationships=(*changed.relationships, *waiting),
    )

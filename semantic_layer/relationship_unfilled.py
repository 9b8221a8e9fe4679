"""References of and to tables that have no rows yet: told by names alone, where these leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.model import Entity, Field, Relationship
from core.table import ColumnType
from semantic_layer.key_names import is_own_key
from semantic_layer.spoken_names import Spoken

_OUTRIGHT = 0.9
_CONFIDENCE = 0.7
_NUMBERS: frozenset[ColumnType] = frozenset({"integer", "decimal", "float"})
_KEYS: frozenset[ColumnType] = _NUMBERS | {"text", "other"}


def told_by_names(
    entities: Sequence[Entity], found: Sequence[Relationship], spoken: Spoken
) -> Iterator[tuple[Field, Relationship]]:
    """At most one for each column that refers to nothing yet, with the column; named after the entity it leads to."""
    told = {(one.from_entity, column) for one in found for column in one.from_columns}
    for source in entities:
        for column in source.fields:
            if (source.name, column.name) in told or column.type not in _KEYS:
                continue
            leading = [one for target in entities for one in _meant(source, column, target, spoken)]
            if len(leading) == 1:
                yield column, leading[0]


def _meant(source: Entity, column: Field, target: Entity, spoken: Spoken) -> Iterator[Relationship]:
    if source.name == target.name or (source.rows and target.rows) or source.key == (column.name,):
        return
    for key in target.fields:
        same_sort = column.type == key.type or (column.type in _NUMBERS and key.type in _NUMBERS)
        if not same_sort or not is_own_key(spoken.field(target, key).name, spoken.entity(target)):
            continue
        names = spoken.evidence(source, column, target, key)
        if names is None or names.strength < _OUTRIGHT:
            continue
        filled = column.profile.rows - column.profile.nulls
        empty = target if not target.rows else source
        yield Relationship(
            name=target.name,
            from_entity=source.name,
            from_columns=(column.name,),
            to_entity=target.name,
            to_columns=(key.name,),
            cardinality="many_to_one",
            coverage=0.0,
            confidence=_CONFIDENCE,
            from_unmatched=filled,
            from_null=column.profile.nulls,
            to_unmatched=target.rows,
            evidence=f"{names.why[:1].upper()}{names.why[1:]}; {empty.name} has no rows that could tell.",
        )

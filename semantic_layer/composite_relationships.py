"""References made of several columns: a table has all the columns of another one's key, and their values together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from core.model import Entity, Field, Relationship
from semantic_layer.key_names import is_generic, is_named_after
from semantic_layer.profile import Connection
from semantic_layer.relationship_counts import Sides, count_sides
from semantic_layer.spoken_names import Spoken

_LEAST_COVERAGE = 0.9
_NAMED_AFTER, _SAME_NAMES = 0.92, 0.85
_KEPT_TOGETHER = 0.5


def find_composites(
    entities: Sequence[Entity], singles: Iterable[Relationship], connection: Connection, spoken: Spoken
) -> list[Relationship]:
    """Without those between two bridges of the same grain, where `singles` say what each column refers to."""
    referring = {(one.from_entity, one.from_columns) for one in singles}
    found = []
    for source in entities:
        for sides in _candidates(source, entities, spoken):
            relationship = _confirmed(sides, connection)
            if relationship is not None:
                found.append(relationship)
    keys = {entity.name: set(entity.key) for entity in entities}
    return [one for one in _nearest(found) if not _same_grain(one, keys[one.from_entity], referring)]


def _same_grain(one: Relationship, key: Set[str], referring: Set[tuple[str, tuple[str, ...]]]) -> bool:
    """A table with a key of its own is no bridge, though no pair of references may come twice in it yet."""
    bridge = all((one.to_entity, (column,)) in referring for column in one.to_columns)
    return bridge and one.cardinality == "one_to_one" and key <= set(one.from_columns)


def without_implied(singles: Iterable[Relationship], composites: Sequence[Relationship]) -> list[Relationship]:
    """A line that refers to a section by course and year reaches the course through the section: one path is enough.

    Where not every row has such a section, the path through it would lose rows, and the course stays referred to.
    """
    singles = list(singles)
    known = {(one.from_entity, one.from_columns, one.to_entity) for one in singles}
    implied = {
        (one.from_entity, (own,), target)
        for one in composites
        if one.coverage == 1.0
        for own, theirs in zip(one.from_columns, one.to_columns, strict=True)
        for entity, columns, target in known
        if (entity, columns) == (one.to_entity, (theirs,))
    }
    return [one for one in singles if (one.from_entity, one.from_columns, one.to_entity) not in implied]


def _candidates(source: Entity, entities: Sequence[Entity], spoken: Spoken) -> Iterator[Sides]:
    own = {spoken.field(source, field).name.casefold(): field for field in source.fields}
    for target in entities:
        if target.name == source.name or len(target.key) < 2 or not source.rows:
            continue
        keys = [target.field(name) for name in target.key]
        names = {key: spoken.field(target, key).name for key in keys}
        if all(is_generic(name) for name in names.values()):
            continue
        own_or_none = [(own.get(name.casefold()), key) for key, name in names.items()]
        pairs = tuple((column, key) for column, key in own_or_none if column is not None and _matches(column, key))
        if len(pairs) == len(keys):
            yield Sides(source=source, target=target, pairs=pairs)


def _matches(column: Field, key: Field) -> bool:
    return column.type == key.type and column.profile.nulls < column.profile.rows


def _confirmed(sides: Sides, connection: Connection) -> Relationship | None:
    counted = count_sides(sides, connection)
    if counted.most_to != 1 or counted.coverage < _LEAST_COVERAGE:
        return None
    names = [column.name for column, _ in sides.pairs]
    return Relationship(
        name="_".join(sides.target.synonyms[:1]).replace(" ", "_") or sides.target.name,
        from_entity=sides.source.name,
        from_columns=tuple(names),
        to_entity=sides.target.name,
        to_columns=tuple(key.name for _, key in sides.pairs),
        cardinality=counted.cardinality,
        found=counted.cardinality,
        coverage=counted.coverage,
        confidence=round(_strength(sides) - (1 - counted.coverage) * _KEPT_TOGETHER, 3),
        from_unmatched=counted.from_unmatched,
        from_null=counted.from_null,
        to_unmatched=counted.to_unmatched,
        unmatched_sample=counted.sample,
        evidence=f"{', '.join(names[:-1])} and {names[-1]} together are the key of {sides.target.name};"
        f" {counted.met_keys:,} of {counted.source_keys:,} different combinations are found.",
    )


def _strength(sides: Sides) -> float:
    return _NAMED_AFTER if any(is_named_after(key.name, sides.target) for _, key in sides.pairs) else _SAME_NAMES


def _nearest(found: Sequence[Relationship]) -> list[Relationship]:
    """Of targets that are linked to each other only the nearest: the one that says more, or that its key is named after."""
    links = {(one.from_entity, one.to_entity): one for one in found}
    return [one for one in found if not any(_goes_through(one, between, links) for between in found)]


def _goes_through(one: Relationship, between: Relationship, links: Mapping[tuple[str, str], Relationship]) -> bool:
    nearer = links.get((one.from_entity, between.from_entity))
    if between.to_entity != one.to_entity or nearer is None:
        return False
    if set(one.from_columns) < set(nearer.from_columns):
        return True
    if set(one.from_columns) != set(nearer.from_columns) or one.confidence > nearer.confidence:
        return False
    only_way = (one.to_entity, between.from_entity) not in links
    return one.confidence < nearer.confidence or (only_way and one.from_columns == one.to_columns)

"""What people set in a model, put over what is inferred anew; and what of it new columns break."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, cast

from core.model import EVERYTHING, Entity, Field, Metric, Relationship, SemanticModel, Snapshots
from core.plan import FieldRef, MetricRef
from core.suggest import close_names

Kind = Literal[
    "table",
    "column",
    "type",
    "key",
    "display",
    "default_time",
    "hierarchy",
    "snapshots",
    "relationship",
    "metric",
    "synonym",
]
Fact = TypeVar("Fact", Entity, Relationship)
_COUNTED = frozenset({"profile", "type", "version", "rows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """`name` is dotted ("orders.amount"); `instead` are close names among what there is now."""

    kind: Kind
    name: str
    why: str
    instead: tuple[str, ...] = ()


def merge_model(inferred: SemanticModel, edited: SemanticModel) -> SemanticModel:
    """`inferred` with what people set in `edited`, as far as the tables and columns it is about are still there.

    Counts, types and versions are always those of `inferred`.
    """
    old = {entity.name: entity for entity in edited.entities}
    entities = tuple(
        _entity(entity, old[entity.name]) if entity.name in old else entity for entity in inferred.entities
    )
    model = replace(inferred, entities=entities)
    names = _names(model)
    removed, broken = frozenset(edited.removed), _broken_metrics(edited.metrics, names)
    return replace(
        model,
        relationships=_relationships(model, edited, removed),
        metrics=tuple(metric for metric in edited.metrics if metric.name not in broken),
        suggested_metrics=tuple(m for m in inferred.suggested_metrics if f"metric {m.name}" not in removed),
        synonyms=tuple(synonym for synonym in edited.synonyms if synonym.target in names),
        calendar=edited.calendar,
        removed=edited.removed,
    )


def what_breaks(new: SemanticModel, known: SemanticModel) -> tuple[Broken, ...]:
    """What of `known` does not hold over the tables of `new`: gone tables and columns, and all that names them."""
    names = _names(new)
    tables = {entity.name for entity in new.entities}
    broken = [broken for entity in known.entities for broken in _of_entity(entity, new, tables)]
    broken += [
        Broken(kind="relationship", name=one.name, why=f"{', '.join(gone)} {_is(gone)} gone.")
        for one in known.relationships
        if (gone := sorted(_ends(one) - names))
    ]
    broken += [
        Broken(kind="metric", name=name, why=f"It needs {', '.join(gone)}.", instead=_instead(gone, names))
        for name, gone in _broken_metrics(known.metrics, names).items()
    ]
    broken += [
        Broken(kind="synonym", name=one.phrase, why=f"{one.target} is gone.", instead=_instead([one.target], names))
        for one in known.synonyms
        if one.target not in names
    ]
    return tuple(broken)


def relationship_identity(relationship: Relationship) -> str:
    """As it stands in `SemanticModel.removed`; the same whatever its name is."""
    source = ", ".join(f"{relationship.from_entity}.{column}" for column in relationship.from_columns)
    target = ", ".join(f"{relationship.to_entity}.{column}" for column in relationship.to_columns)
    return f"relationship {source} -> {target}"


def _entity(new: Entity, old: Entity) -> Entity:
    old_fields = {field.name: field for field in old.fields}
    fields = tuple(_field(field, old_fields[field.name]) if field.name in old_fields else field for field in new.fields)
    names = {field.name for field in fields}
    kept = {name: value for name, value in _set_by_person(old).items() if name != "fields"}
    for name, needed in (
        ("key", kept.get("key", ())),
        ("display", _one(kept, "display")),
        ("default_time", _one(kept, "default_time")),
        ("snapshots", _columns(old.snapshots)),
        ("spine", (old.spine.field,) if old.spine else ()),
    ):
        if not set(cast(Iterable[str], needed)) <= names:
            kept.pop(name, None)
    hierarchies = [one for one in old.hierarchies if one.by_person and set(one.levels) <= names]
    if "hierarchies" in kept:
        kept["hierarchies"] = tuple(hierarchies)
    elif hierarchies:
        mine = {one.levels for one in hierarchies}
        kept["hierarchies"] = (*hierarchies, *(one for one in new.hierarchies if one.levels not in mine))
    return replace(new, fields=fields, by_person=old.by_person, **kept)  # type: ignore[arg-type]


def _columns(snapshots: Snapshots | None) -> tuple[str, ...]:
    return (*snapshots.time, *snapshots.things) if snapshots else ()


def _one(kept: dict[str, object], name: str) -> tuple[str, ...]:
    value = kept.get(name)
    return (value,) if isinstance(value, str) else ()


def _field(new: Field, old: Field) -> Field:
    """A person's role may turn a measure into a dimension: then the whole field is theirs, with the new counts."""
    if not old.by_person:
        return new
    if old.kind != new.kind or EVERYTHING in old.by_person:
        return replace(old, profile=new.profile, type=new.type)
    return replace(new, by_person=old.by_person, **_set_by_person(old))  # type: ignore[arg-type]


def _set_by_person(fact: Entity | Field | Relationship) -> dict[str, object]:
    known = {field.name for field in dataclasses.fields(fact)} - _COUNTED - {"kind", "name", "by_person"}
    wanted = known if EVERYTHING in fact.by_person else known & set(fact.by_person)
    return {name: getattr(fact, name) for name in sorted(wanted)}


def _relationships(inferred: SemanticModel, edited: SemanticModel, removed: frozenset[str]) -> tuple[Relationship, ...]:
    """Counted anew where they are found anew; what a person made stays with the counts it had."""
    names = _names(inferred)
    mine = {relationship_identity(one): one for one in edited.relationships if one.by_person and _ends(one) <= names}
    found: list[Relationship] = []
    for one in inferred.relationships:
        identity = relationship_identity(one)
        old = mine.pop(identity, None)
        if old is not None:
            kept = {name: value for name, value in _set_by_person(old).items() if name in ("cardinality", "evidence")}
            named = old.name if {"name", EVERYTHING} & set(old.by_person) else one.name
            found.append(replace(one, name=named, by_person=old.by_person, **kept))  # type: ignore[arg-type]
        elif identity not in removed:
            found.append(one)
    return tuple(_apart([*(one for one in mine.values() if EVERYTHING in one.by_person), *found]))


def _apart(relationships: Sequence[Relationship]) -> Iterator[Relationship]:
    """Names that people gave come first; an inferred one of the same name gets a number."""
    taken: set[str] = set()
    for one in sorted(relationships, key=lambda one: not one.by_person):
        name, number = one.name, 2
        while name in taken:
            name, number = f"{one.name}_{number}", number + 1
        taken.add(name)
        yield one if name == one.name else replace(one, name=name)


def _of_entity(old: Entity, new: SemanticModel, tables: set[str]) -> Iterator[Broken]:
    if old.name not in tables:
        yield Broken(kind="table", name=old.name, why="The table is gone.", instead=close_names(old.name, tables))
        return
    now = {field.name: field for field in new.entity(old.name).fields}
    for field in old.fields:
        if field.name not in now:
            others = [name for name in now if name not in {one.name for one in old.fields}]
            yield Broken(
                kind="column",
                name=f"{old.name}.{field.name}",
                why="The column is gone.",
                instead=close_names(field.name, others),
            )
        elif now[field.name].type != field.type:
            why = f"It was {field.type} and is {now[field.name].type}."
            yield Broken(kind="type", name=f"{old.name}.{field.name}", why=why)
    for kind, columns in _named_by_person(old):
        gone = [column for column in columns if column not in now]
        if gone:
            yield Broken(kind=kind, name=old.name, why=f"{', '.join(gone)} {_is(gone)} gone.")


def _named_by_person(old: Entity) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    mine = set(old.by_person)
    if {"key", EVERYTHING} & mine:
        yield "key", old.key
    if {"display", EVERYTHING} & mine and old.display:
        yield "display", (old.display,)
    if {"default_time", EVERYTHING} & mine and old.default_time:
        yield "default_time", (old.default_time,)
    if {"snapshots", EVERYTHING} & mine:
        yield "snapshots", _columns(old.snapshots)
    for one in old.hierarchies:
        if one.by_person:
            yield "hierarchy", one.levels


def _names(model: SemanticModel) -> set[str]:
    names = {entity.name for entity in model.entities}
    return names | {f"{entity.name}.{field.name}" for entity in model.entities for field in entity.fields}


def _ends(one: Relationship) -> set[str]:
    ends = ((one.from_entity, one.from_columns), (one.to_entity, one.to_columns))
    return {f"{entity}.{column}" for entity, columns in ends for column in columns}


def _broken_metrics(metrics: Sequence[Metric], names: set[str]) -> dict[str, list[str]]:
    """With what each lacks: columns, or a metric that lacks some."""
    broken = {one.name: gone for one in metrics if (gone := _missing(one, names))}
    while True:
        more = {
            one.name: lacking
            for one in metrics
            if one.name not in broken and (lacking := sorted(set(_metrics_in(one.expression)) & broken.keys()))
        }
        if not more:
            return broken
        broken |= more


def _metrics_in(value: object) -> Iterator[str]:
    if isinstance(value, MetricRef):
        yield value.name
    for side in ("left", "right"):
        part = getattr(value, side, None)
        if part is not None:
            yield from _metrics_in(part)


def _missing(metric: Metric, names: set[str]) -> list[str]:
    needed = {metric.entity, *_fields_in(metric.expression), *_fields_in(metric.where)}
    return sorted(needed - names)


def _fields_in(value: object) -> Iterator[str]:
    if isinstance(value, FieldRef):
        yield f"{value.entity}.{value.name}"
    elif isinstance(value, tuple):
        for one in value:
            yield from _fields_in(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _fields_in(getattr(value, field.name))


def _instead(gone: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    known = [name for name in names if "." in name]
    return tuple(dict.fromkeys(close for one in gone for close in close_names(one, known, most=1)))


def _is(several: Sequence[str]) -> str:
    return "is" if len(several) == 1 else "are"

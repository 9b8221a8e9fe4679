"""What a caller with row rules works with: the same tables, told of only as far as the rules let it see them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.model import Entity, Field, Hierarchy, Profile, Relationship, SemanticModel
from core.query import Query
from core.question import Caller
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell, TableVersion
from workspace.visible_values import visible_values

if TYPE_CHECKING:
    from workspace.opened import Opened


async def seen_by(opened: Opened, caller: Caller) -> Opened:
    """Counts, ranges and unmatched rows are counted again under the rules; values are those of visible rows.

    Raises InvalidInput for a rule that does not fit its table.
    """
    if not caller.rules:
        return dataclasses.replace(opened, caller=caller)
    ruled = {rule.table.casefold() for rule in caller.rules}
    under = dataclasses.replace(opened, caller=caller)
    entities = [
        await _entity(entity, under) if entity.name.casefold() in ruled else entity for entity in opened.model.entities
    ]
    relationships = [
        await _relationship(one, under) if ruled & {one.from_entity.casefold(), one.to_entity.casefold()} else one
        for one in opened.model.relationships
    ]
    model = dataclasses.replace(
        opened.model, entities=tuple(entities), relationships=tuple(relationships), suggested_metrics=()
    )
    values = await visible_values(opened.values, model, opened.versions, caller, opened.seen_values)
    return dataclasses.replace(under, model=model, values=values, versions=_versions(opened, model))


async def _entity(entity: Entity, under: Opened) -> Entity:
    counts = ["count(*)"]
    for field in entity.fields:
        name = _quoted(field.name)
        ends = (f"min({name})", f"max({name})") if _is_ordered(field) else ("NULL", "NULL")
        counts += [f"count({name})", f"approx_count_distinct({name})", *ends]
    told = await _one_row(f"SELECT {', '.join(counts)} FROM {_quoted(entity.name)}", under)
    rows = _number(told[0])
    fields = [
        dataclasses.replace(field, profile=_profile(rows, told[1 + 4 * place : 5 + 4 * place]), evidence="")
        for place, field in enumerate(entity.fields)
    ]
    return dataclasses.replace(
        entity, rows=rows, fields=tuple(fields), key_evidence="", spine=None, hierarchies=_without_evidence(entity)
    )


def _without_evidence(entity: Entity) -> tuple[Hierarchy, ...]:
    return tuple(dataclasses.replace(hierarchy, evidence="") for hierarchy in entity.hierarchies)


async def _relationship(one: Relationship, under: Opened) -> Relationship:
    left, right = _quoted(one.from_entity), _quoted(one.to_entity)
    pairs = list(zip(one.from_columns, one.to_columns, strict=True))
    on = " AND ".join(f"a.{_quoted(own)} = b.{_quoted(other)}" for own, other in pairs)
    null = " OR ".join(f"a.{_quoted(own)} IS NULL" for own, _ in pairs)
    told = await _one_row(
        f"SELECT (SELECT count(*) FROM {left} a WHERE NOT ({null}) AND NOT EXISTS (SELECT 1 FROM {right} b WHERE {on})), "
        f"(SELECT count(*) FROM {left} a WHERE {null}), "
        f"(SELECT count(*) FROM {right} b WHERE NOT EXISTS (SELECT 1 FROM {left} a WHERE {on})), "
        f"(SELECT count(*) FROM {left})",
        under,
    )
    unmatched, without, unused, rows = (_number(cell) for cell in told)
    return dataclasses.replace(
        one,
        coverage=1 - unmatched / max(1, rows - without),
        from_unmatched=unmatched,
        from_null=without,
        to_unmatched=unused,
        unmatched_sample=(),
        evidence="",
    )


async def _one_row(sql: str, under: Opened) -> tuple[Cell, ...]:
    return (await under.execute(Query(sql=sql), 1)).rows[0]


def _profile(rows: int, told: tuple[Cell, ...]) -> Profile:
    filled, distinct, low, high = told
    return Profile(rows=rows, nulls=rows - _number(filled), distinct=_number(distinct), minimum=low, maximum=high)


def _versions(opened: Opened, model: SemanticModel) -> tuple[TableVersion, ...]:
    rows: Mapping[str, int] = {entity.name: entity.rows for entity in model.entities}
    return tuple(
        dataclasses.replace(version, table=dataclasses.replace(version.table, rows=rows[version.table.name]))
        for version in opened.versions
    )


def _is_ordered(field: Field) -> bool:
    return field.type in NUMERIC_TYPES | TEMPORAL_TYPES


def _number(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int) else 0


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

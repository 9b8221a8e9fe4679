"""What a caller with row rules works with: the same tables, told of only as far as the rules let it see them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from core.model import Entity, Field, Profile, Relationship, SemanticModel
from core.query import Query
from core.question import Caller
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell, TableVersion
from semantic_layer import ValueIndex, ValueMatch

if TYPE_CHECKING:
    from workspace.opened import Opened


async def seen_by(opened: Opened, caller: Caller) -> Opened:
    """Counts, ranges and unmatched rows are counted again under the rules; values of ruled tables are not offered at all.

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
    model = dataclasses.replace(opened.model, entities=tuple(entities), relationships=tuple(relationships))
    return dataclasses.replace(
        under, model=model, values=SomeValues(opened.values, caller), versions=_versions(opened, model)
    )


class SomeValues(ValueIndex):
    """Without the values of a table of which some rows are hidden, and those of masked columns: the index knows no rows."""

    def __init__(self, whole: ValueIndex, caller: Caller) -> None:
        self._whole = whole
        self._tables = frozenset(rule.table.casefold() for rule in caller.rules if rule.where is not None)
        self._columns = frozenset(
            (rule.table.casefold(), name.casefold()) for rule in caller.rules for name in rule.masked_columns
        )

    def close(self) -> None:
        return

    def lookup(
        self, phrase: str, *, entities: Collection[str] | None = None, fuzzy: bool = True, limit: int = 8
    ) -> tuple[ValueMatch, ...]:
        return self._shown(self._whole.lookup(phrase, entities=entities, fuzzy=fuzzy, limit=limit))

    def lookup_many(self, phrases: Iterable[str]) -> dict[str, tuple[ValueMatch, ...]]:
        found = {phrase: self._shown(matches) for phrase, matches in self._whole.lookup_many(phrases).items()}
        return {phrase: matches for phrase, matches in found.items() if matches}

    def _shown(self, matches: tuple[ValueMatch, ...]) -> tuple[ValueMatch, ...]:
        return tuple(match for match in matches if not self._hides(match))

    def _hides(self, match: ValueMatch) -> bool:
        table = match.entity.casefold()
        return table in self._tables or (table, match.field.casefold()) in self._columns


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
    return dataclasses.replace(entity, rows=rows, fields=tuple(fields))


async def _relationship(one: Relationship, under: Opened) -> Relationship:
    left, right = _quoted(one.from_entity), _quoted(one.to_entity)
    pairs = list(zip(one.from_columns, one.to_columns, strict=True))
    on = " AND ".join(f"a.{_quoted(own)} = b.{_quoted(other)}" for own, other in pairs)
    null = " OR ".join(f"a.{_quoted(own)} IS NULL" for own, _ in pairs)
    told = await _one_row(
        f"SELECT (SELECT count(*) FROM {left} a WHERE NOT ({null}) AND NOT EXISTS (SELECT 1 FROM {right} b WHERE {on})), "
        f"(SELECT count(*) FROM {left} a WHERE {null}), "
        f"(SELECT count(*) FROM {right} b WHERE NOT EXISTS (SELECT 1 FROM {left} a WHERE {on}))",
        under,
    )
    unmatched, without, unused = (_number(cell) for cell in told)
    return dataclasses.replace(
        one, from_unmatched=unmatched, from_null=without, to_unmatched=unused, unmatched_sample=(), evidence=""
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

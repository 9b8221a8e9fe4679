"""Relationships and keys found from names and values alone, against those that the databases' makers declared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.model import SemanticModel
from evals.databases import table_versions
from semantic_layer import build_model
from semantic_layer.profile import Connection, quoted
from warehouse import open_versions

Pair = tuple[str, str, str, str]
_TELLING_COVERAGE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """References as (table, column, table, column) and the key columns of each table that has a key, folded."""

    db: str
    references: frozenset[Pair]
    keys: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`untold` are declared references that the values contradict or that one side has no values for.

    `implied` are found ones between columns that hold the same keys by way of declared references.
    """

    db: str
    found: frozenset[Pair]
    declared: frozenset[Pair]
    untold: frozenset[Pair]
    implied: frozenset[Pair]
    keys_right: int
    keys_wrong: int
    keys_missed: int
    keys_untold: int


def read_declared(path: Path) -> list[Declared]:
    return [_declared(schema) for schema in json.loads(path.read_text(encoding="utf-8"))]


def compare(declared: Declared, path: Path) -> Compared:
    versions = table_versions(path)
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        references = frozenset(_known(declared.references, model))
        untold = frozenset(pair for pair in references if not _told_by_data(pair, model, connection))
        told_keys = {table for table, columns in declared.keys.items() if _is_key(table, columns, model, connection)}
    found = frozenset(_references(model))
    right, wrong, missed, unkeyed = _keys(declared, model, told_keys)
    return Compared(
        db=declared.db, found=found, declared=references, untold=untold, implied=frozenset(_implied(found, references)),
        keys_right=right, keys_wrong=wrong, keys_missed=missed, keys_untold=unkeyed,
    )  # fmt: skip


def totals_of(compared: Sequence[Compared]) -> dict[str, float]:
    """Precision and recall over all references together (0 to 1); "told" leaves out what the data cannot tell."""
    found, declared = sum(len(one.found) for one in compared), sum(len(one.declared) for one in compared)
    right = sum(len(one.found & one.declared) for one in compared)
    told = sum(len(one.declared - one.untold) for one in compared)
    right_told = sum(len(one.found & (one.declared - one.untold)) for one in compared)
    comparable = [one for one in compared if one.declared]
    between = [pair for one in comparable for pair in one.found if pair[0] != pair[2]]
    right_between = sum(len({p for p in one.found & one.declared if p[0] != p[2]}) for one in comparable)
    keys = sum(one.keys_right for one in compared)
    key_claims = keys + sum(one.keys_wrong for one in compared)
    key_total = sum(one.keys_right + one.keys_wrong + one.keys_missed for one in compared)
    return {
        "databases": len(compared),
        "declared": declared,
        "found": found,
        "precision": right / max(1, found),
        "recall": right / max(1, declared),
        "precision where any are declared": right / max(1, sum(len(one.found) for one in comparable)),
        "and between different tables": right_between / max(1, len(between)),
        "precision with those that declared ones imply": (right + sum(len(one.implied) for one in compared))
        / max(1, found),
        "declared that the data can tell": told,
        "recall of those": right_told / max(1, told),
        "keys declared": key_total,
        "keys precision": keys / max(1, key_claims),
        "keys recall": keys / max(1, key_total),
        "keys that the data contradicts": sum(one.keys_untold for one in compared),
    }


def _declared(schema: dict[str, Any]) -> Declared:
    tables = [name.casefold() for name in schema["table_names_original"]]
    columns = [
        (tables[table] if table >= 0 else "", name.casefold()) for table, name in schema["column_names_original"]
    ]
    keys: dict[str, set[str]] = {}
    for number in schema["primary_keys"]:
        for one in number if isinstance(number, list) else [number]:
            keys.setdefault(columns[one][0], set()).add(columns[one][1])
    return Declared(
        db=schema["db_id"],
        references=frozenset((*columns[source], *columns[target]) for source, target in schema["foreign_keys"]),
        keys={table: frozenset(names) for table, names in keys.items()},
    )


def _references(model: SemanticModel) -> Iterable[Pair]:
    for one in model.relationships:
        for source, target in zip(one.from_columns, one.to_columns, strict=True):
            yield one.from_entity.casefold(), source.casefold(), one.to_entity.casefold(), target.casefold()


def _known(references: Iterable[Pair], model: SemanticModel) -> Iterable[Pair]:
    """Without those that name what is not in the file, and a column's reference to itself."""
    columns = {(entity.name.casefold(), field.name.casefold()) for entity in model.entities for field in entity.fields}
    return (pair for pair in references if {pair[:2], pair[2:]} <= columns and pair[:2] != pair[2:])


def _implied(found: frozenset[Pair], references: frozenset[Pair]) -> Iterable[Pair]:
    """Of a line that refers to an order and an invoice to the same, the line's invoice column holds orders too."""
    same: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for pair in references:
        together = same.get(pair[:2], {pair[:2]}) | same.get(pair[2:], {pair[2:]})
        same |= dict.fromkeys(together, together)
    return (pair for pair in found - references if pair[2:] in same.get(pair[:2], ()))


def _told_by_data(pair: Pair, model: SemanticModel, connection: Connection) -> bool:
    source, column, target, key = (quoted(name) for name in pair)
    ((keys, met, repeated),) = connection.execute(
        f"WITH f AS (SELECT DISTINCT {column}::VARCHAR AS k FROM {source} WHERE {column} IS NOT NULL),"
        f" t AS (SELECT {key}::VARCHAR AS k, count(*) AS n FROM {target} WHERE {key} IS NOT NULL GROUP BY 1)"
        " SELECT count(*), count(t.k), (SELECT coalesce(max(n), 0) FROM t) FROM f LEFT JOIN t ON f.k = t.k"
    ).fetchall()
    return bool(keys and met >= _TELLING_COVERAGE * keys and repeated == 1)


def _is_key(table: str, columns: frozenset[str], model: SemanticModel, connection: Connection) -> bool:
    entity = next((one for one in model.entities if one.name.casefold() == table), None)
    if entity is None or not entity.rows:
        return False
    names = ", ".join(quoted(name) for name in sorted(columns))
    empty = " OR ".join(f"{quoted(name)} IS NULL" for name in sorted(columns))
    ((different, without),) = connection.execute(
        f"SELECT count(DISTINCT ({names})), count(*) FILTER ({empty}) FROM {quoted(entity.name)}"
    ).fetchall()
    return bool(different == entity.rows and not without)


def _keys(declared: Declared, model: SemanticModel, told: set[str]) -> tuple[int, int, int, int]:
    right = wrong = missed = untold = 0
    for entity in model.entities:
        columns = declared.keys.get(entity.name.casefold())
        if columns is None:
            continue
        if entity.name.casefold() not in told:
            untold += 1
        elif frozenset(name.casefold() for name in entity.key) == columns:
            right += 1
        elif entity.key:
            wrong += 1
        else:
            missed += 1
    return right, wrong, missed, untold

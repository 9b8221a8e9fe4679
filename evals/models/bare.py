"""The model alone: tables with their keys, three rows of each, the question. What comes back runs as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

_SAMPLE_ROWS = 3
_LONGEST_CELL = 100
_MOST_ROWS = 20_000
_ASKING = "Question: {question}\nAnswer with one DuckDB query."


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """As declared: of each table its primary key, and its columns that refer to another table's column."""

    primary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foreign: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)


def declared_keys(path: Path) -> dict[str, Keys]:
    """By database, from a listing of Spider's form; nothing where there is none: DuckDB's own statements then tell them."""
    if not path.exists():
        return {}
    return {str(one["db_id"]): _keys(one) for one in json.loads(path.read_text(encoding="utf-8"))}


def _keys(listed: dict[str, Any]) -> Keys:
    tables, columns = listed["table_names_original"], listed["column_names_original"]
    primary: dict[str, tuple[str, ...]] = {}
    foreign: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for key in listed["primary_keys"]:
        for place in key if isinstance(key, list) else [key]:
            table, column = columns[place]
            primary[tables[table]] = (*primary.get(tables[table], ()), column)
    for own, other in listed["foreign_keys"]:
        (table, column), (target, its) = columns[own], columns[other]
        foreign[tables[table]] = (*foreign.get(tables[table], ()), (column, tables[target], its))
    return Keys(primary=primary, foreign=foreign)


class BareDatabase:
    """`prompt` is the same for every question about it."""

    def __init__(self, path: Path, keys: Keys | None) -> None:
        # A folder of ready databases is read by this room alone; the product opens only files that it wrote.
        self._connection = duckdb.connect(str(path), read_only=True)  # noqa: TID251
        self.prompt = _instructions().replace("{schema}", "\n\n".join(self._tables(keys)))

    def run(self, sql: str) -> list[tuple[object, ...]]:
        return self._connection.execute(sql).fetchmany(_MOST_ROWS)

    def close(self) -> None:
        self._connection.close()

    def _tables(self, keys: Keys | None) -> Iterator[str]:
        listed = self._connection.execute(
            "SELECT schema_name, table_name, sql FROM duckdb_tables() WHERE NOT internal ORDER BY table_oid"
        ).fetchall()
        for schema, table, statement in listed:
            name = table if schema == "main" else f"{schema}.{table}"
            yield f"{statement if keys is None else self._statement(table, keys)}\n{self._rows(name)}"

    def _statement(self, table: str, keys: Keys) -> str:
        columns = self._connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main'"
            " ORDER BY column_index",
            [table],
        ).fetchall()
        lines = [f"{_quoted(column)} {kind}" for column, kind in columns]
        primary = keys.primary.get(table, ())
        if primary:
            lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, primary))})")
        for own, other, its in keys.foreign.get(table, ()):
            lines.append(f"FOREIGN KEY ({_quoted(own)}) REFERENCES {_quoted(other)} ({_quoted(its)})")
        listed = ",\n  ".join(lines)
        return f"CREATE TABLE {_quoted(table)} (\n  {listed}\n);"

    def _rows(self, name: str) -> str:
        quoted = ".".join(f'"{part}"' for part in name.split(".", 1))
        found = self._connection.execute(f"SELECT * FROM {quoted} LIMIT {_SAMPLE_ROWS}")
        heads = [one[0] for one in found.description]
        lines = ["\t".join(heads), *("\t".join(_cell(cell) for cell in row) for row in found.fetchall())]
        return "\n".join([f"/* {_SAMPLE_ROWS} rows of {name}:", *lines, "*/"])


def asking(question: str) -> str:
    return _ASKING.replace("{question}", question)


def _quoted(name: str) -> str:
    from sqlglot import exp

    return exp.to_identifier(name).sql(dialect="duckdb")


def _cell(cell: object) -> str:
    return " ".join(str(cell).split())[:_LONGEST_CELL]


@cache
def _instructions() -> str:
    return Path(__file__).with_name("bare.md").read_text(encoding="utf-8")

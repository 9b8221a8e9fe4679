"""A DuckDB file that was not imported here, as table versions, a model and an index of its values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from core.model import SemanticModel
from core.table import Column, Origin, Table, TableVersion
from semantic_layer import ValueIndex, build_model, write_value_index
from warehouse import column_type, open_versions
from wire import dumps, loads

_LISTING = (
    "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' "
    "AND database_name = current_database() ORDER BY table_oid, column_index"
)

_OTHER_SCHEMAS = "SELECT count(*) FROM duckdb_tables() WHERE NOT internal AND schema_name <> 'main'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    name: str
    versions: tuple[TableVersion, ...]
    model: SemanticModel
    values: ValueIndex


@contextmanager
def open_database(path: Path, cache: Path) -> Iterator[tuple[Database, duckdb.DuckDBPyConnection]]:
    """What the model and the values are is kept in `cache`; delete the folder when the model building changes."""
    versions = table_versions(path)
    with open_versions(versions) as connection:
        kept, index = cache / f"{path.stem}.model.json", cache / f"{path.stem}.values.json"
        if kept.exists() and index.exists():
            model = loads(SemanticModel, kept.read_text())
        else:
            cache.mkdir(parents=True, exist_ok=True)
            model = build_model(versions, connection)
            write_value_index(model, connection, index)
            kept.write_text(dumps(model))
        with closing(ValueIndex(index)) as values:
            yield Database(name=path.stem, versions=versions, model=model, values=values), connection


def has_other_schemas(path: Path) -> bool:
    """Such a database is imported to be asked: a table version is a table of the main schema."""
    with duckdb.connect(str(path), read_only=True) as connection:  # noqa: TID251
        others = connection.execute(_OTHER_SCHEMAS).fetchone()
    return bool(others and others[0])


def table_versions(path: Path) -> tuple[TableVersion, ...]:
    # The product opens only files that it wrote; a folder of ready databases is listed by this room alone.
    with duckdb.connect(str(path), read_only=True) as connection:  # noqa: TID251
        listing = connection.execute(_LISTING).fetchall()
        tables: dict[str, list[Column]] = {}
        for table, column, type_ in listing:
            tables.setdefault(table, []).append(Column(name=column, label=column, type=column_type(type_)))
        rows = {name: _rows(connection, name) for name in tables}
    return tuple(_version(path, name, tuple(columns), rows[name]) for name, columns in tables.items())


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    name = table.replace('"', '""')
    counted = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    return int(counted[0]) if counted else 0


def _version(path: Path, name: str, columns: tuple[Column, ...], rows: int) -> TableVersion:
    table = Table(name=name, label=name, columns=columns, rows=rows, origin=Origin(file=path.name))
    return TableVersion(
        table=table,
        number=1,
        path=str(path.resolve()),
        relation=name,
        file_sha256="",
        imported_at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
    )

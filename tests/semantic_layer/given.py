"""Tables written down in a test, as the versions that the model is built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.model import Dimension, Entity, Measure, SemanticModel
from core.table import Column, Origin, Table, TableVersion
from semantic_layer import build_model, write_value_index
from semantic_layer.profile import Connection
from semantic_layer.value_index import ValueIndex
from warehouse import column_type, new_version_file, open_versions


def versions_of(
    folder: Path, tables: Mapping[str, str], *, number: int = 1, labels: Mapping[str, str] | None = None
) -> tuple[TableVersion, ...]:
    """One version for each table; its SQL makes its rows. `labels` are headers by column name."""
    with new_version_file(folder) as file:
        made = [_made(file.connection, name, sql, labels or {}) for name, sql in tables.items()]
    return tuple(
        TableVersion(
            table=table,
            number=number,
            path=str(file.path),
            relation=table.name,
            file_sha256="0" * 64,
            imported_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        for table in made
    )


def _made(connection: Any, name: str, sql: str, labels: Mapping[str, str]) -> Table:
    connection.execute(f'CREATE TABLE "{name}" AS {sql}')
    described = connection.execute(f'DESCRIBE "{name}"').fetchall()
    (rows,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    columns = tuple(
        Column(name=column, label=labels.get(column, column), type=column_type(kind)) for column, kind, *_ in described
    )
    return Table(name=name, label=name, columns=columns, rows=rows, origin=Origin(file=f"{name}.csv"))


def model_of(folder: Path, tables: Mapping[str, str], *, labels: Mapping[str, str] | None = None) -> SemanticModel:
    versions = versions_of(folder, tables, labels=labels)
    with open_versions(versions) as connection:
        return build_model(versions, connection)


def entity_of(folder: Path, sql: str, *, name: str = "things", labels: Mapping[str, str] | None = None) -> Entity:
    return model_of(folder, {name: sql}, labels=labels).entity(name)


@contextmanager
def value_index(folder: Path, tables: Mapping[str, str]) -> Iterator[ValueIndex]:
    versions = versions_of(folder, tables)
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        write_value_index(model, connection, folder / "values.json")
    index = ValueIndex(folder / "values.json")
    yield index
    index.close()


def roles(entity: Entity) -> dict[str, str]:
    return {field.name: field.role if isinstance(field, Dimension) else "measure" for field in entity.fields}


def measure(entity: Entity, name: str) -> Measure:
    field = entity.field(name)
    assert isinstance(field, Measure), f"{name} is {field}"
    return field


def references(model: SemanticModel) -> set[tuple[str, str]]:
    return {
        (f"{one.from_entity}.{column}", f"{one.to_entity}.{key}")
        for one in model.relationships
        for column, key in zip(one.from_columns, one.to_columns, strict=True)
    }


class CountingConnection:
    """Passes queries on and keeps them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.queries: list[str] = []

    def execute(self, query: str, parameters: Sequence[object] | None = None, /) -> Any:
        self.queries.append(query)
        return self._connection.execute(query, parameters)

    def sql(self, query: str, /) -> Any:
        self.queries.append(query)
        return self._connection.sql(query)

    def cursor(self) -> CountingConnection:
        other = CountingConnection(self._connection.cursor())
        other.queries = self.queries
        return other

    def close(self) -> None:
        self._connection.close()

    def asked_about(self, names: Iterable[str]) -> bool:
        return any(f'"{name}"' in query for query in self.queries for name in names)

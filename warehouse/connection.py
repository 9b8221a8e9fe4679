"""Every DuckDB connection of the product is opened here.

Only `duckdb` and the standard library are imported: a query process starts with this module.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

if TYPE_CHECKING:
    from core.table import TableVersion

DatabaseError = duckdb.Error
"""What a connection of this room raises for SQL that fails."""
OutOfMemory = duckdb.OutOfMemoryException

STORAGE_VERSION = "v1.5.0"
_ISOLATED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
}


class Source(NamedTuple):
    """`relation` of the DuckDB file at `path`, to be seen as the view `name`."""

    name: str
    path: str
    relation: str


def sources_of(versions: Iterable[TableVersion]) -> tuple[Source, ...]:
    return tuple(Source(version.table.name, version.path, version.relation) for version in versions)


def import_connection(path: Path) -> duckdb.DuckDBPyConnection:
    """Read and write, for a file that no pointer names yet."""
    return _connect(str(path), {"storage_compatibility_version": STORAGE_VERSION})


@contextmanager
def open_versions(versions: Iterable[TableVersion]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A view for each version under its table's name; for SQL of our own, never for a person's or a model's."""
    with tempfile.TemporaryDirectory(prefix="tablespeak-") as spill:
        connection = _connect(":memory:", {"temp_directory": spill})
        try:
            _add_views(connection, sources_of(versions))
            connection.execute("SET enable_external_access = false")
            yield connection
        finally:
            connection.close()


def sealed_connection(
    sources: Iterable[Source], *, memory_mb: int, threads: int, seconds: float
) -> duckdb.DuckDBPyConnection:
    """No file, network or setting can be reached any more; what does not fit in memory fails."""
    connection = _connect(":memory:", {"memory_limit": f"{memory_mb}MB", "threads": threads, "temp_directory": ""})
    _limit_time(connection, seconds)
    _add_views(connection, sources)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET disabled_filesystems = 'LocalFileSystem'")
    connection.execute("SET lock_configuration = true")
    return connection


def spilling_connection(
    sources: Iterable[Source], *, memory_mb: int, threads: int, seconds: float, folder: str, spill_mb: int
) -> duckdb.DuckDBPyConnection:
    """As sealed as spilling into `folder` allows; only for SQL that was compiled here."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb}MB",
        "threads": threads,
        "temp_directory": folder,
        "max_temp_directory_size": f"{spill_mb}MB",
    }
    connection = _connect(":memory:", settings)
    _limit_time(connection, seconds)
    _add_views(connection, sources)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def parsing_connection() -> duckdb.DuckDBPyConnection:
    """Reads statements and runs none of them: no table, file or setting can be reached."""
    connection = _connect(":memory:", {"memory_limit": "256MB", "threads": 1, "temp_directory": ""})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _connect(database: str, settings: dict[str, str | bool | int | float | list[str]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(database, config={**_ISOLATED, **settings})  # noqa: TID251
    _set_where_known(connection, "error_on_division_by_zero", "false")
    return connection


def _limit_time(connection: duckdb.DuckDBPyConnection, seconds: float) -> None:
    _set_where_known(connection, "max_execution_time", str(max(1, round(seconds * 1000))))


def _set_where_known(connection: duckdb.DuckDBPyConnection, setting: str, value: str) -> None:
    try:
        connection.execute(f"SET GLOBAL {setting} = {value}")
    except duckdb.CatalogException:
        return  # DuckDB 1.5 has neither of these settings; the pool's own deadline holds there.


def _add_views(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    attached: dict[str, str] = {}
    for source in sources:
        if source.path not in attached:
            attached[source.path] = f"tablespeak_file_{len(attached)}"
            path = source.path.replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS {attached[source.path]} (READ_ONLY)")
        relation = f"{attached[source.path]}.main.{quoted(source.relation)}"
        connection.execute(f"CREATE VIEW {quoted(source.name)} AS SELECT * FROM {relation}")

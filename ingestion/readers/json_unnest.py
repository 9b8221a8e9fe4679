"""Lists and entries inside of JSON values as rows of their own: r, p (the parent's key), k (the entry's key), j."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingestion.readers.json_fields import Path, pointer
from ingestion.sql import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def reach(path: Path) -> tuple[str, Path]:
    """The SQL of a JSON value and the path within it; a pointer cannot begin with an empty key."""
    return ("json_object('r', j)", ("r", *path)) if path[:1] == ("",) else ("j", path)


def extracted(path: Path) -> str:
    value, inner = reach(path)
    return f"json_extract({value}, {pointer(inner)})"


def elements_of(
    connection: DuckDBPyConnection, relation: str, source: str, path: Path, parent: str = "NULL::VARCHAR"
) -> None:
    """A single value counts as a list of one. Lists are stored before they are spread: one huge list is slow otherwise."""
    lists = "CASE json_type(x) WHEN 'ARRAY' THEN x::JSON[] WHEN 'NULL' THEN NULL ELSE CASE WHEN x IS NOT NULL THEN [x] END END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE json_lists AS SELECT {lists} AS l, p FROM"
        f" (SELECT {extracted(path)} AS x, {parent} AS p FROM {quoted(source)})"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT row_number() OVER () AS r, p, j FROM"
        " (SELECT p, unnest(l) AS j FROM json_lists)"
    )
    connection.execute("DROP TABLE json_lists")


def entries_of(
    connection: DuckDBPyConnection, relation: str, source: str, path: Path, parent: str = "NULL::VARCHAR"
) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE json_lists AS SELECT json_keys(x) AS keys, json_extract(x, '$.*') AS l, p FROM"
        f" (SELECT {extracted(path)} AS x, {parent} AS p FROM {quoted(source)}) WHERE json_type(x) = 'OBJECT'"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT row_number() OVER () AS r, p, k, j FROM"
        " (SELECT p, unnest(keys) AS k, unnest(l) AS j FROM json_lists)"
    )
    connection.execute("DROP TABLE json_lists")

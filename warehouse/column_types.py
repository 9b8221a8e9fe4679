"""DuckDB's types as the few that people meet."""

from __future__ import annotations

from core.table import ColumnType

_BY_NAME: dict[str, ColumnType] = {
    "BOOLEAN": "boolean",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "UTINYINT": "integer",
    "USMALLINT": "integer",
    "UINTEGER": "integer",
    "UBIGINT": "integer",
    "UHUGEINT": "integer",
    "BIGNUM": "integer",
    "FLOAT": "float",
    "DOUBLE": "float",
    "DATE": "date",
    "TIME": "time",
    "TIME_NS": "time",
    "TIME WITH TIME ZONE": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "INTERVAL": "interval",
    "VARCHAR": "text",
    "UUID": "text",
    "JSON": "text",
}
_BY_PREFIX: tuple[tuple[str, ColumnType], ...] = (
    ("DECIMAL(", "decimal"),
    ("ENUM(", "text"),
    ("STRUCT(", "struct"),
    ("MAP(", "struct"),
)


def column_type(duckdb_type: object) -> ColumnType:
    """Takes DuckDB's own type objects and their names ("DECIMAL(12,2)", "INTEGER[]")."""
    name = str(duckdb_type)
    if name.endswith("]"):
        return "list"
    known = _BY_NAME.get(name)
    if known is not None:
        return known
    return next((kind for prefix, kind in _BY_PREFIX if name.startswith(prefix)), "other")

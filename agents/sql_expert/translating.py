"""SQL of DuckDB in other dialects, as well as can be."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

from core.errors import InvalidInput, UnknownName

_NAMES = {
    "postgres": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite", "bigquery": "BigQuery", "snowflake": "Snowflake",
    "redshift": "Redshift", "tsql": "SQL Server", "oracle": "Oracle", "databricks": "Databricks", "spark": "Spark",
    "trino": "Trino", "presto": "Presto", "clickhouse": "ClickHouse", "athena": "Athena", "hive": "Hive",
}  # fmt: skip
_ALSO = {
    "postgresql": "postgres", "pg": "postgres", "mariadb": "mysql", "big query": "bigquery", "sql server": "tsql",
    "sqlserver": "tsql", "mssql": "tsql", "ms sql": "tsql", "t-sql": "tsql", "spark sql": "spark", "azure": "tsql",
}  # fmt: skip
DIALECT_WORDS = tuple(sorted({*_NAMES, *_ALSO}, key=len, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """`dialect` is its usual name; `doubts` are sentences on what the other dialect may not have."""

    sql: str
    dialect: str
    doubts: tuple[str, ...] = ()
    label: str = "Best effort: it was not run on such a database, so check it there."


def translate(sql: str, dialect: str) -> Translation:
    """Raises UnknownName for a dialect that is not known, InvalidInput for SQL that cannot be read or be said in it."""
    folded = " ".join(dialect.casefold().split())
    known = _ALSO.get(folded, folded)
    if known not in _NAMES:
        raise UnknownName("dialect", dialect, _NAMES)
    doubts: tuple[str, ...] = ()
    try:
        (written,) = sqlglot.transpile(sql, read="duckdb", write=known, pretty=True, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as unsupported:
        doubts = tuple(dict.fromkeys(line for line in str(unsupported).splitlines() if line.strip()))
        (written,) = sqlglot.transpile(
            sql, read="duckdb", write=known, pretty=True, unsupported_level=ErrorLevel.IGNORE
        )
    except (ParseError, ValueError) as unread:
        raise InvalidInput("The SQL cannot be read as one statement.", hint="Give one SELECT statement.") from unread
    if not written.strip():
        raise InvalidInput(f"This cannot be said in {_NAMES[known]}.", hint="Take it apart into simpler queries.")
    return Translation(sql=written, dialect=_NAMES[known], doubts=doubts)

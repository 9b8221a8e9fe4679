"""A small shop, written as one version file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from core.table import Column, Origin, Table, TableVersion
from warehouse import column_type, new_version_file

_STATEMENTS = (
    """CREATE TABLE orders AS SELECT i AS id, DATE '2024-01-01' + (i * 7 % 365)::INTEGER AS day, (i * 13 % 20)::INTEGER AS customer_id,
       ['paid', 'open', 'returned'][1 + i % 3] AS status, ['EUR', 'USD'][1 + i % 2] AS currency,
       (i * 37 % 1000 / 10.0)::DECIMAL(9, 2) AS amount, (1 + i % 5)::INTEGER AS quantity FROM range(500) t(i)""",
    """CREATE TABLE customers AS SELECT i AS id, ['Anna', 'Bert', 'Clara'][1 + i % 3] || ' ' || i AS name,
       'u' || i || '@' || ['mail.com', 'post.de'][1 + i % 2] AS email, ['vip', 'new', 'b2b'][1 + i % 3] AS segment,
       ['vip', 'new'][1:1 + i % 2] AS tags, {'city': ['Rome', 'Oslo'][1 + i % 2], 'zip': i::VARCHAR} AS address,
       CASE WHEN i > 0 THEN i // 2 END AS manager_id, map {'math': i, 'art': i + 1} AS scores,
       ('{"plan": "free", "usage": {"api": ' || i || '}, "flags": [1, 2]}')::JSON AS profile FROM range(25) t(i)""",
    """CREATE TABLE rates AS SELECT ['EUR', 'USD'][1 + i % 2] AS currency, DATE '2024-01-01' + (i // 2 * 30)::INTEGER AS day,
       (1 + i / 100.0)::DOUBLE AS rate FROM range(24) t(i)""",
    "CREATE TABLE hidden AS SELECT 'secret' AS secret",
)
SHOWN = ("orders", "customers", "rates")


def write_shop(folder: Path) -> tuple[TableVersion, ...]:
    """`hidden` is in the file too, but is no table of the workspace."""
    with new_version_file(folder) as file:
        for statement in _STATEMENTS:
            file.connection.execute(statement)
        tables = [_table(file.connection, name) for name in SHOWN]
    return tuple(
        TableVersion(
            table=table,
            number=1,
            path=str(file.path),
            relation=table.name,
            file_sha256="0" * 64,
            imported_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        for table in tables
    )


def names_of(versions: tuple[TableVersion, ...]) -> Mapping[str, tuple[str, ...]]:
    return {version.table.name: tuple(column.name for column in version.table.columns) for version in versions}


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> Table:
    described = connection.execute(f"DESCRIBE {name}").fetchall()
    (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0]
    columns = tuple(Column(name=row[0], label=row[0], type=column_type(row[1])) for row in described)
    return Table(name=name, label=name, columns=columns, rows=rows, origin=Origin(file="shop.csv"))

"""A small shop: regions, customers, products, orders with a date, and one customer who never ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agents.sql_expert import Understanding, understand
from core.model import SemanticModel
from core.plan import Plan
from core.question import Question
from core.table import Column, Origin, Table, TableVersion
from core.ways import Unclear
from semantic_layer import ValueIndex, build_model, compile_plan, write_value_index
from warehouse import column_type, new_version_file, open_versions

TODAY = date(2026, 3, 1)
_SQL = """
CREATE TABLE customers AS SELECT * FROM (VALUES
    (1, 'Ada Byron', 'Paris', 36, 'ada@example.org'), (2, 'Grace Hopper', 'London', 52, NULL),
    (3, 'Alan Turing', 'London', 41, 'alan@example.org'), (4, 'Edsger Dijkstra', 'Austin', 72, 'ed@example.org')
) AS t(customer_id, customer_name, city, age, email);
CREATE TABLE products AS SELECT * FROM (VALUES
    (10, 'Kettle', 'Kitchen', 30.5), (11, 'Teapot', 'Kitchen', 22.0), (12, 'Desk lamp', 'Office', 45.0),
    (13, 'Stapler', 'Office', 9.5), (14, 'Sofa', 'Living room', 799.0)
) AS t(product_id, product_name, category, price);
CREATE TABLE orders AS SELECT * FROM (VALUES
    (100, 1, 10, DATE '2024-01-15', 61.0, 'shipped'), (101, 1, 12, DATE '2024-02-03', 45.0, 'shipped'),
    (102, 2, 11, DATE '2024-02-20', 44.0, 'cancelled'), (103, 3, 14, DATE '2024-03-09', 799.0, 'shipped'),
    (104, 3, 13, DATE '2024-04-01', 19.0, 'open'), (105, 2, 12, DATE '2024-04-28', 90.0, 'shipped'),
    (106, 1, 14, DATE '2024-05-30', 799.0, 'open'), (107, 3, 10, DATE '2024-06-11', 30.5, 'shipped')
) AS t(order_id, customer_id, product_id, order_date, amount, status);
"""


class Shop:
    def __init__(self, model: SemanticModel, values: ValueIndex, connection: duckdb.DuckDBPyConnection) -> None:
        self.model, self.values, self.connection = model, values, connection

    def plan(self, text: str) -> Plan:
        return understand(self.task(text))

    def task(self, text: str) -> Understanding:
        return Understanding(question=Question(text=text, today=TODAY), model=self.model, values=self.values)

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        return self.rows_of(self.plan(text))

    def first_rows(self, text: str) -> list[tuple[Any, ...]]:
        """Of the reading that is taken, or of the first that is asked about."""
        try:
            return self.rows(text)
        except Unclear as unclear:
            plan = unclear.clarification.options[0].plan
            assert plan is not None
            return self.rows_of(plan)

    def rows_of(self, plan: Plan) -> list[tuple[Any, ...]]:
        query = compile_plan(plan, self.model)
        return self.connection.execute(query.sql, list(query.parameters)).fetchall()


@contextmanager
def shop_of(folder: Path, sql: str) -> Iterator[Shop]:
    """The tables that `sql` makes, with their model and values."""
    with new_version_file(folder) as file:
        file.connection.execute(sql)
        columns = file.connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
        ).fetchall()
        rows = {name: file.connection.table(name).shape[0] for name in {column[0] for column in columns}}
    versions = [_version(file.path, name, columns, rows[name]) for name in sorted(rows)]
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        write_value_index(model, connection, folder / "values")
        yield Shop(model, ValueIndex(folder / "values"), connection)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("shop"), _SQL) as shop:
        yield shop


@pytest.fixture
def ask(shop: Shop) -> Callable[[str], list[tuple[Any, ...]]]:
    return shop.rows


def told(rows: list[tuple[object, ...]]) -> list[str]:
    """Rows in no order, with numbers that are hardly apart as one."""
    return sorted(
        repr(tuple(round(float(one), 6) if isinstance(one, float | Decimal) else str(one) for one in row))
        for row in rows
    )


def _version(path: Path, name: str, columns: list[tuple[Any, ...]], rows: int) -> TableVersion:
    own = tuple(
        Column(name=c, label=c.replace("_", " "), type=column_type(t)) for table, c, t in columns if table == name
    )
    table = Table(name=name, label=name, columns=own, rows=rows, origin=Origin(file="shop.csv"))
    return TableVersion(
        table=table,
        number=1,
        path=str(path),
        relation=name,
        file_sha256="",
        imported_at=datetime(2026, 3, 1, tzinfo=UTC),
    )

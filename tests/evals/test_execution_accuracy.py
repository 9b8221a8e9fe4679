from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from evals.cells import plain, same
from evals.execution_accuracy import expected_of, is_same_result
from warehouse import open_versions

_ROWS = (
    "(VALUES (1,'a','g1',1.5), (2,'b','g1',2.5), (3,'c','g2',2.5), (4,'d','g2',NULL), (5,'d','g3',9)) t(id,name,grp,x)"
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_versions([]) as opened:
        opened.execute(f"CREATE TABLE t AS SELECT * FROM {_ROWS}")
        yield opened


def agree(connection: duckdb.DuckDBPyConnection, gold: str, answer: str) -> bool:
    expected = expected_of(gold, lambda sql: connection.execute(sql).fetchall())
    return is_same_result(connection.execute(answer).fetchall(), expected)


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("SELECT name, x FROM t", "SELECT name, x FROM t ORDER BY id DESC", True),
        ("SELECT name FROM t", "SELECT DISTINCT name FROM t", False),
        ("SELECT name, grp, x FROM t", "SELECT x, name, grp FROM t", True),
        ("SELECT id, x FROM t WHERE id < 4", "SELECT * FROM (VALUES (1, 2.5), (2, 2.5), (3, 1.5))", False),
        ("SELECT name FROM t", "SELECT id, name FROM t", False),
        ("SELECT name FROM t ORDER BY id", "SELECT name FROM t ORDER BY id DESC", False),
        (
            "SELECT name FROM t WHERE x IS NOT NULL ORDER BY x",
            "SELECT name FROM t WHERE x IS NOT NULL ORDER BY x, id DESC",
            True,
        ),
        ("SELECT name FROM t ORDER BY x NULLS LAST LIMIT 2", "SELECT * FROM (VALUES ('a'), ('c'))", True),
        ("SELECT name FROM t ORDER BY x NULLS LAST LIMIT 2", "SELECT * FROM (VALUES ('a'), ('d'))", False),
        ("SELECT avg(x) FROM t", "SELECT 3.8751", True),
        ("SELECT avg(x) FROM t", "SELECT 3.88", False),
        ("SELECT 12", "SELECT '12'", True),
        ("SELECT 12", "SELECT '012'", False),
        ("SELECT NULL::INT", "SELECT 0", False),
        ("SELECT id FROM t WHERE id > 99", "SELECT name FROM t WHERE id > 99", True),
        ("SELECT id FROM t WHERE id > 99", "SELECT NULL", False),
        (
            "SELECT grp, count(*) FROM t GROUP BY grp ORDER BY count(*) DESC",
            "SELECT count(*) n, grp FROM t GROUP BY grp ORDER BY n DESC, grp DESC",
            True,
        ),
    ],
)
def test_rows_are_compared_as_the_question_needs(
    connection: duckdb.DuckDBPyConnection, gold: str, answer: str, *, right: bool
) -> None:
    assert agree(connection, gold, answer) is right


def test_cells_of_one_meaning_are_the_same() -> None:
    assert plain(Decimal("2.50")) == plain(2.5)
    assert plain(datetime(2020, 1, 1)) == plain(date(2020, 1, 1)) == plain("2020-01-01")  # noqa: DTZ001
    assert plain(True) == 1
    assert same(1_000_000.4, 1_000_000.5)
    assert not same(1_000_000, 1_000_001)

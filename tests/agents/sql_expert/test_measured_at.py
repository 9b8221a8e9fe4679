"""One measure at several times, each in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE growth AS SELECT i AS plot, ['sand', 'clay'][i % 2 + 1] AS soil, i * 1.5 AS week2_leaf_cnt, i * 2.5 AS week6_leaf_cnt,
    i * 0.5 AS week2_stem_length, i * 0.75 AS week6_stem_length FROM range(1, 21) t(i);
"""


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("growth"), _SQL) as shop:
        yield shop


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ("average leaf count at week 6", "week6_leaf_cnt"),
        ("average stem length in week 2", "week2_stem_length"),
        ("average leaf count after week 2", "week2_leaf_cnt"),
    ],
)
def test_the_time_tells_the_column(growth: Shop, asked: str, column: str) -> None:
    expected = growth.connection.execute(f"SELECT avg({column}) FROM growth").fetchall()
    assert growth.rows(asked) == expected

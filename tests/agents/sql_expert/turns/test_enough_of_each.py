"""What was told, of which only those with so many are kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import rows

_SQL = """
CREATE TABLE choirs AS SELECT i AS choir_id, 'Choir ' || i AS choir_name, ['Leeds', 'York', 'Hull'][i % 3 + 1] AS town,
    5.0 + i * 2.5 AS yearly_fee FROM range(1, 10) t(i);
CREATE TABLE singers AS SELECT i AS singer_id, 'Singer ' || i AS singer_name, (i * i) % 9 + 1 AS choir_id, 18 + i % 50 AS age
    FROM range(1, 61) t(i);
"""
_EACH = "SELECT choir_name, count(*) FROM singers JOIN choirs USING (choir_id) GROUP BY choir_id, choir_name"


@pytest.fixture(scope="module")
def choirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("choirs"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("before", "turn", "sql"),
    [
        ("how many singers does each choir have", "only those with at least 10", f"{_EACH} HAVING count(*) >= 10"),
        (
            "how many singers does each choir have",
            "skip choirs with fewer than 8 singers",
            f"{_EACH} HAVING count(*) >= 8",
        ),
        (
            "how many singers does each choir have",
            "leave out the ones with more than 12",
            f"{_EACH} HAVING count(*) <= 12",
        ),
        (
            "show the name and yearly fee of the choirs in Leeds",
            "just the ones below 15",
            "SELECT choir_name, yearly_fee FROM choirs WHERE town = 'Leeds' AND yearly_fee < 15",
        ),
    ],
)
async def test_those_with_so_many_are_kept(choirs: Shop, before: str, turn: str, sql: str) -> None:
    expected = choirs.connection.execute(sql).fetchall()
    assert sorted(map(repr, await rows(choirs, before, turn))) == sorted(map(repr, expected))

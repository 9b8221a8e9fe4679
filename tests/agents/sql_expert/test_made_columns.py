"""Figures that no column holds: made of two columns of a row, listed, ranked, compared and put together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE boats AS SELECT i AS boat_id, 'Boat ' || i AS boat_name, ['Sloop', 'Ketch', 'Yawl'][i % 3 + 1] AS rig,
    8.0 + i * 7 % 13 AS length_m, 2.5 + i * 3 % 5 * 0.4 AS beam_m, 20 + i * 11 % 37 AS sail_area, 1500.0 + i * 331 % 4100 AS weight_kg,
    90000.0 + i * 7919 % 150000 AS asking_price, 60000.0 + i * 6151 % 90000 AS lowest_price, 500 + i * 37 % 900 AS yearly_upkeep
    FROM range(1, 61) t(i);
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("harbour"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "which 4 boats have the most sail area per kg of weight?",
            "SELECT boat_name, sail_area / weight_kg FROM boats ORDER BY 2 DESC LIMIT 4",
        ),
        (
            "list boat name and length over beam of the ketches",
            "SELECT boat_name, length_m / beam_m FROM boats WHERE rig = 'Ketch'",
        ),
        (
            "how many boats have an asking price minus lowest price above 60000",
            "SELECT count(*) FROM boats WHERE asking_price - lowest_price > 60000",
        ),
        (
            "what is the asking price per kg of the heaviest boat?",
            "SELECT asking_price / weight_kg FROM boats WHERE weight_kg = (SELECT max(weight_kg) FROM boats)",
        ),
        (
            "show the boat name and the difference between its asking and lowest price for every yawl",
            "SELECT boat_name, asking_price - lowest_price FROM boats WHERE rig = 'Yawl'",
        ),
        (
            "average length times beam by rig",
            "SELECT rig, avg(length_m * beam_m) FROM boats GROUP BY 1",
        ),
    ],
)
def test_what_is_made_of_columns_is_read_as_one(harbour: Shop, question: str, sql: str) -> None:
    expected = harbour.connection.execute(sql).fetchall()
    found = [
        tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row) for row in harbour.rows(question)
    ]
    wanted = [tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row) for row in expected]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)

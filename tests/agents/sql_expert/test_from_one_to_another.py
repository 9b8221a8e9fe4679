"""Two links between the same two tables, which words of going and coming tell apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_sets_and_own_averages import firsts, told

_SQL = """
CREATE TABLE stations AS SELECT ['AAR', 'BLL', 'CPH', 'ESB', 'ODE', 'ROS'][i] AS code, ['Aarhus', 'Billund', 'Copenhagen', 'Esbjerg',
    'Odense', 'Roskilde'][i] AS station_name, ['Jutland', 'Jutland', 'Zealand', 'Jutland', 'Funen', 'Zealand'][i] AS province
    FROM range(1, 7) t(i);
CREATE TABLE trips AS SELECT i AS trip_id, ['AAR', 'BLL', 'CPH', 'ESB', 'ODE', 'ROS'][(i * 5) % 6 + 1] AS departure,
    ['CPH', 'ESB', 'ODE', 'AAR', 'BLL', 'ROS'][(i * i) % 5 + 1] AS arrival, 20.0 + i % 31 AS fare,
    DATE '2024-01-01' + CAST(i AS INTEGER) AS ridden_on FROM range(1, 201) t(i);
"""
_BOTH = "FROM trips JOIN stations d ON departure = d.code JOIN stations a ON arrival = a.code"


@pytest.fixture(scope="module")
def railway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("railway"), _SQL) as opened:
        yield opened


def test_columns_called_by_the_ends_of_a_way_refer_to_places(railway: Shop) -> None:
    linked = {(one.from_columns, one.to_entity) for one in railway.model.relationships}
    assert {(("departure",), "stations"), (("arrival",), "stations")} <= linked


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "how many trips went from Billund to Copenhagen?",
            f"SELECT count(*) {_BOTH} WHERE d.station_name = 'Billund' AND a.station_name = 'Copenhagen'",
        ),
        (
            "total fare of trips from Jutland to Funen",
            f"SELECT sum(fare) {_BOTH} WHERE d.province = 'Jutland' AND a.province = 'Funen'",
        ),
        ("how many trips to Odense", f"SELECT count(*) {_BOTH} WHERE a.station_name = 'Odense'"),
        ("number of trips from Odense", f"SELECT count(*) {_BOTH} WHERE d.station_name = 'Odense'"),
        ("number of trips by arrival province", f"SELECT a.province {_BOTH} GROUP BY 1"),
    ],
)
def test_words_of_going_tell_the_link(railway: Shop, asked: str, sql: str) -> None:
    assert firsts(railway.rows(asked)) == firsts(told(railway, sql))

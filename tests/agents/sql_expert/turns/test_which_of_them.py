"""Which of several did what, and another figure of the same groups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import rows

_SQL = """
CREATE TABLE guests AS SELECT i AS guest_id, 'Guest ' || chr(65 + i::INT) AS guest_name, ['Lima', 'Oslo'][1 + (i % 2)::INT] AS home
    FROM range(9) t(i);
ALTER TABLE guests ADD PRIMARY KEY (guest_id);
CREATE TABLE stays AS SELECT i AS stay_id, (i * 4) % 7 AS guest_id, ['Single', 'Double', 'Suite'][1 + (i % 3)::INT] AS room_kind,
    1 + (i * 5) % 6 AS nights, round(50 + (i * 37) % 210, 2)::DOUBLE AS amount, DATE '2024-02-01' + i::INT AS arrived_on
    FROM range(70) t(i);
ALTER TABLE stays ADD PRIMARY KEY (stay_id);
"""


@pytest.fixture(scope="module")
def inn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("inn"), _SQL) as made:
        yield made


_OSLO = "stays JOIN guests USING (guest_id) WHERE home = 'Oslo' GROUP BY 1 ORDER BY 2 DESC LIMIT 1"


async def test_the_one_of_them_that_did_most(inn: Shop) -> None:
    found = await rows(inn, "guests from Oslo", "which of them spent the most")
    assert found == inn.connection.execute(f"SELECT guest_name, sum(amount) FROM {_OSLO}").fetchall()


async def test_several_are_asked_of_though_one_of_them_was_told_last(inn: Shop) -> None:
    found = await rows(inn, "guests from Oslo", "which of them spent the most", "which of these have no stays")
    missing = "SELECT guest_name FROM guests WHERE home = 'Oslo' AND guest_id NOT IN (SELECT guest_id FROM stays)"
    assert sorted(found) == sorted(inn.connection.execute(missing).fetchall())


@pytest.mark.parametrize("change", ["and by nights", "no, by nights", "by total nights instead"])
async def test_groups_are_told_by_another_figure(inn: Shop, change: str) -> None:
    found = await rows(inn, "top 2 room kinds by amount", change)
    by_nights = "SELECT room_kind, sum(nights) FROM stays GROUP BY 1 ORDER BY 2 DESC LIMIT 2"
    assert found == inn.connection.execute(by_nights).fetchall()


async def test_each_of_several_groups_is_told_apart(inn: Shop) -> None:
    found = await rows(inn, "top 2 room kinds by amount", "how many stays does each of them have")
    best = "SELECT room_kind FROM stays GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 2"
    each = f"SELECT room_kind, count(*) FROM stays WHERE room_kind IN ({best}) GROUP BY 1"
    assert sorted(found) == sorted(inn.connection.execute(each).fetchall())


async def test_which_of_the_groups_is_one_of_them(inn: Shop) -> None:
    found = await rows(inn, "top 2 room kinds by amount", "which of them has the highest average nights")
    best = "SELECT room_kind FROM stays GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 2"
    one = f"SELECT room_kind, avg(nights) FROM stays WHERE room_kind IN ({best}) GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    assert found == inn.connection.execute(one).fetchall()

"""Another weekday, month or hour of the day takes the place of the one before; pieces that were sold of what was told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import rows

_SQL = """
CREATE TABLE teas AS SELECT * FROM (VALUES (1, 'Assam'), (2, 'Sencha'), (3, 'Rooibos')) v(tea_id, tea_name);
ALTER TABLE teas ADD PRIMARY KEY (tea_id);
CREATE TABLE sales AS SELECT i AS sale_id, 1 + (i * i) % 3 AS tea_id, 1 + i % 4 AS quantity, round(3 + i % 9, 2)::DOUBLE AS amount,
    TIMESTAMP '2024-01-01 03:00:00' + INTERVAL (i * 5) HOUR AS sold_at FROM range(900) t(i);
ALTER TABLE sales ADD PRIMARY KEY (sale_id);
CREATE TABLE complaints AS SELECT i AS complaint_id, 1 + (i // 2) % 2 + (i % 7 = 0)::INT AS tea_id FROM range(40) t(i);
ALTER TABLE complaints ADD PRIMARY KEY (complaint_id);
"""


@pytest.fixture(scope="module")
def teahouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("teahouse"), _SQL) as made:
        yield made


@pytest.mark.parametrize(
    ("turns", "condition"),
    [
        (("how many sales in the morning", "and in the evening?"), "hour(sold_at) >= 18"),
        (("how many sales on Mondays", "and on Tuesdays?"), "isodow(sold_at) = 2"),
        (("how many sales in February", "and in March?"), "month(sold_at) = 3"),
        (("how many sales in February", "and in March 2024?"), "month(sold_at) = 3"),
        (("how many sales in February", "only in 2024"), "month(sold_at) = 2 AND year(sold_at) = 2024"),
        (("how many sales in 2024", "on Mondays", "and on weekends?"), "isodow(sold_at) >= 6 AND year(sold_at) = 2024"),
    ],
)
async def test_it_takes_the_place_of_the_one_before(teahouse: Shop, turns: tuple[str, ...], condition: str) -> None:
    counted = teahouse.connection.execute(f"SELECT count(*) FROM sales WHERE {condition}").fetchall()
    assert await rows(teahouse, *turns) == counted


async def test_how_many_were_sold_are_pieces(teahouse: Shop) -> None:
    most = "(SELECT tea_id FROM complaints GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)"
    pieces = teahouse.connection.execute(f"SELECT sum(quantity) FROM sales WHERE tea_id = {most}").fetchall()
    assert await rows(teahouse, "which tea had the most complaints", "how many were sold?") == pieces

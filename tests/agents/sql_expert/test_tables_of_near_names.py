"""Two tables whose names mean nearly the same are two things; a column of names is counted, not ranked by its letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE buyers AS SELECT i AS buyer_id, ['Ada', 'Ben', 'Cleo', 'Dan'][i] AS buyer_name FROM range(1, 5) t(i);
CREATE TABLE orders AS SELECT i AS order_id, i % 4 + 1 AS buyer_id, DATE '2024-03-01' + (i * 3)::INT AS date_order_placed,
    100.5 + i AS total FROM range(1, 31) t(i);
CREATE TABLE shipments AS SELECT i AS shipment_id, i % 30 + 1 AS order_id, DATE '2024-05-01' + (i * 2)::INT AS shipment_date
    FROM range(1, 41) t(i);
CREATE TABLE papers AS SELECT i AS paper_id, ['Yale', 'Bergen', 'Bergen', 'Oslo', 'Bergen'][i] AS college,
    ['Zed', 'Amy', 'Bo', 'Zoe', 'Amy'][i] AS writer, 2020 + i AS printed FROM range(1, 6) t(i);
"""


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("near"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize("asked", ["order dates of Ada", "What are the dates of the orders made by Ada?"])
def test_the_date_of_an_order_is_not_that_of_its_shipment(near: Shop, asked: str) -> None:
    sql = "SELECT date_order_placed FROM orders WHERE buyer_id = 1 ORDER BY 1"
    assert sorted(near.rows(asked)) == near.connection.execute(sql).fetchall()


def test_the_date_of_a_shipment_is_its_own(near: Shop) -> None:
    latest = near.connection.execute("SELECT max(shipment_date) FROM shipments").fetchall()
    assert [row[:1] for row in near.rows("latest shipment date")] == latest


@pytest.mark.parametrize(("asked", "expected"), [("most", ("Bergen", 2)), ("fewest", None)])
def test_the_most_of_a_column_of_names_is_how_many_there_are(
    near: Shop, asked: str, expected: tuple[str, int] | None
) -> None:
    [found] = near.rows(f"Which college has the {asked} writers?")
    assert found == expected or (expected is None and found[1] == 1)

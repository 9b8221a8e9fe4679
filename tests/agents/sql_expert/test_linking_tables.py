"""Two tables that several others link: which of those is meant is told by the verb, or asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.plan import Exists, Plan
from core.ways import Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE guests AS SELECT i AS guest_id, 'Guest ' || i AS guest_name,
    CASE i % 3 WHEN 0 THEN 'Germany' WHEN 1 THEN 'France' ELSE 'Italy' END AS country,
    CASE i % 2 WHEN 0 THEN 'F' ELSE 'M' END AS sex FROM range(1, 31) t(i);
CREATE TABLE rooms AS SELECT i AS room_id, 'Room ' || i AS room_name,
    CASE i % 2 WHEN 0 THEN 'Suite' ELSE 'Single' END AS room_type FROM range(1, 13) t(i);
CREATE TABLE bookings AS SELECT i AS booking_id, 1 + i % 25 AS guest_id, 1 + i % 12 AS room_id,
    DATE '2024-01-01' + CAST(i AS INTEGER) AS booking_date, 50.0 + i AS price FROM range(1, 201) t(i);
CREATE TABLE ratings AS SELECT i AS rating_id, 1 + (i * 7) % 30 AS guest_id, 1 + (i * 5) % 12 AS room_id,
    1 + i % 5 AS stars FROM range(1, 91) t(i);
"""


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("hotel"), _SQL) as hotel:
        yield hotel


def readings(hotel: Shop, question: str) -> list[Plan]:
    with pytest.raises(Unclear) as unclear:
        hotel.plan(question)
    return [option.plan for option in unclear.value.clarification.options if option.plan is not None]


@pytest.mark.parametrize("question", ["number of guests per room type", "guests by room type"])
def test_without_a_verb_each_way_is_offered(hotel: Shop, question: str) -> None:
    assert {plan.entity for plan in readings(hotel, question)} == {"bookings", "ratings"}


@pytest.mark.parametrize(
    ("question", "entity"),
    [("how many guests booked each room type", "bookings"), ("how many guests rated each room type", "ratings")],
)
def test_the_verb_tells_which_table_is_meant(hotel: Shop, question: str, entity: str) -> None:
    assert hotel.plan(question).entity == entity


def test_what_is_done_and_to_what_is_one_row_of_the_linking_table(hotel: Shop) -> None:
    plan = hotel.plan("which guests rated suites?")
    assert isinstance(plan.where, Exists)
    assert plan.where.entity == "ratings"
    rows = {row[0] for row in hotel.rows_of(plan)}
    asked = """SELECT DISTINCT guest_name FROM guests JOIN ratings USING (guest_id) JOIN rooms USING (room_id)
        WHERE room_type = 'Suite'"""
    assert rows == {row[0] for row in hotel.connection.execute(asked).fetchall()}


@pytest.mark.parametrize(("question", "count"), [("how many German guests are there?", 10), ("how many women?", 15)])
def test_a_word_for_a_nation_or_a_sex_is_the_value_in_the_data(hotel: Shop, question: str, count: int) -> None:
    assert hotel.rows(question) == [(count,)]

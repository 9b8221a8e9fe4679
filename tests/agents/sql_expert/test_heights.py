"""What an adjective measures, the most of what happens, and sizes told by the unit or the people behind a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agents.sql_expert.schema import schema_of
from agents.sql_expert.trade.bringing_in import bringing_in
from agents.sql_expert.trade.roles import Roles
from core.plan import Aggregate
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_CABINS = """
CREATE TABLE wardens AS SELECT i AS warden_id, 'Warden ' || chr(64 + i::INTEGER) AS warden_name,
    DATE '1970-01-01' + (i * 500)::INTEGER AS birth_date,
    DATE '2023-06-01' - (i * 90)::INTEGER AS member_since, 1900 + i * 10 AS monthly_pay FROM range(1, 7) t(i);
CREATE TABLE rentals AS SELECT 'R' || (100 + i) AS rental_id, 1 + i % 6 AS warden_id, ['Lake', 'Forest', 'Hill'][i % 3 + 1] AS cabin_type,
    DATE '2024-01-01' + (i * 3)::INTEGER AS checked_in, 1 + (i * 5) % 9 AS nights, 60.0 + (i * 7) % 90 AS nightly_rate,
    (1 + (i * 5) % 9) * (60.0 + (i * 7) % 90) AS total_amount, 1 + (i * 3) % 6 AS party_size FROM range(60) t(i);
CREATE TABLE verdicts AS SELECT i AS verdict_id, 'R' || (100 + i) AS rental_id, 1 + ((i * i) // 3 + i // 20) % 5 AS stars,
    DATE '2024-01-12' + (i * 3)::INTEGER AS posted_on FROM range(60) t(i) WHERE i % 2 = 0;
"""


@pytest.fixture(scope="module")
def cabins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("cabins"), _CABINS) as shop:
        yield shop


def told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def test_the_worst_rated_have_the_least_stars_and_not_the_lowest_rate(cabins: Shop) -> None:
    stars = dict(told(cabins, "SELECT rental_id, stars FROM verdicts"))
    found = [stars[row[0]] for row in cabins.first_rows("worst rated rentals")]
    assert found == sorted(stars.values())[: len(found)]


@pytest.mark.parametrize(
    ("question", "end"),
    [("best reviewed cabin type", "DESC"), ("lowest scored cabin type", "ASC"), ("top rated cabin type", "DESC")],
)
def test_a_kind_is_rated_by_what_its_rows_are_on_average(cabins: Shop, question: str, end: str) -> None:
    wanted = told(
        cabins,
        f"SELECT cabin_type FROM rentals JOIN verdicts USING (rental_id) GROUP BY 1 ORDER BY avg(stars) {end} LIMIT 1",
    )
    assert cabins.first_rows(question)[0][0] == wanted[0][0]


def test_where_nothing_is_scored_nothing_is_rated(tmp_path: Any) -> None:
    plain = "CREATE TABLE rooms AS SELECT i AS room_id, 'Room ' || i AS room_name, 50 + i AS hourly_rate FROM range(30) t(i);"
    with shop_of(tmp_path, plain) as shop, pytest.raises((Declined, Unclear)):
        shop.plan("worst rated room")


@pytest.mark.parametrize(
    "question", ["Which weekday has the most check-ins?", "which day of the week had the most check-ins"]
)
def test_the_most_of_a_date_is_how_many_rows_have_one(cabins: Shop, question: str) -> None:
    wanted = told(cabins, "SELECT isodow(checked_in), count(*) FROM rentals GROUP BY 1 ORDER BY 2 DESC")
    assert cabins.first_rows(question)[0][1] == wanted[0][1]


def test_a_period_is_no_column_that_begins_alike(cabins: Shop) -> None:
    found = cabins.first_rows("which month had the most rentals")
    wanted = told(
        cabins, "SELECT date_trunc('month', checked_in), count(*) FROM rentals GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    assert found[0][1] == wanted[0][1]


def test_the_newest_is_the_last_to_come_and_not_the_last_to_be_born(cabins: Shop) -> None:
    assert cabins.first_rows("newest warden")[0][0] == "Warden A"
    assert cabins.first_rows("longest-standing warden")[0][0] == "Warden F"
    assert cabins.first_rows("youngest warden")[0][0] == "Warden F"


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("rentals longer than 6 nights", "nights > 6"),
        ("rentals of at least a week", "nights >= 7"),
        ("rentals for 4 or more people", "party_size >= 4"),
        ("rentals for 5+ wardens", "party_size >= 5"),
        ("how many rentals were for more than 3 people", "party_size > 3"),
    ],
)
def test_sizes_are_told_by_the_unit_or_by_people(cabins: Shop, question: str, condition: str) -> None:
    wanted = told(cabins, f"SELECT count(*) FROM rentals WHERE {condition}")[0][0]
    found = cabins.first_rows(question)
    assert (found[0][0] if question.startswith("how many") else len(found)) == wanted


def test_the_longest_is_told_by_its_nights(cabins: Shop) -> None:
    assert 9 in cabins.first_rows("longest rental")[0]


def test_what_is_done_to_a_figure_is_no_other_figure(cabins: Shop) -> None:
    wanted = told(cabins, "SELECT sum(nights) FROM rentals GROUP BY date_trunc('month', checked_in)")
    assert sorted(row[1] for row in cabins.first_rows("total nights sold per month")) == sorted(
        row[0] for row in wanted
    )


def test_the_first_ever_is_the_earliest(cabins: Shop) -> None:
    assert "R100" in cabins.first_rows("the first rental ever")[0]
    assert "R100" in cabins.first_rows("the very first rental")[0]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("what did the lake bring in during February 2024", "cabin_type = 'Lake' AND month(checked_in) = 2"),
        ("how much do we make from hill?", "cabin_type = 'Hill'"),
        ("how much did forest earn us", "cabin_type = 'Forest'"),
    ],
)
def test_what_is_brought_in_is_revenue(cabins: Shop, question: str, condition: str) -> None:
    wanted = told(cabins, f"SELECT sum(total_amount) FROM rentals WHERE {condition}")[0][0]
    assert cabins.first_rows(question)[0][-1] == wanted


def test_where_people_are_paid_what_they_made_may_be_theirs(cabins: Shop) -> None:
    text = "how much did Warden A earn"
    assert bringing_in(text, Roles(schema_of(cabins.model))) == text


@pytest.mark.parametrize("question", ["highest revenue month", "our best sales month ever"])
def test_a_period_is_ranked_by_what_it_comes_to(cabins: Shop, question: str) -> None:
    wanted = told(
        cabins,
        "SELECT max(paid) FROM (SELECT sum(total_amount) AS paid FROM rentals GROUP BY date_trunc('month', checked_in))",
    )
    assert cabins.first_rows(question)[0][1] == wanted[0][0]


@pytest.mark.parametrize("question", ["range of nightly rates", "nightly rate range", "spread of the nightly rate"])
def test_a_range_is_the_lowest_and_the_highest(cabins: Shop, question: str) -> None:
    assert cabins.first_rows(question)[0] == told(cabins, "SELECT min(nightly_rate), max(nightly_rate) FROM rentals")[0]


_TRIPS = """
CREATE TABLE carts AS SELECT i AS cart_id, 'Cart ' || i AS cart_name FROM range(4) t(i);
CREATE TABLE trips AS SELECT i AS trip_id, i % 4 AS cart_id, 5.0 + (i * 7) % 40 AS distance_km, 10 + (i * 11) % 50 AS minutes
    FROM range(40) t(i);
"""


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("trips"), _TRIPS) as shop:
        yield shop


def test_the_longest_of_what_has_distance_and_duration_is_asked_about(trips: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        trips.plan("longest trip")
    labels = [option.label for option in asked.value.clarification.options]
    assert {"list of trips, first 1 by highest distance", "list of trips, first 1 by highest minutes"} <= set(labels)
    assert 44.0 in trips.first_rows("longest trips by distance")[0]


def test_the_quickest_took_the_fewest_minutes(trips: Shop) -> None:
    assert 10 in trips.first_rows("quickest trip")[0]


def test_one_word_is_one_column_at_both_ends(cabins: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        cabins.plan("lowest and highest price")
    for option in asked.value.clarification.options:
        assert option.plan is not None
        assert len({str(one.value.of) for one in option.plan.measures if isinstance(one.value, Aggregate)}) == 1


def test_the_oldest_member_may_be_who_joined_first(tmp_path: Any) -> None:
    plain = """CREATE TABLE patrons AS SELECT i AS patron_id, 'Patron ' || i AS full_name,
        DATE '2020-01-01' + (i * 20)::INTEGER AS member_since FROM range(30) t(i);
        CREATE TABLE loans AS SELECT i AS loan_id, i % 30 AS patron_id, DATE '2023-01-01' + i::INTEGER AS lent_on FROM range(90) t(i);"""
    with shop_of(tmp_path, plain) as shop:
        assert shop.first_rows("newest member")[0][0] == "Patron 29"
        with pytest.raises(Unclear) as asked:
            shop.plan("oldest member")
    assert "earliest member since" in asked.value.clarification.options[0].label


@pytest.mark.parametrize("question", ["trips of 4 or more", "trips over 2"])
def test_what_every_row_meets_is_not_what_was_meant(tmp_path: Any, question: str) -> None:
    plain = "CREATE TABLE trips AS SELECT i AS trip_id, 50.0 + i AS fare, 1 + i % 3 AS seats FROM range(30) t(i);"
    with shop_of(tmp_path, plain) as shop, pytest.raises((Declined, Unclear)):
        shop.plan(question)

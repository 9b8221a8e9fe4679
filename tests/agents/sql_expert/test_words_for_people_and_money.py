"""Those who pay, those who are referred to, and what is shown beside the rows that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE members AS SELECT i AS member_id, 'Member ' || i AS member_name, ['Oslo', 'Turin', 'Lyon'][i % 3 + 1] AS town,
    CASE WHEN i % 4 = 0 THEN NULL ELSE 'm' || i || '@example.org' END AS email FROM range(1, 31) t(i);
CREATE TABLE guides AS SELECT i AS guide_id, 'Guide ' || chr(64 + i::INT) AS guide_name FROM range(1, 7) t(i);
CREATE TABLE clients AS SELECT i AS client_id, 'Client ' || i AS client_name, (i * 7) % 5 + 1 AS satisfaction_rating
    FROM range(1, 13) t(i);
CREATE TABLE tours AS SELECT i AS tour_id, 'Tour ' || i AS tour_name, (i % 6) + 1 AS lead_guide_id, 10 + (i * 13) % 50 AS length_km,
    (i * 17) % 40 + 20 AS price FROM range(1, 41) t(i);
CREATE TABLE bookings AS SELECT i AS booking_id, (i * i) % 12 + 1 AS client_id, (i * 7) % 40 + 1 AS tour_id,
    DATE '2024-01-05' + (i % 300)::INT AS booked_on, 15.5 + (i * 29) % 90 AS amount FROM range(1, 201) t(i);
"""


@pytest.fixture(scope="module")
def tours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("tours"), _SQL) as opened:
        yield opened


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


_SPENDERS = "SELECT client_name, sum(amount) s FROM bookings JOIN clients USING (client_id) GROUP BY 1 ORDER BY s"


@pytest.mark.parametrize("asked", ["who is our best client", "biggest client", "who spent the most money with us"])
def test_the_best_client_is_the_one_that_paid_most_though_ratings_are_there(tours: Shop, asked: str) -> None:
    assert tours.rows(asked)[0][0] == _told(tours, f"{_SPENDERS} DESC LIMIT 1")[0][0]


def test_that_money_was_taken_for_best_is_said(tours: Shop) -> None:
    assert any(one.topic == "measure" for one in tours.plan("who is our best client").assumptions)


def test_a_reference_is_told_by_the_name_of_the_row_it_refers_to(tours: Shop) -> None:
    expected = _told(
        tours, "SELECT guide_name FROM tours JOIN guides ON lead_guide_id = guide_id WHERE tour_name = 'Tour 5'"
    )
    assert tours.rows("who is the lead guide of Tour 5") == expected


def test_an_id_that_is_asked_for_stays_one(tours: Shop) -> None:
    assert tours.rows("lead guide id of Tour 5") == _told(
        tours, "SELECT lead_guide_id FROM tours WHERE tour_name = 'Tour 5'"
    )


def test_columns_that_every_row_has_are_shown_beside_the_rows(tours: Shop) -> None:
    expected = _told(tours, "SELECT tour_name, length_km, price FROM tours ORDER BY price DESC, tour_id LIMIT 4")
    assert [set(row) for row in tours.rows("the 4 most expensive tours with length and price")] == list(
        map(set, expected)
    )


def test_what_some_rows_lack_is_a_condition(tours: Shop) -> None:
    assert len(tours.rows("members with email")) == _told(tours, "SELECT count(email) FROM members")[0][0]


def test_cheapest_first_is_an_order_by_price(tours: Shop) -> None:
    told = [row[0] for row in tours.rows("tours, cheapest first")]
    prices = dict(_told(tours, "SELECT tour_name, price FROM tours"))
    assert [prices[name] for name in told] == sorted(prices.values())


def test_bookings_by_the_month_they_were_booked_in_are_told_once_a_month(tours: Shop) -> None:
    expected = _told(
        tours, "SELECT date_trunc('month', booked_on)::DATE m, count(*) FROM bookings GROUP BY 1 ORDER BY 1"
    )
    assert tours.rows("bookings booked per month") == expected


@pytest.mark.parametrize("asked", ["tours priced above 40", "tours that cost more than 40"])
def test_a_verb_before_a_comparison_says_what_is_compared(tours: Shop, asked: str) -> None:
    assert sorted(tours.rows(asked)) == sorted(_told(tours, "SELECT tour_name FROM tours WHERE price > 40"))


def test_a_second_question_in_one_sentence_is_not_left_out(tours: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        tours.plan("which tours were booked by Client 3, and to whom?")


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("bookings over 60, how many are there?", "SELECT count(*) FROM bookings WHERE amount > 60"),
        ("how busy was March 2024?", "SELECT count(*) FROM bookings WHERE month(booked_on) = 3"),
        (
            "how many bookings on or after the third of may 2024",
            "SELECT count(*) FROM bookings WHERE booked_on >= '2024-05-03'",
        ),
        (
            "how many bookings older than the 1st of may 2024",
            "SELECT count(*) FROM bookings WHERE booked_on < '2024-05-01'",
        ),
        ("number of bookings of half a hundred euros or more", None),
        ("how many bookings have an amount of 50 dollars or more", "SELECT count(*) FROM bookings WHERE amount >= 50"),
    ],
)
def test_counts_said_last_and_dates_in_words(tours: Shop, asked: str, same: str | None) -> None:
    if same is None:
        with pytest.raises((Declined, Unclear)):
            tours.plan(asked)
    else:
        assert tours.rows(asked) == _told(tours, same)


def test_most_of_them_come_from_the_town_that_has_the_most(tours: Shop) -> None:
    best = _told(tours, "SELECT town, count(*) n FROM members GROUP BY 1 ORDER BY n DESC, town LIMIT 1")
    assert tours.rows("which town do most of the members come from") == best


def test_columns_in_brackets_are_shown(tours: Shop) -> None:
    expected = _told(tours, "SELECT tour_name, length_km, price FROM tours ORDER BY length_km DESC, tour_id LIMIT 3")
    assert tours.rows("the 3 longest tours (tour name, length, price)") == expected


def test_words_are_told_where_they_were_said(tours: Shop) -> None:
    asked = "bookings over 60, how many are there?"
    assert all(asked[one.start : one.end] == one.words for one in tours.plan(asked).reading)

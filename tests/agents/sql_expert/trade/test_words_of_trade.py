"""Questions of people in trade, without a word of the tables: of a restaurant's guests, dishes, bills and refunds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE guests (guest_id INTEGER PRIMARY KEY, guest_name VARCHAR, state VARCHAR, registered_on DATE);
INSERT INTO guests VALUES (1, 'Ivy Kwan', 'TX', '2025-01-10'), (2, 'Omar Diaz', 'CA', '2025-02-03'),
    (3, 'Lena Fox', 'TX', '2024-11-20'), (4, 'Paul Reed', 'OR', '2025-02-17');
CREATE TABLE dishes (dish_id INTEGER PRIMARY KEY, dish_name VARCHAR, course VARCHAR, price DECIMAL(8, 2));
INSERT INTO dishes VALUES (1, 'Ramen', 'Main', 14.00), (2, 'Gyoza', 'Starter', 7.00), (3, 'Mochi', 'Dessert', 5.00),
    (4, 'Tempura', 'Starter', 9.00);
CREATE TABLE bills (bill_id INTEGER PRIMARY KEY, guest_id INTEGER, dish_id INTEGER, served_on DATE, channel VARCHAR,
    quantity INTEGER, revenue DECIMAL(8, 2));
INSERT INTO bills VALUES
    (1, 1, 1, '2025-01-12', 'Walk-in', 2, 28.00), (2, 1, 2, '2025-02-01', 'Walk-in', 1, 7.00),
    (3, 2, 1, '2025-02-04', 'Phone', 4, 56.00), (4, 3, 3, '2025-02-08', 'Phone', 1, 5.00),
    (5, 1, 3, '2025-03-09', 'Walk-in', 2, 10.00), (6, 3, 2, '2025-03-11', 'Walk-in', 3, 21.00);
CREATE TABLE refunds (refund_id INTEGER PRIMARY KEY, bill_id INTEGER, refunded_on DATE, refund_reason VARCHAR);
INSERT INTO refunds VALUES (1, 2, '2025-02-02', 'Cold'), (2, 4, '2025-02-09', 'Late'), (3, 6, '2025-03-12', 'Cold');
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("place"), _SQL) as place:
        yield place


@pytest.mark.parametrize(
    "question", ["who buys the most?", "which guests bring in the most money", "who is our best guest by revenue"]
)
def test_who_brings_in_most_is_by_what_is_taken_in(place: Shop, question: str) -> None:
    assert place.first_rows(question)[0][:2] == ("Omar Diaz", 56)


def test_the_best_of_a_kind_are_several(place: Shop) -> None:
    assert [row[0] for row in place.first_rows("best dishes by revenue")] == ["Ramen", "Gyoza", "Mochi"]
    assert [row[0] for row in place.first_rows("what is the best dish by revenue")] == ["Ramen"]


def test_a_channel_works_best_by_what_it_brings_in(place: Shop) -> None:
    assert place.first_rows("which channel works best?")[0][:2] == ("Walk-in", 66)
    assert place.first_rows("which channel is doing worst?")[0][:2] == ("Phone", 61)


@pytest.mark.parametrize("question", ["how's business?", "how are we doing", "how has business been going lately?"])
def test_how_it_goes_is_told_by_month(place: Shop, question: str) -> None:
    assert [row[1] for row in place.first_rows(question)] == [28, 68, 31]


def test_how_something_goes_is_its_count_by_month(place: Shop) -> None:
    assert [row[1] for row in place.first_rows("how are refunds developing?")] == [2, 1]


@pytest.mark.parametrize("question", ["which month was our strongest?", "what was the best month so far", "best month"])
def test_the_strongest_month_is_by_what_is_taken_in(place: Shop, question: str) -> None:
    assert str(place.first_rows(question)[0][0]).startswith("2025-02")


def test_growth_alone_is_that_of_what_is_taken_in(place: Shop) -> None:
    rows = place.first_rows("monthly growth")
    assert [row[1] for row in rows] == [28, 68, 31]
    assert float(str(rows[1][2])) == pytest.approx(40 / 28)


@pytest.mark.parametrize("question", ["why are bills refunded?", "why do guests refund things"])
def test_why_is_answered_by_the_reasons_that_are_told(place: Shop, question: str) -> None:
    assert place.first_rows(question) == [("Cold", 2), ("Late", 1)]


def test_new_guests_are_those_who_came_then(place: Shop) -> None:
    assert place.first_rows("how many new guests did we get in february 2025?") == [(2,)]


@pytest.mark.parametrize(
    "question",
    ["how many guests came back?", "how many repeat guests do we have", "number of guests who ordered again"],
)
def test_who_came_back_has_more_than_one_row(place: Shop, question: str) -> None:
    assert place.first_rows(question) == [(2,)]


def test_what_is_not_sold_has_no_rows(place: Shop) -> None:
    assert place.first_rows("which dishes don't sell?") == [("Tempura",)]


def test_what_we_sell_is_the_list_of_it(place: Shop) -> None:
    assert {row[0] for row in place.first_rows("what do we sell?")} == {"Ramen", "Gyoza", "Mochi", "Tempura"}


def test_a_state_may_be_said_by_its_name(place: Shop) -> None:
    assert {row[0] for row in place.first_rows("guests in texas")} == {"Ivy Kwan", "Lena Fox"}
    assert {row[0] for row in place.first_rows("guests from California")} == {"Omar Diaz"}


@pytest.mark.parametrize("question", ["do refunds pay off?", "are channels worth it"])
def test_a_question_of_yes_or_no_is_not_answered_by_a_list(place: Shop, question: str) -> None:
    with pytest.raises(Exception, match=r"."):
        place.rows(question)


@pytest.mark.parametrize(
    "question",
    [
        "who had the biggest bill?",
        "which guest had the largest bill ever",
        "guest of the bill with the highest revenue",
    ],
)
def test_the_biggest_row_is_not_the_biggest_sum(place: Shop, question: str) -> None:
    assert place.first_rows(question) == [("Omar Diaz", 56)]
    other = question.replace("biggest", "smallest").replace("largest", "smallest").replace("highest", "lowest")
    assert place.first_rows(other) == [("Lena Fox", 5)]


def test_what_somebody_bought_and_when_last(place: Shop) -> None:
    assert {row[0] for row in place.first_rows("what did Ivy Kwan buy?")} == {"Ramen", "Gyoza", "Mochi"}
    assert str(place.first_rows("when did Ivy Kwan last order?")[0][0]) == "2025-03-09"
    assert str(place.first_rows("when did Ivy Kwan first visit")[0][0]) == "2025-01-12"


def test_a_share_of_those_that_had_some(place: Shop) -> None:
    assert float(str(place.first_rows("what share of bills had a refund?")[0][0])) == 0.5


def test_a_range_is_the_lowest_and_the_highest(place: Shop) -> None:
    assert place.first_rows("price range of starters") == [(7, 9)]


def test_a_share_of_a_figure_is_told_in_percent(place: Shop) -> None:
    assert place.plan("refunds as a percentage of bills").measures[0].unit == "ratio"


def test_groups_by_a_column_and_a_period(place: Shop) -> None:
    rows = place.rows("revenue by channel and year")
    assert {(row[0], str(row[1])[:4], row[2]) for row in rows} == {("Walk-in", "2025", 66), ("Phone", "2025", 61)}


def test_days_have_no_busiest_hour(place: Shop) -> None:
    with pytest.raises(Declined, match="no time of day"):
        place.rows("what is the busiest hour?")


def test_a_superlative_that_opens_the_question_may_be_of_several(place: Shop) -> None:
    assert [row[0] for row in place.first_rows("most expensive dishes")] == ["Ramen", "Tempura", "Gyoza", "Mochi"]


def test_the_top_of_each_is_by_what_is_taken_in(place: Shop) -> None:
    rows = place.first_rows("top 1 dishes per course")
    assert {(row[0], row[1]) for row in rows} == {("Main", "Ramen"), ("Starter", "Gyoza"), ("Dessert", "Mochi")}
    months = {str(row[1])[:7]: row[0] for row in place.first_rows("top dish each month")}
    assert months == {"2025-01": "Ramen", "2025-02": "Ramen", "2025-03": "Gyoza"}

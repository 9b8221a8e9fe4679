"""One wide table whose columns are written short, with flags of ones and noughts and years that are only numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agents.sql_expert.tokens import tokenise
from agents.sql_expert.written_short import link_written_short, short_names
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE trails AS SELECT * FROM (VALUES
    ('Ridge Walk', 1994, 12.5, 640, 1, 0, TRUE, 'hard', 3), ('Lake Loop', 1998, 5.0, 90, 0, 1, TRUE, 'easy', 1),
    ('Fox Path', 2003, 8.0, 210, 1, 1, FALSE, 'easy', 2), ('Old Tramway', 2007, 9.5, 60, 0, 0, FALSE, 'easy', 1),
    ('Summit Route', 2011, 15.0, 1120, 1, 0, FALSE, 'hard', 3), ('Moor Circle', 2015, 11.0, 330, 0, 1, TRUE, 'medium', 2)
) AS t(name, year, distkm, elgain, forest, circuit, visctr, grade, shltrs);
"""


@pytest.fixture(scope="module")
def trails(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("trails"), _SQL) as trails:
        yield trails


def linked(words: str, shop: Shop) -> set[str]:
    return {one.field.name for one in link_written_short(tokenise(words), short_names(shop.model))}


@pytest.mark.parametrize(
    ("words", "name"), [("elevation gain", "elgain"), ("visitor centre", "visctr"), ("distance in km", "distkm")]
)
def test_words_find_the_column_that_is_short_for_them(trails: Shop, words: str, name: str) -> None:
    assert linked(words, trails) == {name}


@pytest.mark.parametrize("words", ["elevation", "electric engines", "gain of elves", "visitors", "the distance of it"])
def test_letters_left_over_find_nothing(trails: Shop, words: str) -> None:
    assert linked(words, trails) == set()


def test_a_column_written_short_is_averaged(trails: Shop) -> None:
    assert trails.rows("average elevation gain of the easy trails") == [(120.0,)]


def test_a_flag_of_ones_says_what_a_row_is(trails: Shop) -> None:
    assert trails.rows("how many circuits are there?") == [(3,)]
    assert trails.rows("how many forest trails are there?") == [(3,)]
    assert trails.rows("what percentage of trails are circuits?") == [(0.5,)]


def test_to_have_something_is_to_say_yes_to_it(trails: Shop) -> None:
    assert trails.rows("how many trails have a visitor centre?") == [(3,)]
    assert trails.rows("how many trails have no visitor centre?") == [(3,)]


def test_years_that_are_numbers_are_put_into_decades(trails: Shop) -> None:
    assert trails.rows("number of trails per decade") == [(1990, 2), (2000, 2), (2010, 2)]
    assert trails.rows("average elevation gain by decade") == [(1990, 365.0), (2000, 135.0), (2010, 725.0)]


def test_a_column_that_holds_a_number_of_things_is_grouped_by(trails: Shop) -> None:
    assert sorted(trails.rows("average elevation gain by number of shelters")) == [(1, 75.0), (2, 270.0), (3, 880.0)]


def test_percentiles_and_quartiles(trails: Shop) -> None:
    assert trails.rows("75th percentile of elevation gain") == [(562.5,)]
    assert trails.rows("lower quartile of elevation gain") == [(120.0,)]


def test_most_so_on_average_is_of_groups(shop: Shop) -> None:
    assert shop.rows("which category is the cheapest on average?") == [("Kitchen", 26.25)]


def test_votes_do_not_weigh_a_rating(tmp_path: Path) -> None:
    rows = "('a', 'pop', 2.0, 10), ('b', 'pop', 4.0, 90), ('c', 'folk', 3.0, 5)"
    sql = f"CREATE TABLE songs AS SELECT * FROM (VALUES {rows}) AS t(title, style, rating, votes)"
    with shop_of(tmp_path, sql) as songs:
        assert songs.rows("average rating of pop songs") == [(3.0,)]


def test_nobody_made_the_rows_of_a_table_that_tells_of_no_people(trails: Shop) -> None:
    with pytest.raises(Declined):
        trails.plan("who designed the steepest trail?")


def test_a_word_that_names_nothing_is_not_left_out(trails: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        trails.plan("spending by grade")


def test_a_table_is_referred_to_by_another_key_than_its_first(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE harbours AS SELECT * FROM (VALUES
        ('Bergen Havn', 'BGO', 'west'), ('Oslo Havn', 'OSL', 'east'), ('Tromsø Havn', 'TOS', 'north')
    ) AS t(name, short, coast);
    CREATE TABLE calls AS SELECT * FROM (VALUES
        (1, 'BGO', 12), (2, 'OSL', 20), (3, 'BGO', 8), (4, 'TOS', 5)
    ) AS t(call_id, harbour, containers);
    """
    with shop_of(tmp_path, sql) as port:
        assert sorted(port.rows("total containers by coast")) == [("east", 20), ("north", 5), ("west", 20)]


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    sql = """
    CREATE TABLE lake AS SELECT * FROM (VALUES
        (DATE '1989-05-01', 4.1, -0.5, 'calm', 40), (DATE '1989-06-01', 3.8, 0.4, 'calm', 75),
        (DATE '1990-05-01', 5.0, 1.2, 'rough', 130), (DATE '1990-06-01', 4.6, -1.0, 'rough', 200)
    ) AS t(date, depth, drift, state, crossing);
    """
    with shop_of(tmp_path_factory.mktemp("levels"), sql) as levels:
        yield levels


def test_when_a_series_was_highest(levels: Shop) -> None:
    assert levels.rows("when was the depth highest?") == [(date(1990, 5, 1),)]
    assert levels.rows("when was drift at its lowest?") == [(date(1990, 6, 1),)]


def test_what_stood_when_another_peaked(levels: Shop) -> None:
    assert levels.rows("what was the drift when depth peaked?") == [(Decimal("1.2"),)]


def test_the_last_and_the_first_of_the_data(levels: Shop) -> None:
    assert levels.rows("what is the latest month in the data?") == [(date(1990, 6, 1),)]


def test_before_and_after_a_year_are_two_figures(levels: Shop) -> None:
    assert levels.rows("average depth before and after 1990") == [(3.95, 4.8)]


def test_two_groups_are_set_against_each_other(levels: Shop) -> None:
    assert levels.rows("is the average depth higher in calm or in rough?") == [(3.95, 4.8)]
    assert levels.rows("are rough lakes deeper than calm ones?") == [(True, 4.8, 3.95)]


def test_an_unsaid_unit_is_the_only_one_in_which_a_length_of_time_fits(levels: Shop) -> None:
    assert levels.rows("number of lakes with crossing above 2 hours") == [(2,)]


def test_a_figure_of_each_row_is_one_column_by_another(levels: Shop) -> None:
    assert levels.rows("average crossing per depth of calm lakes")[0][0] == pytest.approx((40 / 4.1 + 75 / 3.8) / 2)


def test_what_groups_rows_is_no_divisor(trails: Shop) -> None:
    assert len(trails.rows("average elevation gain per grade")) == 3
    assert len(trails.rows("average elevation gain per year")) == 6

"""Words in another form than names and values have in the data: nations, states, codes, initials, short forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import UserError
from core.ways import Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE boats AS SELECT i AS boat_id, 'Boat ' || i AS boat_name, ['Japan', 'USA', 'GER', 'NED'][i % 4 + 1] AS origin,
    100 + i * 3 AS miles_per_tank, 5000 + 17 * i AS asking_price FROM range(1, 41) t(i);
CREATE TABLE voyages AS SELECT i AS voyage_id, i % 40 + 1 AS boat_id, DATE '2024-01-01' + (i % 300)::INT AS sailed_on,
    ['Cancelled', 'On Road', 'Completed'][i % 3 + 1] AS status, ['sun', 'fog', 'Violence'][i % 3 + 1] AS sky,
    ['GOOG', 'AMZN', 'MSFT', 'IBM'][i % 4 + 1] AS symbol, 10 + i % 50 AS crew_size FROM range(1, 301) t(i);
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("harbour"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("how many Japanese boats are there", "origin = 'Japan'"),
        ("how many American boats are there", "origin = 'USA'"),
        ("how many boats from the United States", "origin = 'USA'"),
        ("how many boats are from Germany", "origin = 'GER'"),
        ("how many dutch boats are there", "origin = 'NED'"),
    ],
)
def test_a_nation_is_meant_in_whatever_form_the_data_writes_it(harbour: Shop, asked: str, where: str) -> None:
    assert harbour.rows(asked) == harbour.connection.execute(f"SELECT count(*) FROM boats WHERE {where}").fetchall()


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("how many voyages were called off", "status = 'Cancelled'"),
        ("how many finished voyages are there", "status = 'Completed'"),
        ("how many voyages are on the road", "status = 'On Road'"),
        ("how many foggy voyages", "sky = 'fog'"),
        ("how many google voyages", "symbol = 'GOOG'"),
        ("how many voyages for amazon", "symbol = 'AMZN'"),
    ],
)
def test_states_and_codes_are_meant_in_other_words(harbour: Shop, asked: str, where: str) -> None:
    assert harbour.rows(asked) == harbour.connection.execute(f"SELECT count(*) FROM voyages WHERE {where}").fetchall()


def test_a_word_that_is_near_to_no_value_is_told(harbour: Shop) -> None:
    for asked in ("how many Norwegian boats are there", "how many oracle voyages", "how many windy voyages"):
        with pytest.raises((UserError, Unclear)):
            harbour.rows(asked)


def test_a_code_is_no_word_in_small_letters(harbour: Shop) -> None:
    assert harbour.rows("how many boats are in the table") == [(40,)]


def test_initials_name_a_column(harbour: Shop) -> None:
    expected = harbour.connection.execute("SELECT avg(miles_per_tank) FROM boats").fetchall()
    assert harbour.rows("average mpt of boats") == expected


@pytest.mark.parametrize("asked", ["how mnay boats are there", "nr of boats", "how many ships are there"])
def test_slips_and_short_forms_count_rows(harbour: Shop, asked: str) -> None:
    assert harbour.rows(asked) == [(40,)]


def test_an_apostrophe_may_be_missing(harbour: Shop) -> None:
    expected = harbour.connection.execute("SELECT count(*) FROM boats WHERE origin <> 'Japan'").fetchall()
    assert harbour.rows("how many boats arent from Japan") == expected

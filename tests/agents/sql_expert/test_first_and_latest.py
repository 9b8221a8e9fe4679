"""The first, the latest, the highest; columns called like periods; "as" before a value; words beside a column's name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE mills AS SELECT * FROM (VALUES
    (1, 'Oak Mill', 'Kent', 1840.0, 12.5, 30.0), (2, 'Brook Mill', 'Kent', 1795.0, 22.0, 41.0),
    (3, 'Hill Mill', 'Devon', 1901.0, 9.0, 55.0), (4, 'Sea Mill', 'Devon', 1880.0, 17.0, 20.0)
) AS t(mill_id, mill_name, county, founded, height, length);
CREATE TABLE millers AS SELECT * FROM (VALUES
    (1, 'Ann', 'Stone', 1, 1990, 2001), (2, 'Ben', 'Stone', 2, 1985, 2010), (3, 'Cy', 'Reed', 3, 2003, 2008),
    (4, 'Ann', 'Reed', 4, 2003, 2012)
) AS t(miller_id, first_name, last_name, mill_id, took_charge, last_year);
CREATE TABLE grindings AS SELECT * FROM (VALUES
    (1, 1, 11, 300.0), (2, 2, 12, 120.0), (3, 2, 13, 450.0), (4, 4, 14, 90.0)
) AS t(grinding_id, mill_id, batch_number, total);
"""


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("mills"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Which mill was founded the earliest?", ["Brook Mill"]),
        ("What is the name of the mill that was founded most recently?", ["Hill Mill"]),
        ("Show the name of the newest mill.", ["Hill Mill"]),
        ("What is the name of the highest mill?", ["Brook Mill"]),
        ("List the names of mills longer than 50 or higher than 20.", ["Brook Mill", "Hill Mill"]),
        ("List the names of mills taller than 20 or lower than 10.", ["Brook Mill", "Hill Mill"]),
        ("What are the names of mills that are shorter than average?", ["Oak Mill", "Hill Mill"]),
        ("List the names of mills with length below 25 or above 50.", ["Hill Mill", "Sea Mill"]),
        ("List all Kent mills.", ["Oak Mill", "Brook Mill"]),
        ("What are the names of mills founded in the most recent year?", ["Hill Mill"]),
    ],
)
def test_rows_are_told_by_time_and_size(mills: Shop, asked: str, names: list[str]) -> None:
    assert sorted(str(one) for row in mills.first_rows(asked) for one in row if "Mill" in str(one)) == sorted(names)


def test_as_introduces_a_value(mills: Shop) -> None:
    asked = "When did the miller with first name as Ann and last name as Reed take charge?"
    plan = mills.first_rows(asked.replace("When did", "What is the last year of").replace(" take charge", ""))
    assert plan == [(2012,)]


def test_a_column_may_be_called_like_a_period(mills: Shop) -> None:
    rows = mills.first_rows('Show the "took charge" and the last year of millers with last name as Stone.')
    assert sorted(rows) == [(1985, 2010), (1990, 2001)]


def test_a_light_word_may_stand_behind_a_column(mills: Shop) -> None:
    rows = mills.first_rows("What are the ids of grindings whose total score is higher than 200?")
    assert sorted(row[0] for row in rows) == [1, 3]


def test_numbers_that_tell_rows_apart_are_compared_where_they_are_named(mills: Shop) -> None:
    rows = mills.first_rows("Show the ids of grindings with batch number above 12.")
    assert sorted(row[0] for row in rows) == [3, 4]

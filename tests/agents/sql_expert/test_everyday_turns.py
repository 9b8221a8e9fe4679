"""Turns of speech about athletes of a club: orders, names and kinds as they are said to a colleague."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.sayings import plainly
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE athletes AS SELECT i AS athlete_id, 'Athlete ' || (i * 7) % 31 AS athlete_name, ['M', 'F'][i % 2 + 1] AS gender,
    160 + i * 5 % 37 AS height, 55 + i * 11 % 40 AS weight, ['Juniors', 'Seniors', 'Masters'][i % 3 + 1] AS squad, i * 13 % 60 AS points
    FROM range(1, 31) t(i);
"""


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("club"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "list the athletes of the Masters A to Z",
            "SELECT athlete_name FROM athletes WHERE squad = 'Masters' ORDER BY 1",
        ),
        (
            "on average, how tall and how heavy are the men?",
            "SELECT avg(height), avg(weight) FROM athletes WHERE gender = 'M'",
        ),
        (
            "average height and average weight of the women",
            "SELECT avg(height), avg(weight) FROM athletes WHERE gender = 'F'",
        ),
        (
            "show name and points of the Juniors, lowest points first",
            "SELECT athlete_name, points FROM athletes WHERE squad = 'Juniors' ORDER BY points",
        ),
    ],
)
def test_what_is_said_to_a_colleague_is_read(club: Shop, question: str, sql: str) -> None:
    assert club.rows(question) == club.connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("show the squads and what they are called", "show the squads and the name"),
        ("athletes we have down as Seniors", "athletes that are Seniors"),
        ("orders that are flagged in 2024", "orders that are flagged in 2024"),
        ("orders that are marked as done", "orders that are done"),
        ("the very heaviest of them", "the heaviest of them"),
        ("is Lind a man or a woman?", "what is the gender of Lind?"),
    ],
)
def test_nothing_that_could_keep_rows_out_is_taken_away(said: str, plain: str) -> None:
    assert plainly(said) == plain

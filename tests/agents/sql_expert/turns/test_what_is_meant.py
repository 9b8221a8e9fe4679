"""What pronouns and short nouns stand for, over a small school of music: its teachers, pupils and lessons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns import asked

_SQL = """
CREATE TABLE teachers AS SELECT * FROM (VALUES
    (1, 'Ilse Brandt', 'Graz', 41, 52.0), (2, 'Tom Okafor', 'Linz', 29, 38.0), (3, 'Rosa Vidal', 'Graz', 63, 61.0)
) AS t(teacher_id, teacher_name, town, age, hourly_fee);
CREATE TABLE pupils AS SELECT * FROM (VALUES
    (1, 'Ben Haas', 'Linz', 'ben@notes.example'), (2, 'Mia Stern', 'Graz', 'mia@notes.example'),
    (3, 'Ole Dahl', 'Graz', 'ole@notes.example'), (4, 'Uma Rao', 'Wels', 'uma@notes.example')
) AS t(pupil_id, pupil_name, town, email);
CREATE TABLE lessons AS SELECT * FROM (VALUES
    (1, 1, 1, 'piano', 'held', 45, DATE '2025-01-10'),
    (2, 1, 2, 'piano', 'held', 60, DATE '2025-02-11'),
    (3, 2, 1, 'flute', 'cancelled', 45, DATE '2025-02-12'),
    (4, 2, 3, 'flute', 'held', 30, DATE '2025-03-13'), (5, 3, 3, 'cello', 'held', 90, DATE '2025-02-14'),
    (6, 3, 2, 'cello', 'cancelled', 60, DATE '2025-03-15'),
    (7, 3, 4, 'cello', 'held', 45, DATE '2025-01-16')
) AS t(lesson_id, teacher_id, pupil_id, instrument, state, minutes, given_on);
ALTER TABLE teachers ADD PRIMARY KEY (teacher_id);
ALTER TABLE pupils ADD PRIMARY KEY (pupil_id);
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("school")
    with shop_of(folder, _SQL) as made:
        yield made


async def last_rows(school: Shop, *questions: str) -> list[tuple[Any, ...]]:
    return sorted(await asked.rows(school, *questions))


_OLDEST = "who is the oldest teacher?"


async def test_he_or_she_is_the_one_person_who_was_told(school: Shop) -> None:
    assert await last_rows(school, _OLDEST, "how many lessons did she give?") == [(3,)]
    assert await last_rows(school, _OLDEST, "which pupils has she taught?") == [
        ("Mia Stern",),
        ("Ole Dahl",),
        ("Uma Rao",),
    ]


async def test_a_person_stays_who_is_meant_after_a_figure_about_them(school: Shop) -> None:
    found = await last_rows(school, _OLDEST, "how many lessons did she give?", "what is her hourly fee?")
    assert found == [(61.0,)]


async def test_they_are_those_whose_column_is_asked_for(school: Shop) -> None:
    questions = ("which pupils live in Graz?", "how many lessons did they take?", "what are their emails?")
    assert await last_rows(school, *questions[:2]) == [(4,)]
    assert await last_rows(school, *questions) == [("mia@notes.example",), ("ole@notes.example",)]


async def test_that_with_a_noun_is_the_group_that_came_first(school: Shop) -> None:
    most = "which town has the most teachers?"
    assert await last_rows(school, most, "how many pupils live in that town?") == [(2,)]
    assert await last_rows(school, most, "what are the names of those teachers?") == [("Ilse Brandt",), ("Rosa Vidal",)]


async def test_those_with_a_noun_are_the_rows_that_were_counted(school: Shop) -> None:
    cancelled = "how many lessons were cancelled?"
    assert await last_rows(school, cancelled, "which teachers had those lessons?") == [("Rosa Vidal",), ("Tom Okafor",)]
    with pytest.raises(Unclear):
        await asked.rows(school, cancelled, "who had those lessons?")


async def test_there_is_the_place_that_was_told(school: Shop) -> None:
    assert await last_rows(school, "which pupils live in Wels?", "how many teachers live there?") == [(0,)]
    assert await last_rows(school, "which pupils live in Linz?", "how many teachers live there?") == [(1,)]


async def test_what_a_noun_points_at_and_nothing_told_is_not_answered(school: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await asked.rows(school, "how many teachers are there?", "what is the average length of those lessons?")


async def test_one_is_not_meant_where_all_were_told(school: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await asked.rows(school, "list all teachers", "how many lessons did he give?")


async def test_the_others_are_those_for_which_the_last_condition_does_not_hold(school: Shop) -> None:
    cancelled = "which teachers had a cancelled lesson?"
    assert await last_rows(school, cancelled, "and which ones did not?") == [("Ilse Brandt",)]
    assert await last_rows(school, "how many pupils live in Graz?", "and how many don't?") == [(2,)]


async def test_how_many_that_is_counts_what_was_listed(school: Shop) -> None:
    assert await last_rows(school, "which pupils live in Graz?", "so how many pupils is that?") == [(2,)]
    assert await last_rows(school, "which pupils live in Graz?", "how many does that leave?") == [(2,)]


async def test_a_period_of_linked_rows_comes_in_the_place_of_the_one_before(school: Shop) -> None:
    assert await last_rows(school, "pupils with lessons in February 2025", "and in January 2025?") == [
        ("Ben Haas",), ("Uma Rao",)
    ]  # fmt: skip


async def test_of_those_with_a_noun_and_a_clause_are_of_those_alone(school: Shop) -> None:
    graz = "which teachers live in Graz?"
    assert await last_rows(school, graz, "which of those teachers gave a cancelled lesson?") == [("Rosa Vidal",)]


async def test_who_somebody_is_is_asked_of_what_was_told(school: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await asked.rows(school, "which town does he live in?")

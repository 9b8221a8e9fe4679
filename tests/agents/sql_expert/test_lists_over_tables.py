"""Lists over linked tables: whose name, column or value is meant, and verbs that a column only shares a root with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import readings_of
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE plays AS SELECT * FROM (VALUES
    (1, 'Gull', 'Anton Dahl', DATE '2001-03-01', 90), (2, 'Bridge', 'Mira Sole', DATE '2004-05-02', 120),
    (3, 'Harbour', 'Anton Dahl', DATE '2010-09-09', 75), (4, 'Orchard', 'Ines Roy', DATE '2015-01-20', 100)
) AS t(play_id, title, writer, first_finished, minutes);
CREATE TABLE critics AS SELECT * FROM (VALUES
    (10, 'Tamsin', 'Rome'), (11, 'Otto', 'Oslo'), (12, 'Pia', 'Rome'), (13, 'Ugo', 'Turin')
) AS t(critic_id, name, city);
CREATE TABLE notices AS SELECT * FROM (VALUES
    (100, 10, 1, 5, 'Oslo'), (101, 10, 2, 3, 'Rome'), (102, 11, 1, 4, 'Turin'), (103, 12, 4, 2, 'Rome')
) AS t(notice_id, critic_id, play_id, stars, city);
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("stage"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What are the names of the plays that are longer than 95 minutes?", [("Bridge",), ("Orchard",)]),
        ("Find the name of the play with a notice of 5 stars.", [("Gull",)]),
        ("Show the names of plays without any notice.", [("Harbour",)]),
    ],
)
def test_a_name_is_whose_it_is_said_to_be(stage: Shop, asked: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(stage.first_rows(asked)) == expected


def test_the_names_of_different_rows_are_theirs(stage: Shop) -> None:
    found = stage.first_rows("What are the names of all the different critics with a notice about Gull?")
    assert sorted(found) == [("Otto",), ("Tamsin",)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What are the names of critics living in Rome who have a notice?", [("Pia",), ("Tamsin",)]),
        ("Which stars do the notices of the play with id 1 have?", [(4,), (5,)]),
    ],
)
def test_a_clause_is_about_the_rows_named_before_it(
    stage: Shop, asked: str, expected: list[tuple[object, ...]]
) -> None:
    assert sorted(stage.first_rows(asked)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("List the titles of plays finished by Anton Dahl.", [("Gull",), ("Harbour",)]),
        ("Which writers have finished a play with more than 3 stars?", [("Anton Dahl",)]),
    ],
)
def test_a_verb_that_says_of_what_is_no_condition_on_a_date(
    stage: Shop, asked: str, expected: list[tuple[object, ...]]
) -> None:
    plan = readings_of(stage.task(asked)).candidates[0].plan
    assert "first_finished" not in str(plan.where)
    assert sorted(set(stage.rows_of(plan))) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What is the name of each critic?", [("Otto",), ("Pia",), ("Tamsin",), ("Ugo",)]),
        ("What is the title of every play that is longer than 95 minutes?", [("Bridge",), ("Orchard",)]),
    ],
)
def test_what_each_row_is_called_is_listed(stage: Shop, asked: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(stage.rows(asked)) == expected


def test_columns_told_again_in_brackets_are_shown_once(stage: Shop) -> None:
    found = stage.first_rows("List the title and minutes (title, minutes) of plays longer than 95 minutes.")
    assert sorted(found) == [("Bridge", 120), ("Orchard", 100)]


def test_who_is_described_behind_by_is_no_group(stage: Shop) -> None:
    [(stars,)] = stage.first_rows("What is the average stars of notices given by Rome critics?")
    assert round(float(stars), 2) == 3.33


def test_values_not_among_those_of_some_rows_are_listed_once(stage: Shop) -> None:
    found = stage.first_rows("Which writers have never written a play longer than 110 minutes?")
    assert sorted(found) == [("Anton Dahl",), ("Ines Roy",)]


def test_groups_are_held_against_the_average_of_all_rows(stage: Shop) -> None:
    plan = (
        readings_of(
            stage.task("Find the writer whose average minutes is higher than the average minutes of all plays.")
        )
        .candidates[0]
        .plan
    )
    assert plan.having is not None
    assert [row[0] for row in stage.rows_of(plan)] == ["Mira Sole", "Ines Roy"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("How many plays have the word 'ar' in their titles?", [(2,)]),
        ("How many critics have the letter 'u' in their name?", [(1,)]),
    ],
)
def test_text_is_looked_for_in_the_column_named_behind_it(
    stage: Shop, asked: str, expected: list[tuple[object, ...]]
) -> None:
    assert stage.rows(asked) == expected


def test_a_value_and_what_it_refers_to_are_one_notion(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    sql = """
    CREATE TABLE guests AS SELECT * FROM (VALUES (1, 'Ann'), (2, 'Bo'), (3, 'Cy')) AS t(guest_id, guest_name);
    CREATE TABLE diets AS SELECT * FROM (VALUES ('Vegan', 'plants'), ('Kosher', 'faith')) AS t(diet, reason);
    CREATE TABLE guest_diets AS SELECT * FROM (VALUES (1, 'Vegan'), (2, 'Vegan'), (2, 'Kosher')) AS t(guest_id, diet);
    """
    with shop_of(tmp_path_factory.mktemp("inn"), sql) as inn:
        best = readings_of(inn.task("Which guests are Vegan?")).candidates[0]
        assert best.features["close"] == best.features["near"] == best.features["spread"] == 0.0
        assert sorted(inn.rows_of(best.plan)) == [("Ann",), ("Bo",)]


def test_values_of_rows_that_there_are_none_of_are_those_left(stage: Shop) -> None:
    found = stage.first_rows("Show all the cities where no notice has stars over 4.")
    assert sorted(found) == [("Rome",), ("Turin",)]

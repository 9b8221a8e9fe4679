"""One sheet whose name says nothing, asked about in words that are not in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.sql_expert import Understanding, understand
from core.question import Question
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import TODAY, Shop, shop_of

_SQL = """
CREATE TABLE export_2024 AS SELECT * FROM (VALUES
    (1, 'Harbour Tower', 'Oslo', 42, 2009, 12000), (2, 'Quay House', 'Oslo', 18, 1998, 4100),
    (3, 'Linden Court', 'Bergen', 9, 1975, 900), (4, 'Glass Mill', 'Bergen', 21, 2015, 5200),
    (5, 'North Gate', 'Tromsø', 12, 2001, 2600), (6, 'Old Customs House', 'Oslo', 5, 1911, 700)
) AS t(no, name, city, floors, completed, capacity);
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("sheet"), _SQL) as sheet:
        yield sheet


def test_a_noun_that_names_nothing_is_taken_for_the_rows(sheet: Shop) -> None:
    assert sheet.rows("how many buildings have at least 12 floors?") == [(4,)]
    assert sheet.rows("how many skyscrapers are in Oslo?") == [(3,)]


def test_what_the_rows_were_taken_for_is_told(sheet: Shop) -> None:
    plan = sheet.plan("how many buildings have at least 12 floors?")
    assert [one.why for one in plan.assumptions if one.topic == "table"] == [
        "Nothing in the data is called “buildings”; its rows are taken for that."
    ]


def test_people_are_not_the_rows_where_a_column_counts_them(sheet: Shop) -> None:
    assert sheet.rows("how many people live in Harbour Tower?") == [(12000,)]


def test_a_figure_of_one_row_is_not_a_count_of_rows(sheet: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        sheet.plan("how many lifts does Quay House have?")


@pytest.mark.parametrize(
    "question",
    [
        "how many invoices are overdue?",
        "how many wins are there in Oslo?",
        "how many refunds?",
        "which invoices are there?",
    ],
)
def test_questions_of_other_data_are_not_answered_with_the_rows(sheet: Shop, question: str) -> None:
    with pytest.raises(Declined):
        sheet.plan(question)


def test_two_unknown_nouns_are_never_both_the_rows(sheet: Shop) -> None:
    with pytest.raises(Declined) as refused:
        sheet.plan("how many buildings have at least 12 elevators?")
    assert "elevators" in refused.value.unmatched


def test_a_table_with_a_telling_name_is_not_renamed_by_a_question(shop: Shop) -> None:
    with pytest.raises(Declined):
        understand(
            Understanding(
                question=Question(text="how many invoices are in Paris?", today=TODAY),
                model=shop.model,
                values=shop.values,
            )
        )


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Shop]:
    with shop_of(tmp_path, _SQL.replace("export_2024", "buildings")) as named:
        yield named


def test_one_table_with_a_telling_name_is_not_renamed_without_asking(named: Shop) -> None:
    assert named.rows("how many buildings are in Oslo?") == [(3,)]
    with pytest.raises(Unclear) as asked:
        named.plan("how many offices are in Oslo?")
    assert asked.value.clarification.question == "Is this what you mean? “offices” would be taken for buildings."
    with pytest.raises(Declined):
        named.plan("how many offices are there?")


_GAMES = """
CREATE TABLE download AS SELECT * FROM (VALUES
    ('Norway', 5, 0, 12000, '7 h'), ('Chile', 0, 2, 8100, '21 h'), ('Kenya', 3, 4, 6400, '10 h')
) AS t(country, gold, silver, attendance, travel_time);
"""


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("games"), _GAMES) as games:
        yield games


def test_what_a_number_counts_may_be_named_behind_it(games: Shop) -> None:
    assert games.rows("how many gold medals were won by Kenya?") == [(3,)]
    assert games.rows("which country had the least amount of silver medals?")[0][0] == "Norway"


def test_none_of_what_is_counted_is_nought(games: Shop) -> None:
    assert games.rows("list the countries without gold medals") == [("Chile",)]


def test_people_are_what_the_one_column_about_them_counts(games: Shop) -> None:
    assert games.rows("which countries had more than 8,000 people?") == [("Norway",), ("Chile",)]


def test_numbers_in_texts_are_compared_where_all_are_in_one_unit(games: Shop) -> None:
    assert games.rows("which country has the highest travel time?") == [("Chile",)]


def test_mere_text_has_no_most(tmp_path: Path) -> None:
    mixed = _GAMES.replace("'21 h'", "'50 min'")
    with shop_of(tmp_path, mixed) as games, pytest.raises((Declined, Unclear)):
        games.plan("which country has the highest travel time?")

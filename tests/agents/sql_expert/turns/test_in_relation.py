"""What is asked of that which was told, over a small library's loans: set against, the rest, order, place, who is behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.sql_expert.followups import FollowUp
from agents.sql_expert.rules import ByRules
from agents.sql_expert.turns.plainly import in_plain_words
from agents.sql_expert.turns.standing import stands_on_before
from core.question import Turn
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns import asked
from tests.agents.sql_expert.turns.asked import told

_SQL = """
CREATE TABLE branches AS SELECT * FROM (VALUES
    (1, 'Elm Street', 'Lyon', 'elm@library.example'), (2, 'Harbour', 'Nantes', 'harbour@library.example'),
    (3, 'Old Mill', 'Lyon', 'mill@library.example')
) AS t(branch_id, branch_name, town, email);
CREATE TABLE loans AS SELECT * FROM (VALUES
    (10, 1, DATE '2023-01-11', DATE '2023-02-01', 'Novel', 'returned', 2.0),
    (11, 1, DATE '2023-03-15', DATE '2023-04-02', 'Comic', 'lost', 9.0),
    (12, 2, DATE '2023-06-20', DATE '2023-07-01', 'Novel', 'returned', 1.5),
    (13, 2, DATE '2024-01-09', DATE '2024-01-30', 'Atlas', 'returned', 4.0),
    (14, 2, DATE '2024-02-14', DATE '2024-03-03', 'Novel', 'lost', 12.0),
    (15, 3, DATE '2024-02-27', DATE '2024-03-19', 'Comic', 'returned', 0.5),
    (16, 1, DATE '2024-05-05', DATE '2024-06-02', 'Novel', 'returned', 3.0),
    (17, 2, DATE '2024-05-30', DATE '2024-06-12', 'Comic', 'lost', 8.0)
) AS t(loan_id, branch_id, lent_on, due_date, genre, state, fine);
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("library")
    with shop_of(folder, _SQL) as made:
        yield made


async def rows(library: Shop, *questions: str) -> list[tuple[Any, ...]]:
    found = await asked.rows(library, *questions)
    return [tuple(float(cell) if type(cell).__name__ == "Decimal" else cell for cell in row) for row in found]


@pytest.mark.parametrize(
    "words", ["compared to 2023", "how does that compare with 2023?", "versus 2023", "change from 2023"]
)
async def test_a_figure_is_set_against_that_of_another_period(library: Shop, words: str) -> None:
    assert (await rows(library, "total fine in 2024", words))[0] == (27.5, 12.5, 15.0)


async def test_the_figures_of_groups_are_set_against_those_of_another_period(library: Shop) -> None:
    found = await rows(library, "total fine by genre in 2024", "compare that with 2023")
    assert {row[0]: row[1:3] for row in found} == {"Novel": (15.0, 3.5), "Comic": (8.5, 9.0), "Atlas": (4.0, None)}


@pytest.mark.parametrize("words", ["vs Comic", "is that more than for Comic?"])
async def test_a_value_is_set_against_another_by_its_column(library: Shop, words: str) -> None:
    assert sorted(await rows(library, "how many loans of genre Novel?", words)) == [("Comic", 3), ("Novel", 4)]


async def test_what_is_set_against_what_was_not_told_is_not_answered(library: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await told(library, "total fine by genre", "compared to last year")


async def test_the_rest_are_all_values_that_were_not_told(library: Shop) -> None:
    assert (await rows(library, "how many loans of genre Novel?", "and Comic?", "and all the others?"))[0][0] == 1


async def test_both_are_the_values_of_the_last_two_turns(library: Shop) -> None:
    assert (await rows(library, "total fine of genre Atlas", "and Comic?", "both together"))[0][0] == 21.5


@pytest.mark.parametrize("words", ["the other way round", "lowest first", "in ascending order", "reverse the order"])
async def test_figures_of_groups_are_turned_round(library: Shop, words: str) -> None:
    assert [row[0] for row in await rows(library, "total fine by genre", words)] == ["Atlas", "Comic", "Novel"]


@pytest.mark.parametrize("words", ["sort alphabetically", "a to z", "sort by name"])
async def test_groups_are_put_in_the_order_of_their_names(library: Shop, words: str) -> None:
    assert [row[0] for row in await rows(library, "total fine by genre", words)] == ["Atlas", "Comic", "Novel"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("who is in second place?", "Elm Street"), ("the top one", "Harbour"), ("and number 3?", "Old Mill")],
)
async def test_one_place_of_what_was_told(library: Shop, words: str, expected: str) -> None:
    assert (await rows(library, "total fine by branch", words))[0][0] == expected


async def test_something_of_the_first_one(library: Shop) -> None:
    found = await rows(library, "total fine by branch", "what is the email of the first one?")
    assert found == [("harbour@library.example",)]


async def test_the_biggest_is_taken_apart_by_what_is_named(library: Shop) -> None:
    found = await rows(library, "total fine by genre", "drill into the biggest one by branch")
    assert dict(found) == {"Harbour": 13.5, "Elm Street": 5.0}


async def test_by_what_to_take_it_apart_is_asked_back(library: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        await told(library, "total fine by genre", "zoom in on the biggest one")
    plans = [option.plan for option in asked.value.clarification.options]
    assert plans[0] is not None
    assert len(library.rows_of(plans[0])) == 2


@pytest.mark.parametrize("words", ["which branches are behind that?", "which branches?"])
async def test_who_is_behind_a_figure(library: Shop, words: str) -> None:
    assert dict(await rows(library, "how many loans were lost in 2024?", words)) == {"Harbour": 2}


async def test_a_column_of_the_rows_that_are_grouped_by_stands_beside(library: Shop) -> None:
    found = await rows(library, "total fine by branch", "add their town")
    assert ("Harbour", "Nantes") in [row[:2] for row in found]


async def test_a_period_is_told_by_another_date(library: Shop) -> None:
    assert (await rows(library, "how many loans were lent in February 2024?", "by due date, I mean"))[0][0] == 0


async def test_what_starts_over_inherits_nothing(library: Shop) -> None:
    assert await rows(library, "total fine of genre Novel", "start over. How many loans are there?") == [(8,)]


async def test_a_share_of_all_is_no_count(library: Shop) -> None:
    found = await rows(library, "how many loans were lost by genre?", "as a share of all loans per genre")
    assert {row[0]: round(row[1], 3) for row in found}["Novel"] == 0.25


async def test_the_worst_have_most_of_what_is_bad(library: Shop) -> None:
    assert (await rows(library, "how many loans were lost by genre?", "worst 1"))[0][0] == "Comic"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("leave comics out", "without comics"), ("weekly", "by week"), ("in %", "as a percentage"), ("the top three", "the top 3"),
        ("I need the total", "the total"), ("the 5 highest", "the highest 5"), ("narrow it down to Lyon", "only Lyon"),
    ],
)  # fmt: skip
def test_what_is_said_in_another_way(said: str, plain: str) -> None:
    assert in_plain_words(said) == plain


@pytest.mark.parametrize(
    "words", ["cheapest first", "and the rest?", "how does that compare with 2023?", "which clients?"]
)
def test_words_that_say_nothing_alone(words: str) -> None:
    assert stands_on_before(words)


@pytest.mark.parametrize(
    "words",
    ["total fine by genre", "how many loans are there?", "which branch lends most novels?", "list the other genres"],
)
def test_words_that_are_a_question(words: str) -> None:
    assert not stands_on_before(words)


async def test_values_of_two_columns_are_both_left_out(library: Shop) -> None:
    found = await rows(library, "total fine by genre in 2024", "without Atlas and lost")
    assert dict(found) == {"Comic": 0.5, "Novel": 3.0}


async def test_until_a_month_is_of_the_year_that_was_told(library: Shop) -> None:
    assert (await rows(library, "how many loans were lent in 2024?", "until March"))[0][0] == 3


@pytest.mark.parametrize("words", ["what was it in 2023?", "how was it in 2023?"])
async def test_what_it_was_in_another_year(library: Shop, words: str) -> None:
    assert (await rows(library, "total fine in 2024", words))[0][0] == 12.5


async def test_how_a_value_moves_is_no_filter(library: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await told(library, "total fine by genre in 2024", "is Comic growing?")


@pytest.mark.parametrize("words", ["what's the overall total?", "total", "in total"])
async def test_the_total_of_the_groups(library: Shop, words: str) -> None:
    assert await rows(library, "total fine by genre in 2024", words) == [(27.5,)]


async def test_figures_of_each_of_the_groups(library: Shop) -> None:
    found = await rows(library, "total fine by town", "how many loans do they have?")
    assert dict(found) == {"Lyon": 4, "Nantes": 4}


async def test_another_value_in_place_of_one_that_is_not_there(library: Shop) -> None:
    task = library.task("and in Lyon?")
    history = (Turn(question="how many branches are in Peru?"),)
    query = await FollowUp(cued=True)(replace(task, question=replace(task.question, history=history)))
    assert query.plan is not None
    assert library.rows_of(query.plan) == [(2,)]


async def test_a_department_in_capitals_is_no_pronoun() -> None:
    assert not stands_on_before("how many people work in IT")


@pytest.mark.parametrize("words", ["which town had the most?", "what is the best town?"])
async def test_the_best_of_the_groups(library: Shop, words: str) -> None:
    assert (await rows(library, "total fine by town", words))[0][0] == "Nantes"


async def test_two_values_are_told_beside_each_other(library: Shop) -> None:
    found = await rows(library, "total fine in 2024", "Novel vs Atlas")
    assert sorted(found) == [("Atlas", 4.0), ("Novel", 15.0)]


async def test_so_many_of_a_ranking(library: Shop) -> None:
    assert len(await rows(library, "top 3 branches by total fine", "make it 2")) == 2


async def test_a_part_of_a_question_that_was_declined_is_no_question(library: Shop) -> None:
    task = library.task("only lost loans")
    history = (Turn(question="average weight per branch"),)
    with pytest.raises(Declined):
        await ByRules()(replace(task, question=replace(task.question, history=history)))


async def test_rows_above_a_number_are_not_groups_of_so_many(library: Shop) -> None:
    plan = await told(library, "how many loans per genre?", "with more than 2 loans")
    assert plan.having is not None
    with pytest.raises((Declined, Unclear)):
        await told(library, "how many loans per genre?", "only loans above 7 units of weight")

"""Short follow-ups over appointments of a practice: what they change, what they keep, and what is not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.sql_expert.turns.whole import numbers_kept
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import rows, told

_SQL = """
CREATE TABLE therapists AS SELECT * FROM (VALUES
    (1, 'Mona Reyes', 'North', 62.0), (2, 'Piet Bakker', 'North', 48.0), (3, 'Lena Novak', 'South', 55.0)
) AS t(therapist_id, therapist_name, site, hourly_rate);
CREATE TABLE rooms AS SELECT * FROM (VALUES
    (1, 'North', 12), (2, 'North', 30), (3, 'South', 18), (4, 'South', 44), (5, 'South', 9)
) AS t(room_id, site, capacity);
CREATE TABLE appointments AS SELECT * FROM (VALUES
    (10, 1, DATE '2023-03-06', DATE '2023-03-02', 'Massage', 'kept', 40.0, 'card'),
    (11, 2, DATE '2023-04-11', DATE '2023-04-01', 'Massage', 'missed', 45.0, 'cash'),
    (12, 1, DATE '2024-02-19', DATE '2024-02-10', 'Massage', 'kept', 50.0, 'card'),
    (13, 3, DATE '2024-03-05', DATE '2024-03-01', 'Taping', 'kept', 30.0, 'card'),
    (14, 1, DATE '2024-03-12', DATE '2024-03-02', 'Massage', 'missed', 55.0, 'cash'),
    (15, 2, DATE '2024-03-20', DATE '2024-03-11', 'Exercise', 'kept', 70.0, 'card'),
    (16, 3, DATE '2024-04-02', DATE '2024-03-29', 'Taping', 'kept', 35.0, 'cash'),
    (17, 1, DATE '2024-04-09', DATE '2024-04-01', 'Exercise', 'cancelled', 75.0, 'card'),
    (18, 1, DATE '2024-05-14', DATE '2024-05-02', 'Exercise', 'kept', 80.0, 'card')
) AS t(appointment_id, therapist_id, appointment_date, booked_on, treatment, outcome, fee, paid_by);
"""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("practice")
    with shop_of(folder, _SQL) as made:
        yield made


async def number(practice: Shop, *questions: str) -> float:
    found = await rows(practice, *questions)
    assert len(found) == 1
    return float(found[0][-1])


@pytest.mark.parametrize("words", ["and Taping?", "Taping?", "what about taping", "now for Taping", "sorry, Taping"])
async def test_another_value_of_the_column_takes_the_place_of_the_first(practice: Shop, words: str) -> None:
    assert await number(practice, "how many appointments for Massage in 2024?", words) == 2


async def test_values_of_a_list_are_exchanged_as_those_of_a_count(practice: Shop) -> None:
    found = await rows(practice, "list appointments with outcome kept and treatment Massage", "and Exercise?")
    assert len(found) == 2


async def test_two_values_are_kept_of_what_is_grouped(practice: Shop) -> None:
    found = await rows(practice, "average fee by treatment", "only taping and exercise")
    assert {row[0] for row in found} == {"Taping", "Exercise"}


async def test_a_value_is_left_out_of_what_is_grouped(practice: Shop) -> None:
    found = await rows(practice, "number of appointments by treatment", "without Massage")
    assert {row[0]: row[1] for row in found} == {"Taping": 2, "Exercise": 3}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("and the month before?", 1), ("the month after", 2), ("same month the year before", 1), ("and in April?", 2)],
)
async def test_the_period_moves_from_the_one_that_was_told(practice: Shop, words: str, expected: int) -> None:
    assert await number(practice, "how many appointments in March 2024?", words) == expected


async def test_the_quarter_before_and_the_one_after_are_whole_quarters(practice: Shop) -> None:
    assert await number(practice, "total fee in Q2 2024", "and the quarter before") == 205
    assert await number(practice, "total fee in Q1 2024", "and the one after") == 190


async def test_no_period_is_moved_where_none_was_told(practice: Shop) -> None:
    with pytest.raises(Declined):
        await told(practice, "how many appointments?", "and the month before?")


@pytest.mark.parametrize(("words", "expected"), [("above 40?", 1), ("and below 15", 2), ("20?", 2)])
async def test_another_number_takes_the_place_of_the_first(practice: Shop, words: str, expected: int) -> None:
    assert await number(practice, "how many rooms have a capacity above 10?", words) == expected


async def test_a_bound_without_a_noun_is_of_the_figures_that_were_told(practice: Shop) -> None:
    found = await rows(practice, "average fee by treatment", "only those above 50")
    assert {row[0] for row in found} == {"Exercise"}


@pytest.mark.parametrize("words", ["and the second?", "which one comes second?", "and the next one?"])
async def test_the_second_follows_the_first(practice: Shop, words: str) -> None:
    found = await rows(practice, "which treatment has the most appointments?", words)
    assert [row[0] for row in found] == ["Exercise"]


async def test_the_third_follows_the_second_and_a_question_about_the_first(practice: Shop) -> None:
    found = await rows(practice, "which treatment has the most appointments?", "and the second?", "and the next one?")
    assert [row[0] for row in found] == ["Taping"]


async def test_a_group_is_dropped(practice: Shop) -> None:
    found = await rows(practice, "number of appointments by treatment and outcome", "drop the outcome")
    assert {row[0]: row[1] for row in found} == {"Massage": 4, "Taping": 2, "Exercise": 3}


@pytest.mark.parametrize("words", ["all treatments", "back to all treatments", "for every treatment again"])
async def test_a_condition_goes_by_the_name_of_its_column(practice: Shop, words: str) -> None:
    assert await number(practice, "how many appointments for Massage in 2024?", words) == 7


async def test_columns_are_shown_beside_those_that_were_listed(practice: Shop) -> None:
    asked = ("names of therapists with an hourly rate above 50", "show their site too")
    assert set(await rows(practice, *asked)) == {("Mona Reyes", "North"), ("Lena Novak", "South")}


async def test_a_figure_is_shown_beside_the_one_that_was_told(practice: Shop) -> None:
    found = await rows(practice, "number of appointments by treatment", "show the average fee as well")
    assert {row[0]: (row[1], float(row[2])) for row in found}["Taping"] == (2, 32.5)


async def test_the_rows_behind_a_number_are_listed(practice: Shop) -> None:
    found = await rows(practice, "how many rooms have a capacity above 20?", "list them")
    assert {row[0] for row in found} == {2, 4}


@pytest.mark.parametrize("words", ["median instead of average", "I meant the median, not the average"])
async def test_one_figure_is_told_in_the_place_of_another(practice: Shop, words: str) -> None:
    found = await rows(practice, "average fee by treatment", words)
    assert {row[0]: float(row[1]) for row in found}["Exercise"] == 75


@pytest.mark.parametrize("words", ["by outcome instead of treatment", "not by treatment, by outcome"])
async def test_one_group_is_told_in_the_place_of_another(practice: Shop, words: str) -> None:
    found = await rows(practice, "number of appointments by treatment", words)
    assert {row[0] for row in found} == {"kept", "missed", "cancelled"}


async def test_what_is_named_as_wrong_but_was_not_told_is_not_passed_over(practice: Shop) -> None:
    with pytest.raises(Declined):
        await told(practice, "number of appointments by treatment", "no, by outcome instead of capacity")


async def test_there_is_the_place_that_was_told(practice: Shop) -> None:
    assert await number(practice, "which site has the most rooms?", "total capacity there") == 71


async def test_when_asks_for_the_date_of_that_name(practice: Shop) -> None:
    found = await rows(practice, "which appointment has the highest fee?", "when was it booked?")
    assert [str(row[0]) for row in found] == ["2024-05-02"]


async def test_the_answer_says_which_question_it_follows_and_what_it_keeps(practice: Shop) -> None:
    plan = await told(practice, "number of appointments by treatment", "only kept ones", "and missed?")
    notes = [one for one in plan.assumptions if one.topic == "follow-up"]
    assert [one.chosen for one in notes] == ["after “only kept ones”"]
    assert notes[0].why == "Kept of it: the figures, the groups."


@pytest.mark.parametrize(
    "own", ["how many rooms are there?", "how many therapists are there?", "average capacity of rooms"]
)
async def test_a_question_of_its_own_keeps_nothing(practice: Shop, own: str) -> None:
    plan = await told(practice, "number of appointments by treatment for card in 2024", own)
    assert not plan.dimensions
    assert plan.where is None


async def test_a_whole_question_with_another_value_is_no_follow_up(practice: Shop) -> None:
    plan = await told(practice, "total fee by outcome in 2024 for Massage", "how many appointments for Taping?")
    assert not plan.dimensions
    assert practice.rows_of(plan) == [(2,)]


@pytest.mark.parametrize("words", ["and outcome", "from all the sites", "but hourly rate"])
async def test_a_column_named_alone_is_no_list_of_all_rows(practice: Shop, words: str) -> None:
    try:
        plan = await told(practice, "how many appointments for Massage in 2024?", words)
    except (Declined, Unclear):
        return
    assert plan.rows is None


def test_a_number_has_to_stand_in_what_was_made_of_it(practice: Shop) -> None:
    plan = practice.plan("how many rooms have a capacity above 20?")
    assert numbers_kept("above 20", plan)
    assert not numbers_kept("above 2", plan)
    assert not numbers_kept("what about 7 rooms", plan)


async def test_a_share_is_told_by_groups_as_well(practice: Shop) -> None:
    asked = ("how many appointments were missed?", "what share of all is that?", "per treatment")
    found = await rows(practice, *asked)
    assert {row[0]: float(row[1]) for row in found} == {"Massage": 0.5, "Taping": 0.0, "Exercise": 0.0}


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (
            "how many appointments for Massage in 2024?",
            "How many appointments are there for each outcome, with the same filters?",
            {"kept": 1, "missed": 1},
        ),
        (
            "list appointments with outcome kept",
            "total fee by treatment with the same conditions",
            {"Massage": 90, "Taping": 65, "Exercise": 150},
        ),
    ],
)
async def test_a_whole_question_keeps_the_filters_of_the_one_before(
    practice: Shop, first: str, then: str, expected: dict[str, float]
) -> None:
    assert {row[0]: float(row[1]) for row in await rows(practice, first, then)} == expected


async def test_filters_of_another_table_are_not_carried_over(practice: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        await told(practice, "list appointments with outcome kept", "number of rooms by site, with the same filters")


@pytest.mark.parametrize(
    "question",
    [
        "share of appointments where outcome is kept by treatment",
        "What is the share of appointments whose outcome is kept by treatment?",
    ],
)
async def test_the_part_that_is_shared_may_be_told_by_a_clause(practice: Shop, question: str) -> None:
    found = {row[0]: float(row[1]) for row in await rows(practice, question)}
    assert found == pytest.approx({"Massage": 0.5, "Taping": 1.0, "Exercise": 2 / 3})


async def test_how_a_share_developed_is_told_by_period(practice: Shop) -> None:
    found = await rows(practice, "How did the share of appointments where outcome is kept develop by year?")
    assert [float(row[-1]) for row in found] == pytest.approx([0.5, 5 / 7])

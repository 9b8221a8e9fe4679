"""Words of every day that no column is called by: people, money, the busiest, what is sunny, what was called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from agents.sql_expert import FollowUp
from core.plan import AbsolutePeriod
from core.question import Turn
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_followups import conversation, rows

_SQL = """
CREATE TABLE hospitals AS SELECT i AS hospital_id, ['Mary', 'North', 'River'][i] AS name, ['Leeds', 'York', 'Leeds'][i] AS town
    FROM range(1, 4) t(i);
CREATE TABLE doctors AS SELECT i AS doctor_id, 'Dr ' || chr(64 + i::INT) AS full_name, (i % 3) + 1 AS hospital_id,
    50000 + 700 * ((i * 7) % 11) AS salary FROM range(1, 21) t(i);
CREATE TABLE patients AS SELECT i AS patient_id, 'Patient ' || i AS name, DATE '1950-01-01' + (i * 300)::INT AS birth_date,
    ['F', 'M'][i % 2 + 1] AS sex FROM range(1, 61) t(i);
CREATE TABLE visits AS SELECT i AS visit_id, (i * 7) % 60 + 1 AS patient_id, (i * i) % 20 + 1 AS doctor_id,
    DATE '2024-01-01' + ((i * i) % 300)::INT AS visit_date, ['completed', 'declined'][(i % 9 = 0)::INT + 1] AS status,
    20 + (i * 13) % 400 AS fee, ['sun', 'rain', 'fog'][i % 3 + 1] AS weather FROM range(1, 401) t(i);
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("clinic"), _SQL) as opened:
        yield opened


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def _answers(shop: Shop, asked: str) -> list[list[tuple[Any, ...]]]:
    """The rows of the answer, or of each reading that is offered."""
    try:
        return [shop.rows(asked)]
    except Unclear as unclear:
        return [shop.rows_of(option.plan) for option in unclear.clarification.options if option.plan is not None]


def test_the_busiest_month_is_that_of_most_events(clinic: Shop) -> None:
    expected = _told(
        clinic,
        "SELECT date_trunc('month', visit_date)::DATE m, count(*) n FROM visits GROUP BY 1 ORDER BY n DESC LIMIT 1",
    )
    assert clinic.rows("busiest month") == expected


def test_the_busiest_person_is_told_by_what_refers_to_people(clinic: Shop) -> None:
    best = _told(clinic, "SELECT count(*) FROM visits GROUP BY doctor_id ORDER BY 1 DESC LIMIT 1")[0][0]
    assert any(found[0][1] == best for found in _answers(clinic, "who is our busiest doctor"))


@pytest.mark.parametrize(
    "asked", ["how much money did each hospital bring in", "takings per hospital", "income by hospital"]
)
def test_money_is_what_is_taken_in(clinic: Shop, asked: str) -> None:
    expected = _told(
        clinic,
        "SELECT h.name, sum(v.fee) FROM visits v JOIN doctors USING (doctor_id) JOIN hospitals h USING (hospital_id) GROUP BY 1",
    )
    assert any(sorted(found) == sorted(expected) for found in _answers(clinic, asked))


def test_people_of_several_tables_are_asked_about(clinic: Shop) -> None:
    with pytest.raises(Unclear):
        clinic.plan("how many people are there")


def test_who_earns_the_most_is_one_of_those_who_have_a_salary(clinic: Shop) -> None:
    best = _told(clinic, "SELECT max(salary) FROM doctors")[0][0]
    assert any(best in found[0] for found in _answers(clinic, "who earns the most"))


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ("how many visits on rainy days", "weather = 'rain'"),
        ("how many sunny visits", "weather = 'sun'"),
        ("how many rejected visits", "status = 'declined'"),
        ("how many visits in may 2024", "visit_date >= '2024-05-01' AND visit_date < '2024-06-01'"),
    ],
)
def test_values_and_months_are_found_as_people_say_them(clinic: Shop, asked: str, condition: str) -> None:
    expected = _told(clinic, f"SELECT count(*) FROM visits WHERE {condition}")
    assert expected in _answers(clinic, asked)


def test_a_verb_without_a_meaning_is_left_out_only_by_asking(clinic: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        clinic.plan("how many patients born before 1990 got zapped")
    assert "zapped" in asked.value.clarification.question


def test_nothing_is_asked_where_a_whole_table_would_be_left(clinic: Shop) -> None:
    with pytest.raises(Declined) as refused:
        clinic.plan("how many patients got zapped")
    assert "zapped" in str(refused.value)


async def test_a_pronoun_stands_for_the_one_that_was_told_of(clinic: Shop) -> None:
    expected = _told(clinic, "SELECT birth_date FROM patients ORDER BY birth_date DESC LIMIT 1")
    assert await rows(clinic, "who is the youngest patient", "when was she born") == expected


async def test_the_contrary_of_what_came_first(clinic: Shop) -> None:
    found = await rows(clinic, "doctor with the highest salary", "and the lowest?")
    assert found[0][1] == _told(clinic, "SELECT min(salary) FROM doctors")[0][0]


async def test_sorry_i_meant_corrects_the_figure(clinic: Shop) -> None:
    found = await rows(clinic, "total fee by status", "sorry, i meant the average")
    assert sorted(found) == sorted(_told(clinic, "SELECT status, avg(fee) FROM visits GROUP BY 1"))


async def test_only_groups_with_enough_rows_are_kept(clinic: Shop) -> None:
    found = await rows(clinic, "average fee by weather", "only those with more than 133 visits")
    assert sorted(row[0] for row in found) == sorted(
        row[0] for row in _told(clinic, "SELECT weather FROM visits GROUP BY 1 HAVING count(*) > 133")
    )


async def test_what_about_another_table_counts_its_rows(clinic: Shop) -> None:
    found = await rows(clinic, "number of doctors by town", "what about hospitals")
    assert sorted(found) == sorted(_told(clinic, "SELECT town, count(*) FROM hospitals GROUP BY 1"))


async def test_a_year_keeps_the_month_that_was_asked_about(clinic: Shop) -> None:
    plan = await conversation(clinic, "how many visits in March 2024", "I meant 2023")
    assert isinstance(plan.where, AbsolutePeriod)
    assert (plan.where.start, plan.where.end) == ("2023-03-01", "2023-04-01")


async def test_what_share_that_is_of_all(clinic: Shop) -> None:
    found = await rows(clinic, "how many visits were declined", "what share is that?")
    assert found[0][0] == pytest.approx(_told(clinic, "SELECT avg((status = 'declined')::INT) FROM visits")[0][0])


async def test_a_figure_of_all_or_of_the_same_rows_is_asked_about(clinic: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        await conversation(clinic, "how many visits were declined", "what is the average fee of visits?")
    assert len(asked.value.clarification.options) == 2


async def test_what_is_said_after_a_question_that_failed_changes_an_earlier_one_only_where_that_is_confirmed(
    clinic: Shop,
) -> None:
    task = clinic.task("only York")
    history = (
        Turn(question="total fee by town", plan=clinic.plan("total fee by status")),
        Turn(question="blah", plan=None),
    )
    with pytest.raises(Unclear):
        await FollowUp(cued=True)(replace(task, question=replace(task.question, history=history)))


def test_the_average_per_group_of_what_people_earn_is_theirs(clinic: Shop) -> None:
    expected = _told(
        clinic, "SELECT h.name, avg(salary) FROM doctors JOIN hospitals h USING (hospital_id) GROUP BY 1 ORDER BY 1"
    )
    assert any(sorted(found) == expected for found in _answers(clinic, "average salary per hospital"))

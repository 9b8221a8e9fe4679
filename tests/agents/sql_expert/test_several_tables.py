"""A clinic of several tables: people, wards, drugs and what ties them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agents.sql_expert.coverage import coverage_features
from agents.sql_expert.grammar import read_question
from agents.sql_expert.rules import lexemes_of, readings_of
from agents.sql_expert.schema import schema_of
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE wards AS SELECT i AS ward_id, 'Ward ' || substr('ABCDEFGHIJ', i, 1) AS ward_name,
    ['NO', 'SO', 'IN', 'AS'][1 + i % 4] AS wing, 10 * i AS beds FROM range(1, 9) t(i);
CREATE TABLE nurses AS SELECT i AS nurse_id, 'First' || i AS first_name, 'Last' || i AS last_name,
    20 + i AS age, 1000 + 50 * i AS salary, 1 + i % 8 AS ward_id FROM range(1, 41) t(i);
CREATE TABLE patients AS SELECT i AS patient_id, 'Patient ' || i AS patient_name, 1 + i % 8 AS ward_id,
    2000 + i % 20 AS admission_year FROM range(1, 61) t(i);
CREATE TABLE drugs AS SELECT i AS drug_id, 'Drug ' || i AS drug_name, 3 * i AS potency FROM range(1, 13) t(i);
CREATE TABLE treatments AS SELECT i AS treatment_id, 1 + i % 30 AS patient_id, 1 + i % 35 AS nurse_id
    FROM range(1, 121) t(i);
CREATE TABLE drug_enzyme_interactions AS SELECT 1 + i % 6 AS drug_id, 1 + i % 7 AS enzyme_id FROM range(0, 42) t(i);
CREATE TABLE enzymes AS SELECT i AS enzyme_id, 'Enzyme ' || i AS enzyme_name FROM range(1, 10) t(i);
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("clinic"), _SQL) as clinic:
        yield clinic


def best(clinic: Shop, question: str) -> list[tuple[Any, ...]]:
    """Rows of the likeliest reading, answered or asked back."""
    return clinic.rows_of(readings_of(clinic.task(question)).candidates[0].plan)


def gold(clinic: Shop, sql: str) -> list[tuple[Any, ...]]:
    return clinic.connection.execute(sql).fetchall()


ASKED = (
    ("How many wards are in the wing AS?", "SELECT count(*) FROM wards WHERE wing = 'AS'"),
    ("Which nurses are 30 or younger?", "SELECT first_name, last_name FROM nurses WHERE age <= 30"),
    ("What are the full names of nurses in Ward B?",
     "SELECT first_name, last_name FROM nurses JOIN wards USING (ward_id) WHERE ward_name = 'Ward B'"),
    ("What are the ages of the oldest and the youngest nurse?", "SELECT max(age), min(age) FROM nurses"),
    ("Which drugs have a higher potency than 20?", "SELECT drug_name FROM drugs WHERE potency > 20"),
    ("Which patients were admitted before the year of 2005?",
     "SELECT patient_name FROM patients WHERE admission_year < 2005"),
    ("Names of drugs that interact with Enzyme 3",
     "SELECT DISTINCT drug_name FROM drugs JOIN drug_enzyme_interactions USING (drug_id) WHERE enzyme_id = 3"),
    ("How many wards have a name that contains A?", "SELECT count(*) FROM wards WHERE ward_name ILIKE '%a%'"),
    ("Show all details of each drug", "SELECT * FROM drugs"),
)  # fmt: skip


@pytest.mark.parametrize(("question", "sql"), ASKED)
def test_the_likeliest_reading_has_the_rows_of_the_query(clinic: Shop, question: str, sql: str) -> None:
    assert sorted(best(clinic, question), key=str) == sorted(gold(clinic, sql), key=str)


def test_an_average_is_taken_among_the_rows_that_it_is_said_of(clinic: Shop) -> None:
    question = "Names of nurses whose salary is below the average salary of the nurses in Ward B"
    expected = """SELECT first_name, last_name FROM nurses WHERE salary <
        (SELECT avg(salary) FROM nurses JOIN wards USING (ward_id) WHERE ward_name = 'Ward B')"""
    assert sorted(best(clinic, question)) == sorted(gold(clinic, expected))


def test_what_ties_two_tables_comes_before_a_table_that_both_refer_to(clinic: Shop) -> None:
    expected = "SELECT count(DISTINCT nurse_id) FROM treatments"
    assert best(clinic, "How many different nurses have treated some patient?") == gold(clinic, expected)


def test_a_negation_is_never_dropped_for_a_smoother_reading(clinic: Shop) -> None:
    expected = "SELECT nurse_id FROM nurses WHERE nurse_id NOT IN (SELECT nurse_id FROM treatments)"
    assert sorted(best(clinic, "Show nurse ids who don't have any treatments")) == sorted(gold(clinic, expected))


def test_words_that_a_plan_leaves_out_are_counted(clinic: Shop) -> None:
    whole, part = "average salary of nurses by ward", "average salary of nurses"
    task = clinic.task(whole)
    draft = read_question(lexemes_of(task, schema_of(task.model)))
    own = coverage_features(draft, readings_of(task).candidates[0].plan, clinic.model)
    lacking = coverage_features(draft, readings_of(clinic.task(part)).candidates[0].plan, clinic.model)
    assert (own["ungrouped"], own["unheard"]) == (0.0, 0.0)
    assert lacking["ungrouped"] == 1.0
    assert lacking["unheard"] >= 1.0

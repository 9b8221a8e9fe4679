"""Rows that refer to rows of their own table: who reports to whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE staff AS SELECT * FROM (VALUES
    (101, 'Ada', 'Stone', NULL, 9000.5, 'Oslo'), (102, 'Ben', 'Marsh', 101, 6000.5, 'Oslo'),
    (103, 'Cleo', 'Fjord', 101, 6500.5, 'Bergen'), (104, 'Dan', 'Reed', 102, 4000.5, 'Oslo'),
    (105, 'Eve', 'Moss', 102, 4200.5, 'Bergen'), (106, 'Finn', 'Lake', 103, 4100.5, 'Bergen'),
    (107, 'Gro', 'Dale', 102, 3900.5, 'Oslo'), (108, 'Ida', 'Holm', 102, 3700.5, 'Oslo')
) AS t(employee_id, first_name, last_name, manager_id, salary, city);
"""
_BENS = [("Dan", "Reed"), ("Eve", "Moss"), ("Gro", "Dale"), ("Ida", "Holm")]


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("staff"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    "asked",
    [
        "Which employees report to Ben Marsh?",
        "employees managed by Ben Marsh",
        "who works for Ben Marsh?",
        "Which employees report directly to Ben Marsh?",
        "names of the employees supervised by Ben Marsh",
        "employees whose manager is Ben Marsh",
    ],
)
def test_those_who_report_to_somebody_are_not_that_person(staff: Shop, asked: str) -> None:
    assert sorted(staff.first_rows(asked)) == _BENS


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("How many employees report to Ada Stone?", 2),
        ("average salary of employees who report to Ben Marsh", 3950.5),
        ("how many employees in Oslo report to Ben Marsh?", 3),
    ],
)
def test_figures_are_of_those_who_report(staff: Shop, asked: str, expected: float) -> None:
    [(found,)] = staff.rows(asked)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    "asked",
    [
        "Who is the manager of Eve Moss?",
        "Who manages Eve Moss?",
        "Who does Eve Moss report to?",
        "Who is Eve Moss's boss?",
    ],
)
def test_the_row_above_is_told_by_name(staff: Shop, asked: str) -> None:
    assert staff.rows(asked) == [("Ben", "Marsh")]


def test_groups_by_the_row_above_have_names(staff: Shop) -> None:
    found = {row[:2]: row[2] for row in staff.rows("number of employees per manager") if row[0] is not None}
    assert found == {("Ada", "Stone"): 2, ("Ben", "Marsh"): 4, ("Cleo", "Fjord"): 1}


def test_where_nobody_is_named_it_is_declined(staff: Shop) -> None:
    with pytest.raises(Declined):
        staff.plan("which employees report to people in Bergen?")

"""The first and the last row, neighbours of a row, and two rows beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE sheet1 AS SELECT * FROM (VALUES
    (1, 'Ilse Brandt', 'Norway (NOR)', 212, 1991), (2, 'Marta Quist', 'Sweden (SWE)', 190, 1994),
    (3, 'Joan Pell', 'Norway (NOR)', 171, 1988), (4, 'Rita Sand', 'Chile (CHI)', 166, 1996),
    (5, 'Ulla Worm', 'Sweden (SWE)', 150, 2001)
) AS t(rank, rower, nation, points, debut_year);
"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("places"), _SQL) as sheet:
        yield sheet


def test_the_row_behind_a_named_one_is_told_by_the_rank(sheet: Shop) -> None:
    assert sheet.rows("which rower came after Joan Pell?") == [("Rita Sand",)]
    assert sheet.rows("which rower is listed directly below Ilse Brandt?") == [("Marta Quist",)]


def test_the_row_before_a_named_one_is_told_by_the_rank(sheet: Shop) -> None:
    assert sheet.rows("which rower finished before Marta Quist?") == [("Ilse Brandt",)]
    assert sheet.rows("which rower finished before Ilse Brandt?") == []


def test_the_first_and_the_last_listed_are_told_by_the_rank(sheet: Shop) -> None:
    assert sheet.rows("which rower is listed first?") == [("Ilse Brandt",)]
    assert sheet.rows("who is the last rower in the list?")[0][0] == "Ulla Worm"


def test_what_tells_the_order_is_shown_as_an_assumption(sheet: Shop) -> None:
    plan = sheet.plan("which rower came after Joan Pell?")
    assert [one.chosen for one in plan.assumptions if one.topic == "order"] == ["sheet1.rank"]


def test_the_neighbours_of_a_value_of_many_rows_are_not_guessed(sheet: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        sheet.plan("which rower came after Norway?")


def test_without_a_column_that_numbers_the_rows_the_order_of_the_file_is_told(tmp_path: Path) -> None:
    bare = (
        "CREATE TABLE sheet1 AS SELECT * FROM (VALUES ('Ann', 'red'), ('Bea', 'blue'), ('Cas', 'red')) AS t(rower, cap)"
    )
    with shop_of(tmp_path, bare) as sheet:
        assert sheet.rows("which rower is listed after Ann?") == [("Bea",)]
        plan = sheet.plan("which rower is listed after Ann?")
        assert [one.chosen for one in plan.assumptions if one.topic == "order"] == ["the order of the file"]


def test_which_of_two_has_more_is_answered_with_its_name(sheet: Shop) -> None:
    assert sheet.rows("which rower had more points, Rita Sand or Joan Pell?") == [("Joan Pell",)]
    assert sheet.rows("which rower had fewer points, Rita Sand or Joan Pell?") == [("Rita Sand",)]


def test_how_many_more_of_one_than_of_another(sheet: Shop) -> None:
    assert sheet.rows("how many more points did Ilse Brandt have than Marta Quist?") == [(22,)]
    assert sheet.rows("how many fewer points did Rita Sand have than Joan Pell?") == [(5,)]


def test_a_value_is_found_without_its_remark_in_brackets(sheet: Shop) -> None:
    assert sheet.rows("how many rowers are from norway?") == [(2,)]


def test_a_decade_is_ten_years(sheet: Shop) -> None:
    assert sheet.rows("how many rowers had a debut year in the 1990s?") == [(3,)]
    assert sheet.rows("how many rowers had a debut year in the 1990's?") == [(3,)]


def test_rows_that_have_the_same_as_a_named_one(sheet: Shop) -> None:
    assert sheet.rows("which rower has the same nation as Joan Pell?") == [("Ilse Brandt",)]
    assert sheet.rows("which other rower is from the same nation as Ulla Worm?") == [("Marta Quist",)]


def test_what_a_value_of_many_rows_has_is_not_one_thing(sheet: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        sheet.plan("which rower has the same points as Norway?")

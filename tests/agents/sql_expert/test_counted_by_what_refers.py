"""Counts of rows that a table has one of for each group: what refers to them is what was to be counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import decided, readings_of
from core.ways import Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE piers AS SELECT i AS pier_id, 'Pier ' || i AS pier_name, 1000 * i AS length FROM range(1, 9) t(i);
CREATE TABLE ferry_stops AS SELECT i AS stop_id, 1 + i % 5 AS pier_id, i % 7 AS minutes FROM range(1, 31) t(i);
CREATE TABLE ref_claim_types AS SELECT i AS claim_type_code, 'Kind ' || i AS claim_type_description
    FROM range(1, 6) t(i);
CREATE TABLE claims AS SELECT i AS claim_id, 1 + i % 3 AS claim_type_code, 10 * i AS payout FROM range(1, 40) t(i);
CREATE TABLE crew AS SELECT i AS crew_id, 'Sailor ' || i AS crew_name, 5000 + i % 4 AS captain FROM range(1, 31) t(i);
CREATE TABLE cabins AS SELECT i AS crew_id, 1 + i % 2 AS deck_id FROM range(1, 10) t(i);
CREATE TABLE decks AS SELECT i AS deck_id, 'Deck ' || i AS deck_name FROM range(1, 5) t(i);
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("harbour"), _SQL) as harbour:
        yield harbour


def offered(harbour: Shop, question: str) -> list[list[object]]:
    """The first row of each reading of a question back, as people see it."""
    with pytest.raises(Unclear) as unclear:
        decided(readings_of(harbour.task(question)), harbour.model)
    return [list(harbour.rows_of(one.plan)[0]) for one in unclear.value.clarification.options if one.plan is not None]


def test_what_refers_to_a_row_is_counted_where_each_row_is_a_group(harbour: Shop) -> None:
    rows = offered(harbour, "What are the code and description of the most common claim type?")
    assert rows[0] == [1, "Kind 1", 13]


def test_rows_that_are_groups_themselves_are_never_counted_without_asking(harbour: Shop) -> None:
    rows = offered(harbour, "code and description of each claim type and its count")
    assert rows[0][-1] == 13


def test_groups_of_many_rows_are_read_as_before(harbour: Shop) -> None:
    (only,) = readings_of(harbour.task("number of ferry stops by pier")).candidates
    assert len(harbour.rows_of(only.plan)) == 5
    assert "asked_back" not in only.features


def test_what_comes_first_is_never_what_has_no_group(harbour: Shop) -> None:
    """Most sailors have no cabin; that is no deck."""
    candidates = readings_of(harbour.task("Which deck has the most crew?")).candidates
    assert harbour.rows_of(candidates[0].plan)[0][0] == "Deck 2"


def test_a_number_that_all_rows_exceed_counts_what_stands_behind_it(harbour: Shop) -> None:
    """Captains are told by numbers over 5,000: more than 7 of them is said of their crew."""
    candidates = readings_of(harbour.task("Which captains captain more than 7 crew?")).candidates
    assert sorted(row[0] for row in harbour.rows_of(candidates[0].plan)) == [5001, 5002]


@pytest.mark.parametrize("question", ["Which pier has the most ferry stops?", "the pier with the fewest ferry stops"])
def test_a_ranking_by_a_count_is_answered(harbour: Shop, question: str) -> None:
    plan = decided(readings_of(harbour.task(question)), harbour.model)
    assert len(harbour.rows_of(plan)) == 1

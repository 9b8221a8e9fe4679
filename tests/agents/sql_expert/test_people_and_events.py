"""People, what they did and when: the date of what happened is another than the one they were added on. A library with loans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_analysts_questions import rounded

_SQL = """
CREATE TABLE borrowers AS SELECT i AS borrower_id, 'Borrower ' || (i % 50) AS borrower_name,
    CASE i % 3 WHEN 0 THEN 'Leiden' WHEN 1 THEN 'Delft' ELSE 'Gouda' END AS town,
    CASE i % 4 WHEN 0 THEN 'Student' ELSE 'Adult' END AS card_type,
    DATE '2022-01-01' + CAST(i * 9 AS INTEGER) AS borrower_since
FROM range(1, 81) t(i);
CREATE TABLE loans AS SELECT i AS loan_id, 1 + (i * i) % 67 AS borrower_id, DATE '2023-01-01' + CAST((i * 31) % 700 AS INTEGER) AS lent_on,
    CASE i % 4 WHEN 0 THEN 'Novel' WHEN 1 THEN 'Comic' WHEN 2 THEN 'Atlas' ELSE 'Cookbook' END AS genre,
    CASE i % 5 WHEN 0 THEN 'desk' ELSE 'kiosk' END AS place, 0.5 * (i % 7) AS fee
FROM range(1, 401) t(i);
"""
_IN_MARCH = "lent_on >= '2024-03-01' AND lent_on < '2024-04-01'"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("library"), _SQL) as library:
        yield library


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many people came in March 2024?", f"SELECT count(DISTINCT borrower_id) FROM loans WHERE {_IN_MARCH}"),
        (
            "How many borrowers from Delft visited in March 2024?",
            f"SELECT count(DISTINCT borrower_id) FROM loans JOIN borrowers USING (borrower_id) WHERE town = 'Delft' AND {_IN_MARCH}",
        ),
        (
            "how many people borrowed a comic in 2024",
            "SELECT count(DISTINCT borrower_id) FROM loans WHERE genre = 'Comic' AND year(lent_on) = 2024",
        ),
        ("how many borrowers joined in 2023", "SELECT count(*) FROM borrowers WHERE year(borrower_since) = 2023"),
        (
            "how many people came each month in 2024",
            "SELECT date_trunc('month', lent_on)::DATE, count(DISTINCT borrower_id) FROM loans WHERE year(lent_on) = 2024 GROUP BY 1",
        ),
        (
            "how many borrowers by year",
            "SELECT date_trunc('year', borrower_since)::DATE, count(*) FROM borrowers GROUP BY 1",
        ),
    ],
)
def test_a_period_after_what_people_did_is_that_of_what_they_did(library: Shop, question: str, sql: str) -> None:
    assert rounded(library.rows(question)) == rounded(library.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "how many loans did Student members get",
            "SELECT count(*) FROM loans JOIN borrowers USING (borrower_id) WHERE card_type = 'Student'",
        ),
        (
            "who borrowed an atlas in 2024",
            "SELECT borrower_name FROM borrowers WHERE borrower_id IN "
            "(SELECT borrower_id FROM loans WHERE genre = 'Atlas' AND year(lent_on) = 2024)",
        ),
        (
            "which borrowers borrowed a novel at the desk",
            "SELECT borrower_name FROM borrowers WHERE borrower_id IN "
            "(SELECT borrower_id FROM loans WHERE genre = 'Novel' AND place = 'desk')",
        ),
    ],
)
def test_people_are_told_by_any_noun_and_each_is_listed_once(library: Shop, question: str, sql: str) -> None:
    assert rounded(library.rows(question)) == rounded(library.connection.execute(sql).fetchall())


def test_two_people_of_one_name_are_not_added_up(library: Shop) -> None:
    sql = "SELECT borrower_name FROM borrowers JOIN loans USING (borrower_id) GROUP BY borrower_id, borrower_name HAVING sum(fee) > 12"
    expected = library.connection.execute(sql).fetchall()
    assert rounded(library.rows("borrowers who spent more than 12")) == rounded(expected)


_FINES = """
CREATE TABLE fines AS SELECT i AS fine_id, 1 + (i * 13) % 400 AS loan_id, DATE '2024-02-01' + CAST(i AS INTEGER) AS fined_on, 1.5 AS sum_due
FROM range(1, 61) t(i);
CREATE OR REPLACE TABLE loans AS SELECT *, CASE WHEN loan_id % 9 = 0 THEN 'no-show' WHEN loan_id % 3 = 0 THEN 'extended' ELSE 'returned' END
    AS status FROM loans;
"""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("strict"), _SQL + _FINES) as strict:
        yield strict


def _those(condition: str) -> str:
    return f"SELECT borrower_name FROM borrowers b WHERE borrower_id IN (SELECT borrower_id FROM loans GROUP BY 1 HAVING {condition})"


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("which borrowers borrowed only novels", _those("bool_and(genre = 'Novel')")),
        ("one-time borrowers", _those("count(*) = 1")),
        ("how many borrowers came back", f"SELECT count(*) FROM ({_those('count(*) > 1')})"),
        (
            "repeat borrowers in 2024",
            "SELECT borrower_name FROM borrowers WHERE borrower_id IN "
            "(SELECT borrower_id FROM loans WHERE year(lent_on) = 2024 GROUP BY 1 HAVING count(*) > 1)",
        ),
        ("borrowers who had all of their loans extended", _those("bool_and(status = 'extended')")),
        (
            "borrowers with more than 6 loans and no fines",
            f"{_those('count(*) > 6')} AND borrower_id NOT IN (SELECT borrower_id FROM loans JOIN fines USING (loan_id))",
        ),
        ("how many loans where nobody showed up", "SELECT count(*) FROM loans WHERE status = 'no-show'"),
    ],
)
def test_those_who_did_so_only_always_once_or_again(strict: Shop, question: str, sql: str) -> None:
    assert sorted(rounded(strict.rows(question))) == sorted(rounded(strict.connection.execute(sql).fetchall()))


def test_coming_back_more_than_once_is_asked_about(strict: Shop) -> None:
    with pytest.raises(Unclear) as asked:
        strict.rows("how many borrowers came back more than once")
    assert len(asked.value.clarification.options) == 2

"""Rows and groups ranked by a length of time that no column holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_JOBS = """
CREATE TABLE couriers AS SELECT * FROM (VALUES (1, 'Alto'), (2, 'Brio')) AS t(courier_id, courier_name);
CREATE TABLE parcels AS SELECT * FROM (VALUES
    (10, 1, DATE '2024-01-02', DATE '2024-01-09', DATE '2024-01-05'), (11, 1, DATE '2024-01-03', DATE '2024-01-05', DATE '2024-01-06'),
    (12, 2, DATE '2024-02-01', DATE '2024-02-12', DATE '2024-02-10'), (13, 2, DATE '2024-02-02', DATE '2024-02-13', DATE '2024-02-11'),
    (14, 2, DATE '2024-03-04', NULL, DATE '2024-03-08'), (15, 1, DATE '2024-03-05', DATE '2024-03-06', DATE '2024-03-09')
) AS t(parcel_id, courier_id, sent_on, delivered_on, promised_by);
"""


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("jobs"), _JOBS) as shop:
        yield shop


@pytest.mark.parametrize(
    ("question", "parcels"),
    [
        ("Which parcels took the longest to be delivered?", [12, 13]),
        ("which parcels took longest from sent to delivered", [12, 13]),
        ("the fastest parcel to be delivered", [15]),
        ("Which 3 parcels took the most time to be delivered?", [12, 13, 10]),
    ],
)
def test_rows_are_ranked_by_how_long_they_took(jobs: Shop, question: str, parcels: list[int]) -> None:
    assert [row[0] for row in jobs.first_rows(question)] == parcels


@pytest.mark.parametrize(
    ("question", "courier"),
    [("Which courier takes longest to deliver?", "Brio"), ("which courier takes the least time to deliver", "Alto")],
)
def test_groups_are_ranked_by_how_long_theirs_took_on_average(jobs: Shop, question: str, courier: str) -> None:
    assert [row[0] for row in jobs.first_rows(question)] == [courier]


def test_what_is_not_there_to_be_measured_is_not_ranked(jobs: Shop) -> None:
    with pytest.raises(Exception, match="paint"):
        jobs.plan("Which parcels took longest to paint?")

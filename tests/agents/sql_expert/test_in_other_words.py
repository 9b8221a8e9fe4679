"""Tables and columns that are not called by their names: synonyms that nothing else answers to, days, full names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE Boats AS SELECT * FROM (VALUES
    (1, 'Heron', 'sloop', 6, 2), (2, 'Tern', 'ketch', 9, 1), (3, 'Egret', 'sloop', 4, 2), (4, 'Ibis', 'yawl', 12, 3)
) AS t(boat_id, bname, btype, capacity, rower_id);
CREATE TABLE Rowers AS SELECT * FROM (VALUES
    (1, 'Ada', 'Byron', 36, '555-1'), (2, 'Ben', 'Moor', 41, '555-2'), (3, 'Cleo', 'Day', 29, '555-3')
) AS t(rower_id, fname, lname, age, phone);
CREATE TABLE Regattas AS SELECT * FROM (VALUES
    (1, DATE '2023-05-06', 'Lake Orta', 'open', 2), (2, DATE '2023-06-17', 'Lake Sils', 'closed', 4),
    (3, DATE '2024-05-11', 'Lake Orta', 'open', 1)
) AS t(regatta_id, date, place, kind_of_entry, boat_id);
"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("lake"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What are the different categories of boats?", [("ketch",), ("sloop",), ("yawl",)]),
        ("List the family names of the rowers.", [("Byron",), ("Day",), ("Moor",)]),
        ("What is the full name of each rower?", [("Ada", "Byron"), ("Ben", "Moor"), ("Cleo", "Day")]),
        ("telephone number of rowers whose age is below 30", [("555-3",)]),
        ("full names and ages of rowers older than 40", [("Ben", "Moor", 41)]),
        ("What is the number of seats of the boat Tern?", [(9,)]),
        ("Show the names of boats with the number of seats above 8", [("Ibis",), ("Tern",)]),
    ],
)  # fmt: skip
def test_a_name_is_found_by_other_words_for_it(lake: Shop, asked: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(lake.first_rows(asked)) == sorted(expected)


@pytest.mark.parametrize(
    "asked", ["Show the day and place of all regattas.", "What are the day and place of the regattas?"]
)
def test_the_day_of_something_is_its_date(lake: Shop, asked: str) -> None:
    assert (date(2023, 5, 6), "Lake Orta") in [tuple(row[:2]) for row in lake.first_rows(asked)]


def test_a_day_in_small_letters_is_nobody_called_so(lake: Shop) -> None:
    assert sorted(lake.first_rows("What are the days of all regattas?"))[0] == (date(2023, 5, 6),)


def test_rows_are_still_put_together_by_the_day(lake: Shop) -> None:
    assert len(lake.first_rows("number of regattas by day")) == 3

"""What is asked of rows that were told: their order, their first, other columns, figures; over boats of a harbour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import rows

_SQL = """
CREATE TABLE skippers AS SELECT * FROM (VALUES
    (1, 'Ada', 'Lind', DATE '1980-02-01', DATE '2015-04-01'), (2, 'Bo', 'Aas', DATE '1991-07-12', DATE '2012-06-01'),
    (3, 'Cleo', 'Mor', DATE '1975-11-30', DATE '2019-01-15')
) AS t(skipper_id, first_name, last_name, date_of_birth, date_joined);
CREATE TABLE boats AS SELECT * FROM (VALUES
    (10, 'Gull', 'Bergen', 9.5, 1200, 1), (11, 'Tern', 'Oslo', 12.0, 900, 2), (12, 'Heron', 'Bergen', 14.5, 2100, 1),
    (13, 'Auk', 'Bergen', 7.0, 1500, 2), (14, 'Crane', 'Oslo', 11.0, 3000, 1)
) AS t(boat_id, boat_name, harbour, length, price, skipper_id);
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("harbour")
    with shop_of(folder, _SQL) as made:
        yield made


_BERGEN = "show the names of the boats in Bergen"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("sort them by price descending", ["Heron", "Auk", "Gull"]),
        ("Order by length", ["Auk", "Gull", "Heron"]),
        ("sorted by length, longest first", ["Heron", "Gull", "Auk"]),
        ("in order of price", ["Gull", "Auk", "Heron"]),
        ("from longest to shortest", ["Heron", "Gull", "Auk"]),
        ("alphabetically", ["Auk", "Gull", "Heron"]),
        ("what is the cheapest one?", ["Gull"]),
        ("the two most expensive ones", ["Heron", "Auk"]),
        ("which has the longest length?", ["Heron"]),
    ],
)
async def test_only_the_order_of_what_was_told_changes(harbour: Shop, words: str, told: list[str]) -> None:
    assert await rows(harbour, _BERGEN, words) == [(one,) for one in told]


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (("sort by price", "reverse that"), [("Heron",), ("Auk",), ("Gull",)]),
        (("sort by price, highest first", "just the top 2"), [("Heron",), ("Auk",)]),
        (("what's the cheapest?", "and the most expensive?"), [("Heron",)]),
        (("sort by price", "show their prices too"), [("Gull", 1200), ("Auk", 1500), ("Heron", 2100)]),
        (("sort by price", "just the id"), [(10,), (13,), (12,)]),
        (("what are their prices?", "the average price?"), [(1600.0,)]),
        (("what is the length of the longest?",), [(14.5,)]),
        (("what's the average price?",), [(1600.0,)]),
        (("sort by price", "how many are there?"), [(3,)]),
    ],
)
async def test_changes_follow_each_other(
    harbour: Shop, questions: tuple[str, ...], told: list[tuple[Any, ...]]
) -> None:
    found = await rows(harbour, _BERGEN, *questions)
    assert [tuple(float(x) if not isinstance(x, str) else x for x in one) for one in found] == told


async def test_columns_of_linked_tables_and_counts_order_too(harbour: Shop) -> None:
    assert await rows(harbour, "list all skippers", "sort by number of boats, highest first") == [
        ("Ada", "Lind"),
        ("Bo", "Aas"),
        ("Cleo", "Mor"),
    ]


async def test_groups_are_put_in_order_by_name_and_by_figure(harbour: Shop) -> None:
    each = "how many boats are there in each harbour?"
    assert await rows(harbour, each, "order by the count") == [("Oslo", 2), ("Bergen", 3)]
    assert await rows(harbour, each, "order by the count", "please order these alphabetically") == [
        ("Bergen", 3),
        ("Oslo", 2),
    ]


async def test_who_did_it_first_is_told_by_its_date(harbour: Shop) -> None:
    assert await rows(harbour, "list all skippers", "who joined first?") == [("Bo", "Aas")]
    assert await rows(harbour, "list all skippers", "from oldest to youngest", "the youngest?") == [("Bo", "Aas")]


async def test_a_question_that_names_its_rows_keeps_nothing(harbour: Shop) -> None:
    assert await rows(harbour, _BERGEN, "how many skippers are there?") == [(3,)]


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (("show the names and prices of the boats in Oslo", "drop the price"), [("Tern",), ("Crane",)]),
        (
            ("how many skippers were born before 1985?", "who are they? first and last names"),
            [("Ada", "Lind"), ("Cleo", "Mor")],
        ),
        (("list all skippers", "with the number of boats"), [("Ada", "Lind", 3), ("Bo", "Aas", 2), ("Cleo", "Mor", 0)]),
        (("how many boats are there in each harbour?", "which is the most common?"), [("Bergen",)]),
        (("how many boats are there in each harbour?", "just the harbours"), [("Bergen",), ("Oslo",)]),
        ((_BERGEN, "only those below 2000", "how many does that leave?"), [(2,)]),
    ],
)
async def test_columns_come_and_go(harbour: Shop, questions: tuple[str, ...], told: list[tuple[Any, ...]]) -> None:
    assert sorted(await rows(harbour, *questions)) == sorted(told)

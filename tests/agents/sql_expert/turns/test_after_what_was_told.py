"""Two sentences in a turn, the rows that were left aside, and turns after a question without an answer; over boats of a harbour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.sql_expert.followups import FollowUp
from agents.sql_expert.rules import ByRules
from core.question import Turn
from core.ways import Declined, Unclear, first_sound
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.turns.asked import anything, rows, told

_SQL = """
CREATE TABLE skippers AS SELECT * FROM (VALUES
    (1, 'Ada', 41, 'Captain'), (2, 'Bo', 29, 'Mate'), (3, 'Cleo', 53, 'Captain')
) AS t(skipper_id, name, age, rank);
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


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("show the boats in Bergen", "Which one is the most expensive? The name is enough."), [("Heron",)]),
        (("show the boats in Bergen", "sort them by price, names only"), [("Gull",), ("Auk",), ("Heron",)]),
        (("which skippers are older than 40?", "and the others?"), [("Bo",)]),
        (("show the names of the boats in Bergen", "only those above 1300", "and the rest?"), [("Gull",)]),
        (("show the names of the boats in Oslo", "highest price first"), [("Crane",), ("Tern",)]),
        (("which skippers have more than 2 boats?", "with the number of boats please"), [("Ada", 3)]),
        (("list the different harbours of the boats", "leave out Bergen"), [("Oslo",)]),
    ],
)
async def test_is_read_of_what_was_told(harbour: Shop, turns: tuple[str, ...], expected: list[tuple[Any, ...]]) -> None:
    assert await rows(harbour, *turns) == expected


async def test_a_change_after_a_question_without_an_answer_is_asked_back(harbour: Shop) -> None:
    plan = await told(harbour, "show the names of the boats in Bergen")
    history = (Turn(question="show the boats in Bergen", plan=plan), Turn(question="only the wooden ones"))
    task = harbour.task("just the names")
    task = replace(task, question=replace(task.question, text="sort them by price", history=history))
    with pytest.raises(Unclear) as asked:
        await first_sound((FollowUp(cued=True), ByRules(), FollowUp(cued=False)), task, anything)
    assert "price" in asked.value.clarification.options[0].label


@pytest.mark.parametrize("text", ["with the number of boats please", "and from Bergen"])
async def test_a_change_of_nothing_that_was_told_is_no_question_of_its_own(harbour: Shop, text: str) -> None:
    task = harbour.task(text)
    task = replace(task, question=replace(task.question, history=(Turn(question="who is the admiral?"),)))
    with pytest.raises(Declined):
        await first_sound((FollowUp(cued=True), ByRules(), FollowUp(cued=False)), task, anything)


@pytest.mark.parametrize(
    "then",
    ["what was the total amount then?", "how much total amount was that?", "and the total amount in that month?"],
)
async def test_another_figure_of_the_same_time(shop: Shop, then: str) -> None:
    assert await rows(shop, "How many orders were there in February 2024?", then) == [(89.0,)]


async def test_the_same_figure_of_another_thing(shop: Shop) -> None:
    asked = ("what is the total amount of orders with Kettle?", "and how much Stapler?")
    assert await rows(shop, *asked) == [(19.0,)]

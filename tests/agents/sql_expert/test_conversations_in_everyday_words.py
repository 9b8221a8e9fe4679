"""What was told is meant as a whole, or as one row; a question that found no answer tells of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from agents.sql_expert import ByRules
from core.question import Turn
from core.ways import Declined
from semantic_layer import describe_plan
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_followups import conversation

_SQL = """
CREATE TABLE teams AS SELECT i AS team_id, ['IT', 'Sales', 'Legal', 'Kitchen'][i] AS team_name FROM range(1, 5) t(i);
CREATE TABLE workers AS SELECT i AS worker_id, 'Worker ' || i AS worker_name, (i * i) % 4 + 1 AS team_id,
    1000 + 37 * ((i * 11) % 29) AS pay, ['full', 'part'][i % 2 + 1] AS contract FROM range(1, 31) t(i);
CREATE TABLE shifts AS SELECT i AS shift_id, (i * i) % 30 + 1 AS worker_id, DATE '2024-02-01' + (i % 200)::INT AS worked_on,
    4 + i % 5 AS hours FROM range(1, 301) t(i);
CREATE TABLE complaints AS SELECT i AS complaint_id, (i % 30) + 1 AS worker_id FROM range(1, 21) t(i);
"""


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("works"), _SQL) as opened:
        yield opened


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


@pytest.mark.parametrize("asked", ["split it by contract", "count them by contract", "now break that down by contract"])
async def test_what_was_told_is_split_as_a_whole(works: Shop, asked: str) -> None:
    plan = await conversation(works, "how many workers are there", asked)
    assert sorted(works.rows_of(plan)) == _told(works, "SELECT contract, count(*) FROM workers GROUP BY 1 ORDER BY 1")


async def test_another_noun_is_counted_instead(works: Shop) -> None:
    plan = await conversation(works, "how many workers are there", "and complaints, how many of these?")
    assert works.rows_of(plan) == [(20,)]


async def test_who_has_the_fewest_turns_the_ranking_round(works: Shop) -> None:
    plan = await conversation(works, "which worker has the most shifts", "and who has the fewest?")
    least = _told(works, "SELECT min(n) FROM (SELECT count(*) n FROM shifts GROUP BY worker_id)")[0][0]
    assert works.rows_of(plan)[0][-1] == least


async def test_a_team_called_it_is_no_pronoun(works: Shop) -> None:
    plan = await conversation(works, "how many teams are there", "how many workers are in IT")
    assert works.rows_of(plan) == _told(
        works, "SELECT count(*) FROM workers JOIN teams USING (team_id) WHERE team_name = 'IT'"
    )


async def test_their_stands_for_nothing_after_a_question_without_an_answer(works: Shop) -> None:
    task = works.task("what is their pay")
    after = replace(task.question, history=(Turn(question="how many unicorns are there"),))
    with pytest.raises(Declined):
        await ByRules()(replace(task, question=after))


async def test_a_bare_column_after_the_first_row_is_of_that_row(works: Shop) -> None:
    plan = await conversation(works, "worker with the highest pay", "show the contract")
    assert works.rows_of(plan) == _told(works, "SELECT contract FROM workers ORDER BY pay DESC, worker_id LIMIT 1")
    assert "worker ID is among" not in describe_plan(plan, works.model)

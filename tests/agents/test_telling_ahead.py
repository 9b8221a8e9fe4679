"""What a model on this machine reads before anybody asks, and that nothing else is told ahead."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.model_settings import Privacy
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import CELLS, STRANGE, opened, settings_for
from workspace import Workspace

CUT = Reply(says="SELECT", finish="length")


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def kept(workspace: Workspace) -> list[str]:
    return [one.question for one in workspace.egress.latest()]


def system(model: Endpoint, number: int) -> str:
    return str(json.loads(model.requests[number])["messages"][0]["content"])


async def test_the_first_question_begins_with_what_was_told_ahead(shop_dir: Path) -> None:
    with endpoint(CUT) as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            workspace.ahead.begin()
            await until(lambda: workspace.ahead.told)
            assert "(The tables, told before the first question)" in kept(workspace)
            await workspace.ask(STRANGE).answer()
    assert json.loads(model.requests[0])["max_tokens"] == 1
    assert "CREATE TABLE" in system(model, 0)
    assert system(model, 0) == system(model, 1)


async def test_the_same_tables_are_told_once(shop_dir: Path) -> None:
    with endpoint(CUT) as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            workspace.ahead.begin()
            await until(lambda: workspace.ahead.told)
            workspace.ahead.begin()
            await workspace.ask(STRANGE).answer()
            assert model.prompts[1].count(STRANGE) == 1
    assert [body["max_tokens"] for body in map(json.loads, model.requests)].count(1) == 1


@pytest.mark.parametrize("privacy", ["none", "schema", "masked"])
async def test_no_cell_is_told_ahead_where_none_may_be(shop_dir: Path, privacy: Privacy) -> None:
    with endpoint(CUT) as model:
        async with opened(shop_dir, settings_for(model, privacy)) as workspace:
            workspace.ahead.begin()
            if privacy != "none":
                await until(lambda: workspace.ahead.told)
    assert len(model.requests) == (0 if privacy == "none" else 1)
    assert not [cell for cell in CELLS if cell in model.received]


async def test_an_endpoint_that_knows_no_bound_is_not_taken_for_one_that_is_down(shop_dir: Path) -> None:
    with endpoint(error(400, "Unsupported parameter: 'max_tokens'"), "SELECT COUNT(*) FROM orders") as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            workspace.ahead.begin()
            await until(lambda: workspace.ahead.told)
            answer = await workspace.ask(STRANGE).answer()
            [ahead] = [one for one in workspace.egress.latest() if one.run_id.startswith("ahead-")]
            assert workspace.egress.of_run(ahead.run_id) == ahead
            workspace.egress.forget_ahead()
            assert ahead.run_id not in {one.run_id for one in workspace.egress.latest()}
    assert b"max_tokens" not in model.requests[1]
    assert answer.status == "answered"


async def test_a_model_that_is_down_is_told_of_by_the_question(shop_dir: Path) -> None:
    with endpoint(Reply(status=500, body="{}")) as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            workspace.ahead.begin()
            await until(lambda: len(model.requests) > 0)
            answer = await workspace.ask("How many orders are there?").answer()
    assert answer.status == "answered"

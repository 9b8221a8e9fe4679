"""What a run says that it sent is what the endpoint received, in each privacy mode."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agents.model_settings import Privacy, model_settings_from
from core.egress import RunEgress
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import CELLS, STRANGE, opened, settings_for

BY_CITY = "SELECT city, COUNT(*) AS customers FROM customers GROUP BY city"
MODES: tuple[Privacy, ...] = ("none", "schema", "masked", "samples")


async def asked(folder: Path, privacy: Privacy, *replies: Reply | str, question: str = STRANGE) -> RunEgress:
    egress, _ = await asked_and_received(folder, privacy, *replies, question=question)
    return egress


async def asked_and_received(
    folder: Path, privacy: Privacy, *replies: Reply | str, question: str = STRANGE
) -> tuple[RunEgress, Endpoint]:
    with endpoint(*replies) as model:
        async with opened(folder, settings_for(model, privacy)) as workspace:
            run = workspace.ask(question)
            await run.answer()
            return workspace.egress.of_run(run.id), model


def received(model: Endpoint) -> list[tuple[str, ...]]:
    return [tuple(part["content"] for part in json.loads(body)["messages"]) for body in model.requests]


@pytest.mark.parametrize("privacy", MODES)
async def test_what_is_listed_is_what_was_received_word_for_word(shop_dir: Path, privacy: Privacy) -> None:
    egress, model = await asked_and_received(shop_dir, privacy, BY_CITY, "{f1} customers.")
    assert [request.texts for request in egress.requests] == received(model)
    assert {request.privacy for request in egress.requests} <= {privacy}


@pytest.mark.parametrize(
    ("privacy", "purposes"),
    [
        ("none", []),
        ("schema", ["understanding"]),
        ("masked", ["understanding", "narration"]),
        ("samples", ["understanding", "narration"]),
    ],
)
async def test_each_mode_sends_for_what_it_may(shop_dir: Path, privacy: Privacy, purposes: list[str]) -> None:
    egress = await asked(shop_dir, privacy, BY_CITY, "{f1} customers.")
    assert [request.told.purpose for request in egress.requests] == purposes


@pytest.mark.parametrize("privacy", ["schema", "masked"])
async def test_no_cell_is_listed_or_received_where_none_may_be_seen(shop_dir: Path, privacy: Privacy) -> None:
    egress, model = await asked_and_received(
        shop_dir, privacy, BY_CITY, "{f1} customers.", question="What frobnication in lausane or gothenburgh?"
    )
    assert egress.requests
    assert not any(request.told.cells for request in egress.requests)
    assert not [cell for cell in CELLS if cell in model.received]


async def test_with_samples_every_cell_that_was_received_is_listed(shop_dir: Path) -> None:
    egress, model = await asked_and_received(
        shop_dir, "samples", BY_CITY, "{f1} customers.", question="What frobnication in lausane?"
    )
    listed = " ".join(cell for request in egress.requests for cell in request.told.cells)
    assert "Lausanne" in listed
    for cell in CELLS:
        assert (cell in model.received) == (cell in listed), cell
    assert all(cell in "".join(egress.requests[0].texts) for cell in egress.requests[0].told.cells)


async def test_tables_columns_and_tokens_are_listed(shop_dir: Path) -> None:
    (request,) = (await asked(shop_dir, "schema", BY_CITY)).requests
    assert set(request.told.tables) == {"customers", "orders"}
    assert "customers.city" in request.told.columns
    assert (request.prompt_tokens, request.completion_tokens, request.attempts) == (100, 20, 1)
    assert request.host.startswith("127.0.0.1:")


async def test_a_request_that_failed_left_the_machine_too(shop_dir: Path) -> None:
    (request,) = (await asked(shop_dir, "schema", error(500, "busy"))).requests
    assert request.attempts == 3
    assert request.prompt_tokens == 0


async def test_a_request_is_kept_though_the_run_is_cancelled_while_it_waits(shop_dir: Path) -> None:
    with endpoint(Reply(says=BY_CITY, stalls=True)) as model:
        async with opened(shop_dir, settings_for(model, "schema")) as workspace:
            run = workspace.ask(STRANGE)
            for _ in range(200):
                if model.requests:
                    break
                await asyncio.sleep(0.02)
            await run.cancel()
            assert [request.texts for request in workspace.egress.of_run(run.id).requests] == received(model)


async def test_runs_by_rules_are_listed_with_nothing_sent(shop_dir: Path) -> None:
    egress = await asked(shop_dir, "samples", BY_CITY, question="how many orders")
    assert egress.requests == ()


@pytest.mark.parametrize(
    ("endpoint_url", "mode"),
    [
        ("http://127.0.0.1:8080/v1", "samples"),
        ("http://[::1]:8080/v1", "samples"),
        ("http://localhost:11434/v1", "samples"),
        ("http://192.168.1.5:8080/v1", "schema"),
        ("https://api.openai.com/v1", "schema"),
        ("http://localhost.example.com/v1", "schema"),
        ("http://127.0.0.1.example.com/v1", "schema"),
        ("http://host.docker.internal:8080/v1", "schema"),
    ],
)
def test_the_default_mode_depends_on_where_the_endpoint_is(endpoint_url: str, mode: str) -> None:
    settings = model_settings_from({"TABLESPEAK_MODEL": "m", "OPENAI_BASE_URL": endpoint_url})
    assert settings is not None
    assert settings.privacy == mode

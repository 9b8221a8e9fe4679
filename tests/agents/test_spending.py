"""What a language model costs is counted, bounded, and not paid twice."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from agents.model_settings import ModelSettings, model_settings_from
from core.answer import Answer
from core.errors import InvalidInput
from core.question import Caller
from core.spending import Budget, Budgets, Prices, Spent
from semantic_layer import read_changes
from tests.agents.scripted_endpoint import Reply, endpoint, error
from tests.agents.shop_files import STRANGE, fill, opened, settings_for

BY_CITY = "SELECT city, COUNT(*) AS customers FROM customers GROUP BY city"
OTHER = "Which frobnication is the most wibbly?"


@pytest.fixture
async def shop(tmp_path: Path) -> Path:
    await fill(tmp_path)
    return tmp_path


async def asked(folder: Path, settings: ModelSettings, question: str = STRANGE, caller: str = "anna") -> Answer:
    async with opened(folder, settings) as workspace:
        return await workspace.ask(question, caller=Caller(name=caller)).answer()


def refused(answer: Answer) -> str:
    assert answer.status == "declined"
    assert answer.problem is not None
    return answer.problem.message


async def test_the_same_question_over_the_same_tables_is_sent_once(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model), keeps_answers=True, privacy="schema")
        first = await asked(shop, settings)
        sent = len(model.requests)
        again = await asked(shop, settings)
        assert len(model.requests) == sent > 0
    assert first.receipt is not None
    assert again.receipt is not None
    assert again.receipt.usage.calls == 0
    assert again.receipt.usage.kept == 1
    assert again.receipt.usage.sent == ()
    assert again.result is not None
    assert first.result is not None
    assert again.result.rows == first.result.rows


async def test_an_answer_over_older_data_is_not_used_for_newer_data(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model), keeps_answers=True, privacy="schema")
        await asked(shop, settings)
        sent = len(model.requests)
        file = shop / "files" / "orders.csv"
        file.write_text(file.read_text(encoding="utf-8") + "17,4,2024-05-01,1.00,shipped\n", encoding="utf-8")
        async with opened(shop, settings) as workspace:
            async for _ in workspace.add([file]):
                pass
        await asked(shop, settings)
        assert len(model.requests) > sent


async def test_an_answer_under_another_meaning_of_the_tables_is_not_used(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model), keeps_answers=True, privacy="schema")
        await asked(shop, settings)
        await asked(shop, settings)
        sent = len(model.requests)
        async with opened(shop, settings) as workspace:
            described = {"target": "orders.amount", "set": {"description": "Without taxes"}}
            await workspace.models.change(read_changes([described]))
            await workspace.models.publish()
        await asked(shop, settings)
        assert len(model.requests) == 2 * sent


async def test_trying_the_endpoint_is_counted_and_told_as_any_call(shop: Path) -> None:
    with endpoint("READY") as model:
        async with opened(shop, settings_for(model)) as workspace:
            trials = [one async for one in workspace.findings(shop, Caller(name="anna"))]
            told = workspace.spending.described(days=1)
            (run,) = workspace.egress.latest()
    assert [one.name for one in trials][-1] == "profile"
    calls = sum(one.attempts for one in run.requests)
    assert calls >= len(model.requests) > 3
    assert [(day["caller"], day["spent"]["calls"]) for day in told["days"]] == [("anna", calls)]
    assert run.question == "Try the language model"


async def test_trying_the_endpoint_takes_from_the_day_but_not_from_a_question(shop: Path) -> None:
    with endpoint("READY") as model:
        budgets = Budgets(question=Budget(calls=1), caller_day=Budget(calls=3))
        async with opened(shop, replace(settings_for(model), budgets=budgets)) as workspace:
            trials = {one.name: one async for one in workspace.findings(shop, Caller(name="anna"))}
    assert len(model.requests) == 3
    assert trials["speed"].status == "ok"
    for name in ("JSON schema", "SQL"):
        assert "3 calls a day, is used up" in trials[name].told


async def test_a_question_may_make_no_more_calls_than_its_budget(shop: Path) -> None:
    with endpoint("SELECT wibble FROM orders", BY_CITY) as model:
        budgets = Budgets(question=Budget(calls=1))
        answer = await asked(shop, replace(settings_for(model), budgets=budgets))
        assert "no more than 1 call" in refused(answer)
        assert len(model.requests) == 1


async def test_the_budget_of_a_day_is_shared_by_all_runs_of_a_caller_only(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model, "schema"), budgets=Budgets(caller_day=Budget(calls=1)))
        assert (await asked(shop, settings)).status == "answered"
        sent = len(model.requests)
        assert "a day, is used up" in refused(await asked(shop, settings, OTHER))
        assert len(model.requests) == sent
        assert (await asked(shop, settings, OTHER, caller="ben")).status == "answered"


@pytest.mark.parametrize(
    "budgets",
    [
        Budgets(day=Budget(calls=3)),
        Budgets(caller_day=Budget(calls=3)),
        Budgets(day=Budget(cost=500.0)),
        Budgets(day=Budget(tokens=500)),
    ],
)
async def test_questions_asked_at_once_share_what_is_left(budgets: Budgets, shop: Path) -> None:
    with endpoint(Reply(says=BY_CITY, waits=0.3)) as model:
        settings = replace(
            settings_for(model, "schema"), budgets=budgets, prices=Prices(sent=1_000_000.0, received=1_000_000.0)
        )
        async with opened(shop, settings) as workspace:
            runs = [workspace.ask(f"What frobnication wibbles {at}?", caller=Caller(name="anna")) for at in range(8)]
            answers = await asyncio.gather(*(run.answer() for run in runs))
            told = workspace.spending.described(days=1)["today"]
        assert 0 < len(model.requests) <= 3
    assert [one.status for one in answers].count("answered") == len(model.requests) == told["calls"]


async def test_a_request_that_fails_is_counted_as_a_call(shop: Path) -> None:
    with endpoint(error(401, "no")) as model:
        async with opened(shop, settings_for(model, "schema")) as workspace:
            await workspace.ask(STRANGE).answer()
            assert workspace.spending.described(days=1)["today"]["calls"] == len(model.requests) == 1


async def test_what_no_endpoint_counts_is_estimated(shop: Path) -> None:
    message = {"role": "assistant", "content": f"```sql\n{BY_CITY}\n```"}
    whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": None}
    whole["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
    with endpoint(Reply(body=json.dumps(whole))) as model:
        settings = replace(settings_for(model, "schema"), prices=Prices(received=1_000_000.0))
        answer = await asked(shop, settings)
    assert answer.receipt is not None
    usage = answer.receipt.usage
    assert usage.prompt_tokens == sum(map(len, usage.sent)) // 4 + (sum(map(len, usage.sent)) % 4 > 0)
    assert usage.completion_tokens == usage.cost == -(-len(message["content"]) // 4)


async def test_a_spent_budget_is_no_sign_that_the_endpoint_is_down(shop: Path) -> None:
    with endpoint("SELECT wibble FROM orders") as model:
        settings = replace(settings_for(model), budgets=Budgets(question=Budget(calls=1)))
        async with opened(shop, settings) as workspace:
            await workspace.ask(STRANGE).answer()
            sent = len(model.requests)
            await workspace.ask(OTHER).answer()
            assert len(model.requests) > sent


async def test_a_spent_budget_stops_no_question_that_rules_understand(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model), budgets=Budgets(day=Budget(tokens=0)))
        assert "for everybody" in refused(await asked(shop, settings))
        answer = await asked(shop, settings, "How many orders by status?")
        assert answer.status == "answered"
        assert model.requests == []


async def test_cost_and_calls_are_told_by_day_and_caller(shop: Path) -> None:
    with endpoint(BY_CITY) as model:
        settings = replace(settings_for(model, "schema"), prices=Prices(sent=1_000_000.0, received=2_000_000.0))
        answer = await asked(shop, settings)
        await asked(shop, settings, OTHER, caller="ben")
        async with opened(shop, settings) as workspace:
            told = workspace.spending.described(days=1)
    assert answer.receipt is not None
    usage = answer.receipt.usage
    assert usage.cost == usage.prompt_tokens + 2 * usage.completion_tokens
    assert [(day["caller"], day["spent"]["calls"]) for day in told["days"]] == [("anna", 1), ("ben", 1)]
    assert told["today"]["calls"] == 2
    assert told["today"]["cost"] == 2 * (usage.cost or 0)


def test_a_budget_is_used_up_when_it_is_reached() -> None:
    assert Budget(cost=0.5).spent_by(Spent(cost=0.49)) is None
    assert Budget(cost=0.5).spent_by(Spent(cost=0.5)) == "a cost of 0.5"
    assert Budget().spent_by(Spent(calls=10**6, tokens=10**9, cost=10**6)) is None


def test_prices_and_budgets_come_from_the_environment() -> None:
    settings = model_settings_from(
        {
            "TABLESPEAK_MODEL": "m",
            "TABLESPEAK_MODEL_PRICES": "0.4/1.6",
            "TABLESPEAK_BUDGET_DAY_COST": "2.5",
            "TABLESPEAK_BUDGET_CALLER_DAY_CALLS": "40",
            "TABLESPEAK_MODEL_CACHE": "off",
            "TABLESPEAK_MODEL_DRAFTS": "3",
            "TABLESPEAK_RULES_ALONE_FROM": "0.9",
            "TABLESPEAK_ANSWER_FROM": "0.5",
        }
    )
    assert settings is not None
    assert settings.prices == Prices(sent=0.4, received=1.6)
    assert settings.budgets.day == Budget(cost=2.5)
    assert settings.budgets.caller_day == Budget(calls=40)
    assert not settings.keeps_answers
    assert (settings.drafts, settings.rules_alone_from, settings.answer_from) == (3, 0.9, 0.5)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TABLESPEAK_MODEL_PRICES", "cheap"),
        ("TABLESPEAK_MODEL_PRICES", "1"),
        ("TABLESPEAK_BUDGET_DAY_CALLS", "-3"),
        ("TABLESPEAK_MODEL_DRAFTS", "many"),
        ("TABLESPEAK_MODEL_DRAFTS", "9"),
        ("TABLESPEAK_RULES_ALONE_FROM", "1.5"),
    ],
)
def test_a_price_that_is_none_is_named(name: str, text: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        model_settings_from({"TABLESPEAK_MODEL": "m", name: text})

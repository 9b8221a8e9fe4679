"""Rules and a model held against each other, over a real wire format and a real database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agents.model_settings import ModelSettings, Privacy, model_settings_from
from agents.sql_expert.policy import Count, Policy, agreement, policy_for
from core.answer import Answer
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import STRANGE, ask, opened, settings_for

BY_STATUS = "SELECT status, COUNT(*) FROM orders GROUP BY status"
QUESTION = "how many orders per status"


async def asked(
    folder: Path, *replies: Reply | str, question: str = QUESTION, **changes: float
) -> tuple[Answer, Endpoint]:
    with endpoint(*replies) as model:
        settings = replace(settings_for(model, "schema"), **changes)  # type: ignore[arg-type]
        return await ask(folder, settings, question), model


async def test_sure_rules_ask_nobody(shop_dir: Path) -> None:
    answer, model = await asked(shop_dir, "never asked", rules_alone_from=0.5)
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "rules"
    assert model.requests == []


async def test_an_answer_that_both_come_to_is_cross_checked(shop_dir: Path) -> None:
    answer, model = await asked(shop_dir, BY_STATUS, rules_alone_from=1.0)
    assert len(model.requests) == 1
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "rules"
    assert "Cross-checked: the rules and scripted came to the same rows." in answer.receipt.checks
    assert answer.query is not None
    assert answer.query.plan is not None


@pytest.mark.parametrize(
    "draft",
    [
        "SELECT COUNT(*) AS n, status FROM orders GROUP BY status ORDER BY n",
        "SELECT status, COUNT(*), MIN(amount) FROM orders GROUP BY status",
    ],
)
async def test_order_and_columns_more_are_no_difference(shop_dir: Path, draft: str) -> None:
    answer, _ = await asked(shop_dir, draft, rules_alone_from=1.0)
    assert answer.receipt is not None
    assert any(check.startswith("Cross-checked") for check in answer.receipt.checks)


async def test_of_an_unsure_reading_no_more_is_shown_than_the_model_was_asked_for(shop_dir: Path) -> None:
    draft = "SELECT amount FROM orders ORDER BY amount DESC LIMIT 3"
    answer, _ = await asked(shop_dir, draft, question="what are the top 3 highest amounts?", rules_alone_from=1.0)
    assert answer.receipt is not None
    assert any(check.startswith("Cross-checked") for check in answer.receipt.checks)
    assert answer.result is not None
    assert [column.name for column in answer.result.columns] == ["amount"]


async def test_where_they_differ_the_receipt_says_so(shop_dir: Path) -> None:
    answer, _ = await asked(shop_dir, "SELECT status, SUM(amount) FROM orders GROUP BY status", rules_alone_from=1.0)
    assert answer.receipt is not None
    assert not any(check.startswith("Cross-checked") for check in answer.receipt.checks)
    (warning,) = answer.receipt.warnings
    assert "other rows" in warning
    assert "right more often" in warning


async def test_where_neither_is_likely_enough_it_is_asked_back(shop_dir: Path) -> None:
    draft = "SELECT status, SUM(amount) FROM orders GROUP BY status"
    answer, _ = await asked(shop_dir, draft, rules_alone_from=1.0, answer_from=0.99)
    assert answer.status == "clarification"
    assert answer.clarification is not None
    labels = [option.label for option in answer.clarification.options]
    assert len(labels) == 2
    assert labels[0] != labels[1]
    assert all(option.plan is not None for option in answer.clarification.options)


async def test_a_lone_draft_that_is_not_likely_enough_is_not_shown(shop_dir: Path) -> None:
    draft = "SELECT max(o.amount) - (SELECT avg(c.customer_id) FROM customers c) FROM orders o"
    answer, _ = await asked(shop_dir, draft, question=STRANGE, answer_from=0.99)
    assert answer.status in ("declined", "clarification")
    assert answer.result is None


async def test_a_model_that_does_not_answer_leaves_the_rules_answer(shop_dir: Path) -> None:
    answer, _ = await asked(shop_dir, error(401, "no key"), rules_alone_from=1.0)
    assert answer.status == "answered"
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "rules"
    assert any("refused the key" in refusal.reason for refusal in answer.receipt.refusals)


async def test_most_drafts_decide(shop_dir: Path) -> None:
    drafts = ("SELECT COUNT(*) FROM customers", "SELECT COUNT(*) FROM orders", "SELECT COUNT(*) AS n FROM orders")
    answer, model = await asked(shop_dir, *drafts, question=STRANGE, drafts=3)
    assert len(model.requests) == 3
    assert answer.result is not None
    assert answer.result.rows == ((6,),)
    assert answer.receipt is not None
    assert any("2 of 3 drafts came to these rows." in refusal.reason for refusal in answer.receipt.refusals)


def test_the_rules_and_the_drafts_of_a_measured_model_are_told_by_counts() -> None:
    assert Count(right=0, of=0).chance == 0.5
    assert Count(right=8, of=8).chance == 0.9
    unknown = policy_for(ModelSettings(model="never-heard-of"))
    assert unknown.name == "a model that was not measured"
    assert 0.5 < unknown.rules_alone_from <= 1
    set_by_hand = policy_for(ModelSettings(model="never-heard-of", rules_alone_from=0.3, answer_from=0.2))
    assert (set_by_hand.rules_alone_from, set_by_hand.answer_from) == (0.3, 0.2)
    assert set_by_hand.counts == unknown.counts


BY_AMOUNT = "SELECT status, SUM(amount) FROM orders GROUP BY status"


async def test_where_rules_and_model_differ_a_second_draft_decides_for_the_rules(shop_dir: Path) -> None:
    answer, model = await asked(shop_dir, BY_AMOUNT, BY_STATUS, rules_alone_from=1.0, second_draft=True)
    assert len(model.requests) == 2
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "rules"
    assert any(check.startswith("Cross-checked") for check in answer.receipt.checks)


async def test_a_second_draft_that_says_the_same_decides_for_the_model(shop_dir: Path) -> None:
    again = "SELECT SUM(amount) AS total, status FROM orders GROUP BY status"
    answer, model = await asked(shop_dir, BY_AMOUNT, again, rules_alone_from=1.0, second_draft=True)
    assert len(model.requests) == 2
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "scripted"


async def test_where_all_three_differ_it_is_asked_back(shop_dir: Path) -> None:
    other = "SELECT status, MAX(amount) FROM orders GROUP BY status"
    answer, _ = await asked(shop_dir, BY_AMOUNT, other, rules_alone_from=1.0, second_draft=True)
    assert answer.status == "clarification"
    assert answer.clarification is not None
    assert len(answer.clarification.options) == 3


async def test_an_answer_that_both_come_to_needs_no_second_draft(shop_dir: Path) -> None:
    _, model = await asked(shop_dir, BY_STATUS, rules_alone_from=1.0, second_draft=True)
    assert len(model.requests) == 1


@pytest.mark.parametrize(("privacy", "seen"), [("schema", False), ("masked", False), ("samples", True)])
async def test_rows_go_into_a_second_draft_only_where_cells_may_be_seen(
    shop_dir: Path, privacy: Privacy, seen: bool
) -> None:
    with endpoint(BY_AMOUNT, BY_STATUS) as model:
        settings = replace(settings_for(model, privacy), rules_alone_from=1.0, second_draft=True)
        async with opened(shop_dir, settings) as workspace:
            run = workspace.ask(QUESTION)
            await run.answer()
            sent = workspace.egress.of_run(run.id).requests[1]
    listed = " ".join(sent.told.cells)
    for cell in ("Adalbert Zwicky", "Lausanne", "411.75", "2024-02-11"):
        assert (cell in model.prompts[1]) is seen
        assert (cell in listed) is seen


@pytest.mark.parametrize("setting", [None, "1", "3"])
def test_a_model_on_this_machine_drafts_again_unless_drafts_are_set(setting: str | None) -> None:
    environment = {"TABLESPEAK_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}
    environment |= {"TABLESPEAK_MODEL_DRAFTS": setting} if setting else {}
    found = model_settings_from(environment)
    assert found is not None
    assert found.second_draft is (setting is None)


async def test_a_draft_that_no_plan_can_say_is_offered_with_its_rows_and_runs_when_it_is_chosen(shop_dir: Path) -> None:
    draft = "SELECT max(o.amount) - (SELECT avg(c.customer_id) FROM customers c) AS gap FROM orders o"
    with endpoint(draft) as model:
        settings = replace(settings_for(model, "schema"), answer_from=0.99)
        async with opened(shop_dir, settings) as workspace:
            asked_back = await workspace.ask(STRANGE).answer()
            [run] = workspace.recent_runs(1)
            chosen = await workspace.reply(run.id, 0).answer()
    assert asked_back.clarification is not None
    [option] = asked_back.clarification.options
    assert asked_back.clarification.question == "Is this what you mean?"
    assert option.plan is None
    assert "max(o.amount)" in option.label.casefold()
    assert option.preview is not None
    assert chosen.status == "answered"
    assert chosen.receipt is not None
    assert chosen.receipt.decided_by == "chosen reading"
    assert len(model.requests) == 1


async def test_what_is_offered_comes_to_different_rows_each(shop_dir: Path) -> None:
    drafts = (BY_AMOUNT, "SELECT SUM(amount) AS total, status FROM orders GROUP BY status ORDER BY status")
    answer, _ = await asked(shop_dir, *drafts, rules_alone_from=1.0, second_draft=True, answer_from=0.99)
    assert answer.clarification is not None
    assert len(answer.clarification.options) == 2
    assert len({option.preview for option in answer.clarification.options}) == 2


async def test_what_both_come_to_is_asked_where_both_are_often_wrong(
    shop_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Policy, "chance_agreed", lambda self, surety: 0.3)
    answer, _ = await asked(shop_dir, BY_STATUS, rules_alone_from=1.0, answer_from=0.5)
    assert answer.clarification is not None
    [option, *_] = answer.clarification.options
    assert option.plan is not None
    assert option.preview is not None


def test_an_agreement_that_was_not_counted_apart_is_that_of_all() -> None:
    policy = policy_for(ModelSettings(model="never-heard-of"))
    assert policy.chance_agreed("unsure") == policy.agreed.chance
    counted = replace(policy, counts={agreement("unsure"): Count(right=1, of=3)})
    assert counted.chance_agreed("unsure") == 0.4

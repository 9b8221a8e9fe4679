from __future__ import annotations

import pytest

from tests.workspace.kept.conftest import asked, saved
from workspace import Workspace, read_model_changes


async def _answered_by(workspace: Workspace, question: str) -> str:
    answer = await asked(workspace, question)
    assert answer.receipt is not None, (question, answer.problem)
    return answer.receipt.decided_by


@pytest.mark.parametrize(
    "question",
    [
        "total amount in south by buyer",
        "Please show me the total amount in the west per buyer.",
        "total amount in north for each buyer?",
        "total amounts in north by buyers",
    ],
)
async def test_words_that_say_the_same_are_answered_as_verified(shop: Workspace, question: str) -> None:
    await saved(shop, "total amount in north by buyer", verified=True)
    assert await _answered_by(shop, question) == "verified query"


@pytest.mark.parametrize(
    "question",
    [
        "average amount in north by buyer",
        "total amount in north by region",
        "total amount in north by buyer by month",
        "total amount in north and south by buyer",
        "total amount not in north by buyer",
        "total amount by buyer",
    ],
)
async def test_words_that_say_something_else_are_not(shop: Workspace, question: str) -> None:
    await saved(shop, "total amount in north by buyer", verified=True)
    answer = await asked(shop, question)
    assert answer.receipt is None or answer.receipt.decided_by != "verified query"


async def test_synonyms_of_the_model_say_the_same_as_its_names(shop: Workspace) -> None:
    await saved(shop, "total amount in north by buyer", verified=True)
    assert await _answered_by(shop, "total takings in south by buyer") != "verified query"
    change = {"target": "orders.amount", "set": {"synonyms": ["takings", "sales income"]}}
    await shop.models.change(read_model_changes([change]))
    await shop.models.publish()
    assert await _answered_by(shop, "total takings in south by buyer") == "verified query"
    assert await _answered_by(shop, "total sales income in south per buyer") == "verified query"


async def test_how_many_is_the_number_of(shop: Workspace) -> None:
    await saved(shop, "number of orders by region", verified=True)
    assert await _answered_by(shop, "how many orders per region") == "verified query"
    assert await _answered_by(shop, "how many buyers per region") != "verified query"


async def test_another_value_in_a_chip_of_a_verified_answer_leaves_it_verified(shop: Workspace) -> None:
    entry = await saved(shop, "total amount in north by buyer", verified=True)
    south = (await asked(shop, "total amount in south by buyer")).query
    assert south is not None
    assert south.plan is not None
    assert entry.query.plan is not None
    for plan in (south.plan, entry.query.plan):
        answer = await shop.ask("the same with a chip changed", plan=plan).answer()
        assert answer.receipt is not None
        assert answer.receipt.verified is not None
        assert answer.receipt.verified.by == "Ana"


@pytest.mark.parametrize(
    "question",
    ["average amount in north by buyer", "total amount in north by region", "total amount not in north by buyer"],
)
async def test_a_chip_that_changes_more_than_a_value_takes_the_mark_away(shop: Workspace, question: str) -> None:
    await saved(shop, "total amount in north by buyer", verified=True)
    other = (await asked(shop, question)).query
    assert other is not None
    assert other.plan is not None
    answer = await shop.ask("the same with a chip changed", plan=other.plan).answer()
    assert answer.receipt is not None
    assert answer.receipt.verified is None


async def test_verified_questions_are_suggested_as_such(shop: Workspace) -> None:
    await saved(shop, "total amount in north by buyer", verified=True)
    suggested = await shop.first_questions()
    assert next((one.text, one.verified) for one in suggested) == ("total amount in north by buyer", True)
    assert not any(one.verified for one in suggested[1:])

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agents.sql_expert import Understanding
from agents.sql_expert.followups import FollowUp
from agents.sql_expert.rules import ByRules
from core.plan import Plan
from core.query import Query
from core.question import Turn
from core.ways import Declined, first_sound
from tests.agents.sql_expert.conftest import Shop


async def anything(query: Query) -> Query:
    return query


async def conversation(shop: Shop, *questions: str) -> Plan:
    """The plan of the last question, each asked after the ones before it."""
    history: tuple[Turn, ...] = ()
    plan: Plan | None = None
    for text in questions:
        task = shop.task(text)
        task = replace(task, question=replace(task.question, history=history))
        decided = await first_sound((FollowUp(cued=True), ByRules(), FollowUp(cued=False)), task, anything)
        plan = decided.value.plan
        assert plan is not None
        history = (*history, Turn(question=text, plan=plan))
    assert plan is not None
    return plan


async def rows(shop: Shop, *questions: str) -> list[tuple[Any, ...]]:
    return shop.rows_of(await conversation(shop, *questions))


async def test_and_by_month_keeps_the_measure_and_changes_the_groups(shop: Shop) -> None:
    found = await rows(shop, "total amount by status", "and by month?")
    assert len(found) == 6
    assert [float(row[1]) for row in found][:2] == [61.0, 89.0]


@pytest.mark.parametrize("narrowing", ["only shipped", "just the shipped ones", "what about shipped?", "for shipped"])
async def test_only_one_value_keeps_everything_else(shop: Shop, narrowing: str) -> None:
    found = await rows(shop, "total amount by month", narrowing)
    assert [float(row[1]) for row in found] == [61.0, 45.0, 799.0, 90.0, 30.5]


async def test_another_value_of_the_same_field_takes_its_place(shop: Shop) -> None:
    found = await rows(shop, "total amount by month", "only shipped", "and open?")
    assert [float(row[1]) for row in found] == [19.0, 799.0]


async def test_a_period_narrows_what_was_asked(shop: Shop) -> None:
    found = await rows(shop, "total amount by status", "only in February 2024")
    assert sorted(float(row[1]) for row in found) == [44.0, 45.0]


async def test_as_a_share_adds_the_share(shop: Shop) -> None:
    plan = await conversation(shop, "total amount by status", "as a share")
    assert [one.kind for one in plan.comparisons] == ["share"]


async def test_the_top_of_what_was_asked(shop: Shop) -> None:
    found = await rows(shop, "total amount by status", "only the top 1")
    assert [row[0] for row in found] == ["shipped"]


async def test_another_measure_over_the_same_groups(shop: Shop) -> None:
    plan = await conversation(shop, "total amount by status", "what about the average amount?")
    assert plan.measures[0].value.function == "avg"  # type: ignore[union-attr]
    assert [dimension.name for dimension in plan.dimensions] == ["status"]


@pytest.mark.parametrize("words", ["the median instead", "and the median?", "what about the median?"])
async def test_another_function_of_the_same_field(shop: Shop, words: str) -> None:
    plan = await conversation(shop, "average amount by status", words)
    assert (plan.measures[0].label, plan.measures[0].value.function) == ("median amount", "median")  # type: ignore[union-attr]
    assert [dimension.name for dimension in plan.dimensions] == ["status"]


async def test_a_full_question_is_no_follow_up(shop: Shop) -> None:
    found = await rows(shop, "total amount by status", "How many customers are there?")
    assert found == [(4,)]


async def test_a_first_question_follows_nothing(shop: Shop) -> None:
    task: Understanding = shop.task("and by month?")
    with pytest.raises(Declined):
        await FollowUp(cued=True)(task)


async def test_words_without_a_meaning_are_not_dropped(shop: Shop) -> None:
    with pytest.raises(Declined):
        await conversation(shop, "total amount by status", "only the wugs")


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("customers in London", "how many of them ordered in April 2024?", 2),
        ("customers in London", "how many are there?", 2),
        ("customers in London", "what is their average age?", 46.5),
        ("how many orders in 2024?", "how many were cancelled?", 1),
        ("how many orders in April 2024?", "how many were shipped?", 1),
    ],
)
async def test_a_pronoun_stands_for_the_rows_told_before(shop: Shop, first: str, then: str, answer: float) -> None:
    ((found,),) = await rows(shop, first, then)
    assert float(found) == pytest.approx(answer)


async def test_the_most_is_of_what_was_measured_before(shop: Shop) -> None:
    conversation_so_far = ("total amount by status", "which status has the highest?")
    assert (await rows(shop, *conversation_so_far))[0][0] == "shipped"
    assert (await rows(shop, *conversation_so_far, "and the lowest?"))[0][0] == "cancelled"


async def test_another_order_of_the_same_groups(shop: Shop) -> None:
    found = await rows(shop, "total amount by status", "sort by status")
    assert [row[0] for row in found] == ["cancelled", "open", "shipped"]


async def test_what_is_left_out_is_not_counted(shop: Shop) -> None:
    found = await rows(shop, "total amount by month", "exclude cancelled")
    assert sum(float(row[1]) for row in found) == pytest.approx(1887.5 - 44)


async def test_a_pronoun_that_cannot_be_told_is_never_ignored(shop: Shop) -> None:
    with pytest.raises(Declined):
        await conversation(shop, "total amount by month", "how many of them are heavy?")

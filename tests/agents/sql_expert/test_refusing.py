from __future__ import annotations

import pytest

from agents.sql_expert import ByRules, QueryCheck
from core.errors import GuardRefusal
from core.query import Query
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop

COLUMNS = {"customers": ("customer_id", "customer_name", "city", "age", "email")}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("How many unicorns are there?", "unicorns"),
        ("What is the weather?", "weather"),
        ("average temperature by city", "temperature"),
        ("customers in Atlantis", "Atlantis"),
    ],
)
def test_a_word_without_a_match_is_named(shop: Shop, question: str, word: str) -> None:
    with pytest.raises((Declined, Unclear)) as refused:
        shop.plan(question)
    assert word in refused.value.message


@pytest.mark.parametrize("question", ["", "?", "hello", "thanks a lot"])
def test_what_asks_for_nothing_is_declined(shop: Shop, question: str) -> None:
    with pytest.raises(Declined):
        shop.plan(question)


def test_a_negation_that_found_no_place_is_not_dropped(shop: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        shop.plan("the price of products not")


async def test_rules_give_a_query_that_passes_the_check(shop: Shop) -> None:
    query = await ByRules()(shop.task("How many customers are in Paris?"))
    assert query.plan is not None
    checked = await QueryCheck(COLUMNS)(query)
    assert checked.tables == ("customers",)
    assert shop.connection.execute(checked.sql, list(checked.parameters)).fetchall() == [(1,)]


async def test_the_check_refuses_what_the_guard_refuses() -> None:
    with pytest.raises(GuardRefusal):
        await QueryCheck(COLUMNS)(Query(sql="DROP TABLE customers"))

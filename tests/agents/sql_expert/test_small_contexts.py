"""A table of a thousand columns is told to an endpoint that can read little: what the question is about stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from agents.endpoint_failures import TooLong
from agents.llm import Llm
from agents.sql_expert import DraftCheck, Understanding
from agents.sql_expert.model import ByModel
from core.model import SemanticModel
from core.query import Query
from core.question import Question, Turn
from core.result import Result
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import settings_for
from tests.agents.sql_expert.conftest import TODAY, Shop
from tests.semantic_layer.plans import dimension, entity

SQL = "SELECT downtime FROM readings"
QUESTION = "Frobnicate the heat zone readings against downtime"
EARLIER = Turn(question="the long question of before", sql="SELECT 'as told before' FROM readings")
ZONES = [dimension(f"heat_zone_{number:03d}") for number in range(1_000)]
WIDE = SemanticModel(entities=(entity("readings", "reading_id", *ZONES, dimension("downtime")),))


def reads(tokens: int) -> Callable[[str], Reply | str]:
    """Of an endpoint that takes a token to be three characters."""
    return lambda prompt: SQL if len(prompt) < 3 * tokens else error(400, f"maximum context length is {tokens} tokens")


async def asked(model: Endpoint, shop: Shop) -> Query:
    async def run(_: Query, __: int) -> Result:
        return Result(columns=(), rows=((1,),), row_count=1, truncated=False, elapsed=0.0)

    question = Question(text=QUESTION, today=TODAY, history=(EARLIER,))
    task = Understanding(question=question, model=WIDE, values=shop.values)
    columns = {one.name: tuple(field.name for field in one.fields) for one in WIDE.entities}
    llm = Llm(replace(settings_for(model), retries=0))
    try:
        return await ByModel(llm, DraftCheck(columns, WIDE, run))(task)
    finally:
        await llm.close()


@pytest.mark.parametrize("tokens", [2_000, 4_000])
async def test_a_thousand_columns_that_the_question_speaks_of_fit_at_once(tokens: int, shop: Shop) -> None:
    with endpoint(script=reads(tokens)) as model:
        query = await asked(model, shop)
        (prompt,) = model.prompts
    assert "downtime" in query.sql
    assert "downtime VARCHAR" in prompt
    assert 40 < prompt.count("heat_zone_") <= 60


async def test_what_matters_least_is_left_out_first(shop: Shop) -> None:
    with endpoint(script=reads(600)) as model:
        await asked(model, shop)
        whole, fewer_columns = model.prompts
    assert whole.count("heat_zone_") > 40 > 12 >= fewer_columns.count("heat_zone_") > 0
    for prompt in (whole, fewer_columns):
        assert QUESTION in prompt
        assert "downtime VARCHAR" in prompt
        assert EARLIER.question in prompt


async def test_earlier_questions_go_last_and_then_it_is_told(shop: Shop) -> None:
    with endpoint(script=reads(10)) as model:
        with pytest.raises(TooLong):
            await asked(model, shop)
        last = model.prompts[-1]
    assert len(model.prompts) == 3
    assert QUESTION in last
    assert "downtime VARCHAR" in last
    assert EARLIER.question not in last

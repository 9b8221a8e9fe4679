from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agents.advisor import Advice, ByRules, Candidate, first_questions
from core.plan import Aggregate, Comparison, FieldRef, Plan, PlanDimension, PlanMeasure, Rows, Value
from core.query import Query
from core.result import Result, ResultColumn
from core.ways import Declined
from semantic_layer import compile_plan
from semantic_layer.compiler.walking import field_refs
from tests.agents.advisor.shop import CREATE, shop
from warehouse import new_version_file

Ran = tuple[Query, Result]
Run = Callable[[Plan], Ran]
AMOUNT = PlanMeasure(
    name="total_amount",
    label="Total amount",
    value=Aggregate(function="sum", entity="orders", of=FieldRef(entity="orders", name="amount")),
)
COUNTRY = PlanDimension(name="country", label="Country", of=FieldRef(entity="orders", name="country"))
MONTH = PlanDimension(name="month", label="Month", of=FieldRef(entity="orders", name="placed_on"), grain="month")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with new_version_file(folder) as version:
        for statement in CREATE:
            version.connection.execute(statement)

        def run_plan(plan: Plan) -> Ran:
            query = compile_plan(plan, shop())
            rows = tuple(version.connection.execute(query.sql, list(query.parameters)).fetchall())
            columns = tuple(ResultColumn(name=c.name, type=c.type or "other") for c in query.columns)
            return query, Result(columns=columns, rows=rows, row_count=len(rows), truncated=False, elapsed=0.0)

        yield run_plan


async def advised(plan: Plan, run: Run) -> tuple[Candidate, ...]:
    query, result = run(plan)
    return await ByRules()(Advice(model=shop(), plan=plan, query=query, result=result))


PLANS = {
    "a total": Plan(entity="orders", measures=(AMOUNT,)),
    "a ranking": Plan(entity="orders", measures=(AMOUNT,), dimensions=(COUNTRY,)),
    "a series": Plan(entity="orders", measures=(AMOUNT,), dimensions=(MONTH,)),
    "a filtered total": Plan(
        entity="orders",
        measures=(AMOUNT,),
        where=Comparison(left=COUNTRY.of, operator="=", right=Value(value="Germany", type="text")),
    ),
    "a list": Plan(entity="customers", rows=Rows()),
}


@pytest.mark.parametrize("name", PLANS)
async def test_every_next_question_is_a_plan_that_runs_and_returns_rows(name: str, run: Run) -> None:
    candidates = await advised(PLANS[name], run)
    assert 3 <= len(candidates) <= 8
    for candidate in candidates:
        _, result = run(candidate.plan)
        assert result.rows, candidate.text
        assert candidate.text.endswith("?")


async def test_after_a_ranking_come_the_leader_alone_its_share_time_and_other_categories(run: Run) -> None:
    asked = [candidate.text for candidate in await advised(PLANS["a ranking"], run)]
    assert asked[0] == "How did the total amount develop by month for France only?"
    assert "What share of the total amount does each country have?" in asked
    assert "How did the total amount develop by month?" in asked
    assert "What is the total amount by segment?" in asked
    assert any(text.startswith("How does the total amount compare with the total quantity") for text in asked)


async def test_the_leader_alone_is_filtered_by_its_value(run: Run) -> None:
    (only, *_) = await advised(PLANS["a ranking"], run)
    assert only.plan.where == Comparison(left=COUNTRY.of, operator="=", right=Value(value="France", type="text"))


async def test_after_a_series_comes_its_change(run: Run) -> None:
    asked = [candidate.text for candidate in await advised(PLANS["a series"], run)]
    assert "How did the total amount change from month to month?" in asked


async def test_filters_stay_and_the_question_says_so(run: Run) -> None:
    plan = PLANS["a filtered total"]
    for candidate in await advised(plan, run):
        if "same filters" in candidate.text:
            assert candidate.plan.where == plan.where
        else:
            assert candidate.plan.where != plan.where


async def test_what_was_just_asked_is_not_asked_again(run: Run) -> None:
    for plan in PLANS.values():
        assert all(replace(c.plan, order=()) != replace(plan, order=()) for c in await advised(plan, run))


async def test_sql_without_a_plan_leads_to_questions_on_its_tables() -> None:
    result = Result(columns=(), rows=(), row_count=0, truncated=False, elapsed=0.0)
    task = Advice(model=shop(), plan=None, query=Query(sql="SELECT 1", tables=("orders",)), result=result)
    candidates = await ByRules()(task)
    assert candidates
    assert {candidate.plan.entity for candidate in candidates} == {"orders"}
    assert set(candidates) <= set(first_questions(shop()))


async def test_nothing_to_ask_about_is_declined() -> None:
    result = Result(columns=(), rows=(), row_count=0, truncated=False, elapsed=0.0)
    task = Advice(model=shop(), plan=None, query=Query(sql="SELECT 1", tables=("unknown",)), result=result)
    with pytest.raises(Declined):
        await ByRules()(task)


def test_two_customers_of_one_name_are_two(run: Run) -> None:
    """The name is shown, the key beside it is not."""
    found = next(one for one in first_questions(shop()) if one.text.startswith("Which customer"))
    query, result = run(found.plan)
    assert [(column.entity, column.name) for column in field_refs(found.plan.dimensions)] == [
        ("customers", "name"),
        ("customers", "id"),
    ]
    assert len(query.columns) == 2
    assert len(result.rows) == 1

"""What a sum or an average becomes where the model says that a measure does not add up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.model import Metric, SemanticModel
from core.plan import MetricRef, Plan
from core.ways import Unclear
from semantic_layer import compile_plan, lift
from tests.semantic_layer.given import model_of
from tests.semantic_layer.plans import aggregate, by, named, shop

TABLES = {
    "lines": "select range as line_id, 1 + range % 4 as quantity, 2.5 * (range % 7) as unit_price from range(20)",
    "balances": "select range // 5 as account_id, date '2024-01-31' + (range % 5)::int * 31 as day,"
    " 10 * range as balance from range(20)",
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    folder: Path = tmp_path_factory.mktemp("meaning")
    return model_of(folder, TABLES)


def asked(function: str, column: str) -> Plan:
    return Plan(entity=column.split(".")[0], measures=(named("n", aggregate(function, column)),))  # type: ignore[arg-type]


def test_a_sum_of_prices_is_asked_back_with_answers_that_run(model: SemanticModel) -> None:
    with pytest.raises(Unclear) as raised:
        compile_plan(asked("sum", "lines.unit_price"), model)
    options = raised.value.clarification.options
    assert [option.label for option in options] == [
        "unit price times quantity, added up",
        "average unit price",
        "unit price of each row added up all the same",
    ]
    assert all(option.plan and compile_plan(option.plan, model).sql for option in options)


def test_a_metric_that_sums_prices_is_refused(model: SemanticModel) -> None:
    metric = Metric(name="m", label="M", entity="lines", expression=aggregate("sum", "lines.unit_price"))
    plan = Plan(entity="lines", measures=(named("n", MetricRef(name="m")),))
    with pytest.raises(InvalidInput, match="does not add up"):
        compile_plan(plan, replace(model, metrics=(metric,)))


@pytest.mark.parametrize(
    ("plan", "chosen"),
    [
        (asked("avg", "lines.unit_price"), "average unit price, weighted by quantity"),
        (asked("sum", "balances.balance"), "balance at the last day"),
    ],
)
def test_what_was_heeded_is_told_once_and_can_be_taken_back(model: SemanticModel, plan: Plan, chosen: str) -> None:
    query = compile_plan(plan, model)
    assert query.plan is not None
    (told,) = query.plan.assumptions
    assert told.chosen == chosen
    assert compile_plan(query.plan, model).plan == query.plan
    plain = compile_plan(told.alternatives[0].plan, model)
    assert plain.plan is not None
    assert not plain.plan.assumptions


def test_sql_that_adds_levels_up_lifts_to_what_it_says(model: SemanticModel) -> None:
    plan = lift("SELECT sum(balance) AS n FROM balances", model)
    assert plan is not None
    assert "IN" not in compile_plan(plan, model).sql


def test_levels_add_up_over_things_but_not_over_times(model: SemanticModel) -> None:
    measure = named("n", aggregate("sum", "balances.balance"))
    for dimension, adds_up in ((by("balances.account_id"), True), (by("balances.day", grain="month"), False)):
        plan = Plan(entity="balances", dimensions=(dimension,), measures=(measure,))
        assert compile_plan(plan, model).columns[-1].additive is adds_up


def test_a_receipt_tells_what_was_declared_and_found_and_what_became_of_the_rows() -> None:
    base = shop()
    found = tuple(
        replace(one, found="many_to_many") if one.name == "order_customer" else one for one in base.relationships
    )
    plan = Plan(
        entity="orders",
        dimensions=(by("customers.region"),),
        measures=(named("n", aggregate("count", "orders")),),
        unmatched="dropped",
    )
    (receipt,) = compile_plan(plan, base).joins
    assert (receipt.declared, receipt.rows_in, receipt.rows_kept, receipt.rows_dropped) == ("many_to_one", 8, 6, 2)
    (doubted,) = compile_plan(plan, replace(base, relationships=found)).joins
    assert (doubted.declared, doubted.cardinality, doubted.fan_out) == ("many_to_one", "many_to_many", "many")

"""Metrics that people accepted answer by their name and synonyms; hidden fields are spoken of by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agents.sql_expert import understand
from agents.sql_expert.schema_prompt import schema_prompt, schema_text
from core.model import SemanticModel
from core.plan import MetricRef, Plan
from core.ways import Declined
from semantic_layer import apply_changes, read_changes
from tests.agents.sql_expert.conftest import Shop

REVENUE = {
    "metric": "revenue",
    "set": {
        "entity": "orders",
        "expression": "SUM(amount)",
        "where": "status <> 'cancelled'",
        "synonyms": ["turnover", "takings"],
    },
}
SHARE = {
    "metric": "open_share",
    "set": {"entity": "orders", "expression": "COUNT(*) FILTER (WHERE status = 'open') / COUNT(*)"},
}
EACH = {"metric": "per_order", "set": {"label": "revenue per order", "expression": "revenue / COUNT(orders.order_id)"}}


@pytest.fixture
def agreed(shop: Shop) -> SemanticModel:
    return apply_changes(shop.model, read_changes([REVENUE, SHARE, EACH]))


def planned(shop: Shop, model: SemanticModel, text: str) -> Plan:
    return understand(replace(shop.task(text), model=model))


def rows(shop: Shop, model: SemanticModel, text: str) -> list[tuple[Any, ...]]:
    from semantic_layer import compile_plan

    query = compile_plan(planned(shop, model, text), model)
    return shop.connection.execute(query.sql, list(query.parameters)).fetchall()


@pytest.mark.parametrize("asked", ["What is our revenue?", "total revenue", "turnover", "how much are the takings?"])
def test_a_metric_is_its_own_figure_with_its_condition(shop: Shop, agreed: SemanticModel, asked: str) -> None:
    assert [one.value for one in planned(shop, agreed, asked).measures] == [MetricRef(name="revenue")]
    assert rows(shop, agreed, asked) == [(1843.5,)]


def test_a_metric_is_told_by_month_and_by_a_column_of_another_table(shop: Shop, agreed: SemanticModel) -> None:
    months = rows(shop, agreed, "revenue by month")
    assert [float(value) for _, value in months] == [61.0, 45.0, 799.0, 109.0, 799.0, 30.5]
    cities = {city: float(value) for city, value in rows(shop, agreed, "revenue by city")}
    assert cities == {"Paris": 905.0, "London": 938.5}


def test_a_ratio_is_computed_for_each_group_and_for_the_whole(shop: Shop, agreed: SemanticModel) -> None:
    assert rows(shop, agreed, "what is the open share?") == [(0.25,)]
    shares = dict(rows(shop, agreed, "open share by city"))
    assert shares == {"Paris": pytest.approx(1 / 3), "London": pytest.approx(0.2)}


def test_a_metric_made_of_another_keeps_its_condition(shop: Shop, agreed: SemanticModel) -> None:
    ((each,),) = rows(shop, agreed, "revenue per order")
    assert float(each) == pytest.approx(1843.5 / 8)


def test_things_are_ranked_and_limited_by_a_metric(shop: Shop, agreed: SemanticModel) -> None:
    assert rows(shop, agreed, "which customer has the highest revenue?")[0][0] == "Ada Byron"
    assert rows(shop, agreed, "customers with revenue over 800") == [("Ada Byron",), ("Alan Turing",)]


def test_an_average_of_a_total_is_over_the_rows_that_the_metric_keeps(shop: Shop, agreed: SemanticModel) -> None:
    ((average,),) = rows(shop, agreed, "average revenue")
    assert float(average) == pytest.approx(1843.5 / 7)


def test_there_is_no_lowest_of_a_ratio(shop: Shop, agreed: SemanticModel) -> None:
    with pytest.raises(Declined, match="open share"):
        planned(shop, agreed, "minimum open share")


def test_a_reading_names_the_metric_and_columns_keep_their_meaning(shop: Shop, agreed: SemanticModel) -> None:
    assert "metric revenue" in {one.meaning for one in planned(shop, agreed, "revenue by city").reading}
    assert rows(shop, agreed, "total amount") == [(1887.5,)]
    assert rows(shop, agreed, "how many orders have an amount over 500?") == [(2,)]


def test_a_suggested_metric_answers_only_when_accepted(shop: Shop) -> None:
    assert "revenue" in {one.name for one in shop.model.suggested_metrics}
    measures = planned(shop, shop.model, "revenue by city").measures
    assert all(not isinstance(one.value, MetricRef) for one in measures)


def test_a_prompt_tells_metrics_but_no_texts_that_the_mode_keeps_back(agreed: SemanticModel) -> None:
    tables = ("orders", "customers")
    shown = schema_text(agreed, tables, (), "samples")
    assert "revenue, also called turnover, also called takings: SUM(" in shown.text
    assert "cancelled" in shown.told.cells
    assert "cancelled" not in schema_prompt(agreed, tables, (), "schema")


def test_hidden_columns_are_not_in_a_prompt_and_mean_nothing(shop: Shop) -> None:
    model = apply_changes(shop.model, read_changes([{"target": "customers.email", "set": {"hidden": True}}]))
    assert "email" in schema_prompt(shop.model, ("customers",), (), "schema")
    assert "email" not in schema_prompt(model, ("customers",), {("customers", "email")}, "schema")
    with pytest.raises(Declined):
        planned(shop, model, "list the email of Ada Byron")


@pytest.mark.parametrize(
    "asked", ["number of orders by week including missing weeks", "orders per week with gaps filled"]
)
def test_periods_without_rows_are_shown_where_they_are_asked_for(shop: Shop, asked: str) -> None:
    weeks = [n for _, n in rows(shop, shop.model, asked)]
    assert len(weeks) == 22
    assert sum(weeks) == 8


def test_gaps_of_nothing_are_not_filled(shop: Shop) -> None:
    with pytest.raises(Declined):
        planned(shop, shop.model, "list the orders including missing amounts")

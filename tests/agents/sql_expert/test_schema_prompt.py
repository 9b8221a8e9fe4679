"""What a prompt says of the tables, and how much of them."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.resolved import link_question
from agents.sql_expert.schema_prompt import schema_prompt
from core.model import Entity, SemanticModel
from tests.agents.sql_expert.conftest import Shop
from tests.semantic_layer.plans import dimension, entity, refers

WIDE = 25


def many(shop: Shop, count: int = 60) -> SemanticModel:
    """The shop among tables that have nothing to do with it."""
    others: list[Entity] = []
    for number in range(count):
        fields = (dimension(f"attribute_{number}_{column}") for column in range(WIDE))
        others.append(entity(f"ledger_{number}", f"ledger_{number}_id", *fields))
    return replace(shop.model, entities=(*others[: count // 2], *shop.model.entities, *others[count // 2 :]))


def test_of_few_tables_all_are_told(shop: Shop) -> None:
    linked = link_question(shop.task("how old is Ada Byron"))
    assert set(linked.tables) == {"customers", "products", "orders"}


def test_of_many_tables_those_that_matter_are_told(shop: Shop) -> None:
    model = many(shop)
    task = replace(shop.task("total amount of orders by city of the customer"), model=model)
    linked = link_question(task)
    assert {"orders", "customers"} <= set(linked.tables)
    prompt = schema_prompt(model, linked.tables, linked.columns, "samples")
    assert len(prompt) < 8_000
    assert "orders.customer_id = customers.customer_id" in prompt


def test_a_table_of_a_thousand_columns_keeps_what_the_question_needs() -> None:
    fields = [dimension(f"column_{number}") for number in range(1_000)]
    model = SemanticModel(entities=(entity("wide", "wide_id", *fields),))
    prompt = schema_prompt(model, ("wide",), {("wide", "column_999")}, "schema")
    assert "column_999 " in prompt
    assert "wide_id BIGINT PRIMARY KEY" in prompt
    assert len(prompt.splitlines()) < 70


def test_values_are_resolved_with_the_columns_they_are_in(shop: Shop) -> None:
    (found,) = link_question(shop.task("orders of customers in lodnon")).values
    assert (found.value, found.columns) == ("London", ("customers.city",))


def test_the_same_tables_make_the_same_text_whatever_is_asked(shop: Shop) -> None:
    texts = {
        schema_prompt(shop.model, linked.tables, linked.columns, "samples")
        for linked in (link_question(shop.task(text)) for text in ("how many orders", "average age by city"))
    }
    assert len(texts) == 1


def test_a_name_that_needs_quotes_has_them() -> None:
    model = SemanticModel(entities=(entity("order", "id", dimension("two words"), dimension("select")),))
    prompt = schema_prompt(model, ("order",), (), "schema")
    assert 'CREATE TABLE "order"' in prompt
    assert '"two words" VARCHAR' in prompt


def test_the_columns_of_joins_stay_in_wide_tables() -> None:
    fields = [dimension(f"column_{number}") for number in range(200)]
    orders = entity("orders", "order_id", *fields, dimension("buyer"))
    people = entity("people", "person_id", *fields)
    link = refers("buyer", "orders", "buyer", "people", "person_id")
    model = SemanticModel(entities=(orders, people), relationships=(link,))
    prompt = schema_prompt(model, ("orders", "people"), (), "schema", most=5)
    assert "buyer VARCHAR" in prompt
    assert "orders.buyer = people.person_id" in prompt
    assert len(prompt.splitlines()) < 25


def test_of_a_thousand_columns_that_one_word_names_no_more_are_told_than_of_others() -> None:
    fields = [dimension(f"zone_{number}") for number in range(1_000)]
    model = SemanticModel(entities=(entity("readings", "reading_id", *fields),))
    columns = [("readings", field.name) for field in fields[::-1]]
    prompt = schema_prompt(model, ("readings",), columns, "schema", most=12)
    assert "zone_999 " in prompt
    assert "reading_id BIGINT PRIMARY KEY" in prompt
    assert len(prompt.splitlines()) == 14


def test_the_columns_of_each_part_of_a_question_come_in_turn(shop: Shop) -> None:
    zones = [dimension(f"heat_zone_{number}") for number in range(200)]
    model = SemanticModel(entities=(entity("readings", "reading_id", *zones, dimension("downtime")),))
    linked = link_question(replace(shop.task("heat zone by downtime"), model=model))
    assert ("readings", "downtime") in linked.columns[:2]

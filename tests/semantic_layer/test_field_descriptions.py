"""Columns are described where their names say more than their labels do, and never with what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from semantic_layer import build_model
from tests.semantic_layer.given import model_of, versions_of
from warehouse import open_versions

ORDERS = """
SELECT i AS id, 1 + i % 30 AS customer_id, DATE '2024-01-01' + i::INTEGER AS order_date,
       DATE '2024-01-03' + i::INTEGER AS ship_date, TIMESTAMP '2024-01-01 10:00:00' + INTERVAL (i) HOUR AS updated_at,
       DATE '2024-05-01' + i::INTEGER AS review_round_date, i * 1.5 AS amount_eur, i % 7 AS weight, i % 2 = 0 AS is_paid
FROM range(60) t(i)
"""
CUSTOMERS = "SELECT i AS id, 'Customer ' || i AS name FROM range(1, 40) t(i)"


def test_a_field_is_described_by_what_its_name_and_references_tell(tmp_path: Path) -> None:
    orders = model_of(tmp_path, {"orders": ORDERS, "customers": CUSTOMERS}).entity("orders")
    assert {field.name: field.description for field in orders.fields if field.description} == {
        "id": "Identifier of the order",
        "customer_id": "Identifier of the customer, listed in customers",
        "order_date": "Date of the order",
        "ship_date": "Date the order was shipped",
        "updated_at": "Date and time the order was updated",
        "amount_eur": "Amount in EUR",
        "is_paid": "Whether the order is paid",
    }


def test_a_name_that_is_referred_to_is_no_identifier(tmp_path: Path) -> None:
    countries = "SELECT 'Land ' || i AS name FROM range(40) t(i)"
    cities = "SELECT i AS id, 'Land ' || (i % 40) AS country FROM range(200) t(i)"
    model = model_of(tmp_path, {"countries": countries, "cities": cities})
    assert [one.to_entity for one in model.relationships] == ["countries"]
    assert model.entity("cities").field("country").description is None


def test_what_a_person_wrote_about_a_field_stays(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"orders": ORDERS})
    with open_versions(versions) as connection:
        known = build_model(versions, connection)
        orders = known.entity("orders")
        fields = tuple(
            replace(field, description="Left the dock", by_person=("description",))
            if field.name == "ship_date"
            else field
            for field in orders.fields
        )
        again = build_model(versions, connection, known=replace(known, entities=(replace(orders, fields=fields),)))
    assert again.entity("orders").field("ship_date").description == "Left the dock"
    assert again.entity("orders").field("order_date").description == "Date of the order"

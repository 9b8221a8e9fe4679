"""Tables without rows refer to each other where their names leave no doubt."""

from __future__ import annotations

from pathlib import Path

from tests.semantic_layer.given import model_of, references

EMPTY_CUSTOMERS = "SELECT i AS customer_id, 'Customer ' || i AS name FROM range(0) t(i)"
ORDERS = "SELECT i AS order_id, i % 9 + 1 AS customer_id, i * 1.5 AS amount FROM range(1, 41) t(i)"


def test_a_table_that_is_still_empty_is_referred_to_by_its_name(tmp_path: Path) -> None:
    (found,) = model_of(tmp_path, {"orders": ORDERS, "customers": EMPTY_CUSTOMERS}).relationships
    assert (found.from_entity, found.to_entity, found.cardinality) == ("orders", "customers", "many_to_one")
    assert (found.coverage, found.from_unmatched, found.to_unmatched) == (0.0, 40, 0)
    assert "customers has no rows that could tell" in found.evidence


def test_two_empty_tables_refer_by_their_headers(tmp_path: Path) -> None:
    orders = "SELECT i AS order_id, i AS customer_id, i * 1.5 AS amount FROM range(0) t(i)"
    model = model_of(tmp_path, {"orders": orders, "customers": EMPTY_CUSTOMERS})
    assert references(model) == {("orders.customer_id", "customers.customer_id")}


def test_a_weak_name_tells_nothing_of_an_empty_table(tmp_path: Path) -> None:
    orders = "SELECT i AS order_id, i % 9 + 1 AS shop, 'open' AS name FROM range(1, 41) t(i)"
    assert model_of(tmp_path, {"orders": orders, "customers": EMPTY_CUSTOMERS}).relationships == ()


def test_a_name_that_fits_two_tables_is_not_chosen_between(tmp_path: Path) -> None:
    other = "SELECT i AS customer_id, 'x' AS note FROM range(0) t(i)"
    model = model_of(tmp_path, {"orders": ORDERS, "customers": EMPTY_CUSTOMERS, "customer": other})
    assert not [one for one in model.relationships if one.from_entity == "orders"]

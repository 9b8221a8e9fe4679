"""What a row of a table is: its key, the column that names it, the time that dates it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from core.model import Calendar, SemanticModel, Synonym
from semantic_layer import build_model, model_yaml
from tests.semantic_layer.given import CountingConnection, entity_of, model_of, roles, versions_of
from warehouse import open_versions

ORDER_LINES = """
SELECT i // 3 AS order_id, i % 3 + 1 AS line_number, 'P' || (i % 5) AS product_code, i % 4 + 1 AS quantity
FROM range(30) t(i)
"""
ORDERS = """
SELECT i AS order_id, DATE '2024-01-01' + i::INTEGER AS order_date, DATE '2024-01-04' + i::INTEGER AS ship_date,
       DATE '2024-02-01' AS updated_at, i * 9.5 AS amount FROM range(1, 31) t(i)
"""
PEOPLE = """
SELECT i AS id, 'First' || i % 3 AS first_name, 'Last' || i AS last_name, 'p' || i || '@example.com' AS email,
       DATE '1980-01-01' + i::INTEGER AS birth_date FROM range(1, 21) t(i)
"""


def test_lines_of_orders_are_told_apart_by_order_and_line_though_the_order_repeats(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, ORDER_LINES, name="order_lines")
    assert entity.key == ("order_id", "line_number")
    assert entity.description == "One row per order and line number."


def test_the_key_is_the_tables_own_number_even_where_other_columns_are_unique_too(tmp_path: Path) -> None:
    entity = entity_of(
        tmp_path, "SELECT 'x' || i AS token, i AS customer_id, i * 7 AS ssn FROM range(30) t(i)", name="customers"
    )
    assert entity.key == ("customer_id",)


def test_a_measure_that_happens_to_be_unique_is_no_key(tmp_path: Path) -> None:
    assert entity_of(tmp_path, "SELECT i * 1.5 AS amount, 'a' AS shop FROM range(30) t(i)").key == ()


def test_rows_that_come_twice_have_no_key(tmp_path: Path) -> None:
    assert entity_of(tmp_path, "SELECT i % 3 AS a_id, i % 2 AS b_id FROM range(30) t(i)").key == ()


def test_a_key_with_a_null_is_no_key(tmp_path: Path) -> None:
    assert (
        entity_of(tmp_path, "SELECT CASE WHEN i > 0 THEN i END AS thing_id, 'x' AS word FROM range(30) t(i)").key == ()
    )


def test_an_order_is_dated_by_its_order_date(tmp_path: Path) -> None:
    assert entity_of(tmp_path, ORDERS, name="orders").default_time == "order_date"


@pytest.mark.parametrize(
    ("columns", "time"),
    [
        ("DATE '2024-01-01' AS delivered_on, DATE '2024-01-01' AS created_at", "created_at"),
        ("DATE '2024-01-01' AS due_date, DATE '2024-01-01' AS date", "date"),
        ("DATE '1980-01-01' AS date_of_birth", None),
        ("2020 AS year", "year"),
        ("2020 AS year, DATE '2024-01-01' AS sold_at", "sold_at"),
        ("NULL::DATE AS sale_date, DATE '2024-01-01' AS created_at", "created_at"),
        ("1 AS amount", None),
    ],
)
def test_the_time_of_a_row_is_that_of_the_event_it_records(tmp_path: Path, columns: str, time: str | None) -> None:
    assert entity_of(tmp_path, f"SELECT {columns} FROM range(10)", name="sales").default_time == time


@pytest.mark.parametrize(
    ("columns", "display"),
    [
        ("i AS id, 'c' || i AS code, 'N' || i AS name", "name"),
        ("i AS customer_id, 'N' || i % 3 AS manager_name, 'N' || i AS customer_name", "customer_name"),
        ("i AS id, 'T' || i AS title, repeat('long words ', 20) || i AS description", "title"),
        ("i AS id, i * 2.5 AS amount", None),
    ],
)
def test_a_row_is_named_by_the_column_that_people_would_name_it_by(
    tmp_path: Path, columns: str, display: str | None
) -> None:
    assert entity_of(tmp_path, f"SELECT {columns} FROM range(30) t(i)", name="customers").display == display


def test_a_person_is_named_by_the_last_name_rather_than_the_first(tmp_path: Path) -> None:
    assert entity_of(tmp_path, PEOPLE, name="people").display == "last_name"


def test_a_table_is_labelled_in_the_plural_and_known_by_its_singular(tmp_path: Path) -> None:
    model = model_of(tmp_path, {"dim_customer": PEOPLE, "order_lines": ORDER_LINES})
    assert [(entity.label, entity.synonyms) for entity in model.entities] == [
        ("customers", ("customer",)),
        ("order lines", ("order line",)),
    ]


def test_an_unchanged_table_is_not_scanned_again(tmp_path: Path) -> None:
    old = versions_of(tmp_path, {"orders": ORDERS, "people": PEOPLE})
    with open_versions(old) as connection:
        known = build_model(old, connection)
    new = (old[0], *versions_of(tmp_path, {"people": "SELECT 1 AS id, 'A' AS name"}, number=2))
    with open_versions(new) as connection:
        counting = CountingConnection(connection)
        model = build_model(new, counting, known=known)
    assert not counting.asked_about(["orders"])
    assert counting.asked_about(["people"])
    assert model.entity("orders") == known.entity("orders")
    assert model.entity("people").rows == 1


def test_what_people_added_to_the_model_stays_while_its_table_does(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"orders": ORDERS, "people": PEOPLE})
    with open_versions(versions) as connection:
        known = dataclasses.replace(
            build_model(versions, connection),
            synonyms=(Synonym(phrase="turnover", target="orders.amount"), Synonym(phrase="folks", target="people")),
            calendar=Calendar(fiscal_year_start=4),
        )
    with open_versions(versions[:1]) as connection:
        model = build_model(versions[:1], connection, known=known)
    assert model.synonyms == (Synonym(phrase="turnover", target="orders.amount"),)
    assert model.calendar == Calendar(fiscal_year_start=4)


def test_a_reference_to_a_table_that_has_gone_is_a_number_again(tmp_path: Path) -> None:
    teams = "SELECT i AS id, 'Team ' || i AS name FROM range(1, 6) t(i)"
    versions = versions_of(
        tmp_path, {"player": "SELECT i AS id, i % 5 + 1 AS team FROM range(1, 31) t(i)", "team": teams}
    )
    with open_versions(versions) as connection:
        known = build_model(versions, connection)
    assert roles(known.entity("player"))["team"] == "identifier"
    with open_versions(versions[:1]) as connection:
        model = build_model(versions[:1], connection, known=known)
    assert model.relationships == ()
    assert roles(model.entity("player"))["team"] != "identifier"


def test_the_yaml_of_a_model_reads_back_and_says_why(tmp_path: Path) -> None:
    from ruamel.yaml import YAML

    model = model_of(tmp_path, {"orders": ORDERS, "order_lines": ORDER_LINES})
    text = model_yaml(model)
    read = YAML(typ="safe").load(text)
    assert list(read) == ["entities", "relationships", "suggested_metrics", "calendar"]
    assert read["entities"]["orders"]["key"] == ["order_id"]
    assert read["entities"]["orders"]["fields"]["amount"]["aggregation"] == "sum"
    assert read["relationships"]["order"]["from"] == "order_lines.order_id"
    assert f"# {model.relationships[0].evidence}" in text
    assert all(f"# {field.evidence}" in text for entity in model.entities for field in entity.fields)
    assert model_yaml(model) == text


def test_an_empty_model_has_a_yaml_too() -> None:
    assert model_yaml(SemanticModel(entities=())).startswith("entities: {}\n")


def test_every_column_of_a_wide_table_is_counted(tmp_path: Path) -> None:
    columns = ", ".join(f"i % {place % 9 + 2} AS part_{place}" for place in range(130))
    entity = entity_of(tmp_path, f"SELECT {columns} FROM range(90) t(i)")
    assert [field.name for field in entity.fields] == [f"part_{place}" for place in range(130)]
    assert [field.profile.distinct for field in entity.fields] == [place % 9 + 2 for place in range(130)]

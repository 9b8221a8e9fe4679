"""Each column's role is told from its type, its name and counts over all its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model import Dimension, Entity
from semantic_layer.units import without_unit
from tests.semantic_layer.given import entity_of, measure, roles


def column(expression: str, rows: int = 40) -> str:
    """SQL of a table with one column; `i` counts its rows from 1."""
    return f"SELECT {expression} FROM range(1, {rows + 1}) AS numbers(i)"


ROLES = [
    ("i", "order_id", "identifier"),
    ("i % 7", "customer_id", "identifier"),
    ("i % 7", "custno", "identifier"),
    ("10000 + i * 37 % 900", "zip", "identifier"),
    ("10000 + i * 37 % 900", "postcode", "identifier"),
    ("5550000 + i", "phone_number", "identifier"),
    ("2020 + i % 5", "year", "time"),
    ("1950 + i", "year_founded", "time"),
    ("(2020 + i % 5)::DECIMAL(10, 2)", "year", "time"),
    ("(i * 250)::DECIMAL(10, 2)", "price", "measure"),
    ("i % 4 + 1", "year_of_study", "measure"),
    ("DATE '2024-01-01' + i::INTEGER", "ordered", "time"),
    ("TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR", "at", "time"),
    ("i % 2", "survived", "flag"),
    ("i % 2 = 0", "was_paid", "flag"),
    ("CASE WHEN i % 2 = 0 THEN 'Yes' ELSE 'no' END", "member", "flag"),
    ("CASE WHEN i % 2 = 0 THEN 'M' ELSE 'F' END", "sex", "category"),
    ("['open', 'paid', 'returned'][i % 3 + 1]", "status", "category"),
    ("i % 12 + 1", "month", "category"),
    ("i % 3 + 1", "class", "category"),
    ("'Name ' || i", "customer_name", "category"),
    ("'A-' || i", "sku", "identifier"),
    ("1000 + i * 317", "net_generation", "measure"),
    ("i % 9", "number_of_children", "measure"),
    ("i % 9", "num_rooms", "measure"),
    ("i * 1.5", "amount", "measure"),
    ("repeat('many words here ', 6) || i", "story", "text"),
    ("'Arrived late, box was broken, case ' || i", "review_text", "text"),
    ("uuid()", "visit", "identifier"),
    ("i + 0.25", "tax_code", "measure"),
]
BEHAVIOUR = [
    ("amount", "sum", "additive"),
    ("quantity", "sum", "additive"),
    ("total_price", "sum", "additive"),
    ("num_reviews", "sum", "additive"),
    ("net_income", "sum", "additive"),
    ("unit_price", "avg", "non_additive"),
    ("growth_rate", "avg", "non_additive"),
    ("rating", "avg", "non_additive"),
    ("age", "avg", "non_additive"),
    ("temperature_c", "avg", "non_additive"),
    ("cost_per_click", "avg", "non_additive"),
    ("salary", "avg", "additive"),
    ("balance", "sum", "semi_additive"),
    ("stock_level_units_on_hand", "sum", "semi_additive"),
    ("inventory", "sum", "semi_additive"),
    ("headcount", "sum", "semi_additive"),
]
UNITS = [
    ("price_eur", "EUR"),
    ("weight_kg", "kg"),
    ("Weight (lbs)", "lb"),
    ("Price in [USD]", "USD"),
    ("Price €", "EUR"),
    ("Rainfall (mm)", "mm"),
    ("Distance (m)", "m"),
    ("duration_minutes", "min"),
    ("Humidity %", "%"),
    ("amount", None),
    ("checked_in", None),
    ("working_days", None),
    ("Amount (gross)", None),
    ("temp_min", None),
    ("wait_min", "min"),
]


@pytest.fixture(scope="module")
def table_of_roles(tmp_path_factory: pytest.TempPathFactory) -> Entity:
    columns = ", ".join(f"{expression} AS {name}" for expression, name, _ in ROLES)
    return entity_of(tmp_path_factory.mktemp("roles"), column(f"random() AS spread, {columns}"))


@pytest.fixture(scope="module")
def table_of_measures(tmp_path_factory: pytest.TempPathFactory) -> Entity:
    columns = ", ".join(f"i * 3.25 AS {name}" for name, _, _ in BEHAVIOUR)
    return entity_of(tmp_path_factory.mktemp("measures"), column(f"i AS id, {columns}"))


@pytest.fixture(scope="module")
def table_of_units(tmp_path_factory: pytest.TempPathFactory) -> Entity:
    columns = ", ".join(f"i * 3.25 AS number_{index}" for index in range(len(UNITS)))
    labels = {f"number_{index}": label for index, (label, _) in enumerate(UNITS)}
    return entity_of(tmp_path_factory.mktemp("units"), column(f"i AS id, {columns}"), labels=labels)


@pytest.mark.parametrize(("name", "role"), [(name, role) for _, name, role in ROLES])
def test_a_column_has_the_role_a_person_would_give_it(table_of_roles: Entity, name: str, role: str) -> None:
    assert roles(table_of_roles)[name] == role


def test_a_first_column_that_numbers_the_rows_is_an_identifier_whatever_its_name(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, column("i AS entry, i AS visitors"))
    assert roles(entity) == {"entry": "identifier", "visitors": "measure"}


@pytest.mark.parametrize(("name", "aggregation", "additivity"), BEHAVIOUR)
def test_a_measure_is_added_up_only_where_that_has_a_meaning(
    table_of_measures: Entity, name: str, aggregation: str, additivity: str
) -> None:
    found = measure(table_of_measures, name)
    assert (found.aggregation, found.additivity) == (aggregation, additivity)


def test_a_balance_recorded_each_month_is_not_added_up_over_months(tmp_path: Path) -> None:
    snapshots = "SELECT i % 5 AS account_id, DATE '2024-01-01' + (i // 5)::INTEGER AS day, i * 10.5 AS balance FROM range(50) t(i)"
    told = measure(entity_of(tmp_path, snapshots), "balance")
    assert (told.aggregation, told.additivity, told.over_time) == ("sum", "semi_additive", "last")
    alone = "SELECT DATE '2024-01-01' + i::INTEGER AS day, i * 10.5 AS balance FROM range(50) t(i)"
    assert measure(entity_of(tmp_path / "alone", alone), "balance").aggregation == "avg"
    once = "SELECT i AS account_id, DATE '2024-01-01' + (i // 5)::INTEGER AS opened, i * 10.5 AS balance FROM range(50) t(i)"
    assert measure(entity_of(tmp_path / "once", once), "balance").aggregation == "sum"


@pytest.mark.parametrize(
    ("index", "unit"), [(index, unit) for index, (_, unit) in enumerate(UNITS)], ids=[u[0] for u in UNITS]
)
def test_a_unit_is_read_from_the_header(table_of_units: Entity, index: int, unit: str | None) -> None:
    assert measure(table_of_units, f"number_{index}").unit == unit


def test_a_percentage_written_between_0_and_1_is_a_ratio(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, column("i AS id, i / 50 AS growth_pct, i * 2.5 AS margin_pct"))
    assert measure(entity, "growth_pct").unit == "ratio"
    assert measure(entity, "margin_pct").unit == "%"


def test_counts_are_over_all_rows_and_nulls_are_told(tmp_path: Path) -> None:
    sql = "SELECT CASE WHEN i % 4 = 0 THEN NULL ELSE ['a', 'b', 'a'][i % 4] END AS grade FROM range(400) t(i)"
    field = entity_of(tmp_path, sql).field("grade")
    assert isinstance(field, Dimension)
    assert (field.profile.rows, field.profile.nulls, field.profile.distinct) == (400, 100, 2)
    assert field.profile.top == (("a", 200), ("b", 100))
    assert (field.profile.minimum, field.profile.maximum) == ("a", "b")


def test_an_empty_table_and_an_empty_column_have_a_model_too(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, "SELECT 1 AS id, NULL::INTEGER AS amount, NULL::VARCHAR AS name WHERE false")
    assert entity.rows == 0
    assert entity.key == ()
    assert set(roles(entity)) == {"id", "amount", "name"}


def test_lists_and_structs_are_kept_as_text(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, column("i AS id, [i, i] AS tags, {'a': i} AS nested"))
    assert roles(entity) == {"id": "identifier", "tags": "text", "nested": "text"}


def test_each_field_says_why_it_has_its_role(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, column("i AS id, i * 2.5 AS amount, i % 2 AS paid, 'x' || i AS word"))
    assert all(field.evidence.endswith(".") for field in entity.fields)


@pytest.mark.parametrize(
    ("label", "unit", "shown"),
    [
        ("fee eur", "EUR", "fee"),
        ("Unit Price (EUR)", "EUR", "Unit Price"),
        ("price in USD", "USD", "price"),
        ("Height (cm) of plant", "cm", "Height of plant"),
        ("price per kg", "kg", "price per kg"),
        ("USD", "USD", "USD"),
        ("wait minimum", "min", "wait"),
    ],
)
def test_a_unit_is_not_told_twice(label: str, unit: str, shown: str) -> None:
    assert without_unit(label, unit) == shown


def test_two_prices_in_two_currencies_keep_them_in_their_labels(tmp_path: Path) -> None:
    prices = entity_of(tmp_path, column("i AS id, i * 1.5 AS price_eur, i * 1.7 AS price_usd, i * 2.5 AS weight_kg"))
    assert [prices.field(name).label for name in ("price_eur", "price_usd", "weight_kg")] == [
        "price eur",
        "price usd",
        "weight",
    ]

"""Levels of grouping, the periods rows come in, and what averages are weighted by."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model import Hierarchy
from tests.semantic_layer.given import entity_of, measure

CITIES = "['Paris', 'Lyon', 'Nice', 'Rome', 'Milan', 'Bari']"
COUNTRIES = "['France', 'France', 'France', 'Italy', 'Italy', 'Italy']"
SALES = f"""
SELECT i AS sale_id, {CITIES}[i % 6 + 1] AS ship_city, {COUNTRIES}[i % 6 + 1] AS ship_country,
       2020 + i % 3 AS year, i % 12 + 1 AS month, 'P' || i % 40 AS product, 'S' || i % 40 % 8 AS prodSubcategory,
       'C' || i % 40 % 8 % 2 AS prodCategory, i % 7 AS pieces FROM range(2000) t(i)
"""


def levels(hierarchies: tuple[Hierarchy, ...]) -> set[tuple[str, ...]]:
    return {one.levels for one in hierarchies}


def test_levels_are_found_from_the_coarsest_to_the_finest(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, SALES, name="sales")
    assert levels(entity.hierarchies) == {
        ("ship_country", "ship_city"),
        ("prodCategory", "prodSubcategory", "product"),
        ("year", "month"),
    }
    assert all(one.evidence and 0 < one.confidence <= 1 for one in entity.hierarchies)


def test_a_city_of_two_countries_is_no_level_below_the_country_however_late_it_comes(tmp_path: Path) -> None:
    entity = entity_of(
        tmp_path, f"{SALES} UNION ALL SELECT 9999, 'Paris', 'Italy', 2020, 1, 'P1', 'S1', 'C1', 0", name="sales"
    )
    assert ("ship_country", "ship_city") not in levels(entity.hierarchies)
    assert ("prodCategory", "prodSubcategory", "product") in levels(entity.hierarchies)


def test_a_code_and_its_name_are_no_levels_of_each_other(tmp_path: Path) -> None:
    sql = "SELECT 'A' || i % 9 AS code, 'Name ' || i % 9 AS name, i * 1.5 AS amount FROM range(200) t(i)"
    assert entity_of(tmp_path, sql).hierarchies == ()


def test_levels_without_names_need_values_that_could_have_contradicted_them(tmp_path: Path) -> None:
    often = "SELECT 'x' || i % 12 AS lorem, 'y' || i % 12 % 4 AS ipsum FROM range(600) t(i)"
    assert levels(entity_of(tmp_path, often).hierarchies) == {("ipsum", "lorem")}
    seldom = "SELECT 'x' || i AS lorem, 'y' || i % 4 AS ipsum, 'z' || i % 13 AS dolor FROM range(26) t(i)"
    assert entity_of(tmp_path / "seldom", seldom).hierarchies == ()


@pytest.mark.parametrize(
    ("times", "grain", "missing"),
    [
        ("DATE '2024-01-01' + i::INTEGER", "day", 0),
        ("DATE '2024-01-01' + (i * 2)::INTEGER", "day", 39),
        ("(DATE '2024-01-01' + INTERVAL (i) MONTH)::DATE", "month", 0),
        ("(DATE '2020-01-01' + INTERVAL (i * 2) YEAR)::DATE", "year", 39),
        ("DATE '2024-01-03' + (i * 7)::INTEGER", "week", 0),
        ("TIMESTAMP '2024-01-01 10:00' + INTERVAL (i) DAY", "day", 0),
    ],
)
def test_the_periods_of_the_rows_and_their_gaps_are_told(tmp_path: Path, times: str, grain: str, missing: int) -> None:
    spine = entity_of(tmp_path, f"SELECT i AS id, {times} AS sold_on FROM range(40) t(i)").spine
    assert spine is not None
    assert (spine.field, spine.grain, spine.missing) == ("sold_on", grain, missing)


def test_a_table_without_a_time_or_without_a_date_has_no_spine(tmp_path: Path) -> None:
    assert entity_of(tmp_path, "SELECT i AS id FROM range(9) t(i)").spine is None
    assert entity_of(tmp_path / "empty", "SELECT NULL::DATE AS sold_on FROM range(9)").spine is None


@pytest.mark.parametrize(
    ("columns", "measured", "weight"),
    [
        ("unit_price, qty", "unit_price", "qty"),
        ("interestRate, loan_amount", "interestRate", "loan_amount"),
        ("rating, num_reviews", "rating", "num_reviews"),
        ("unit_price, qty, pieces", "unit_price", None),
        ("temperature, qty", "temperature", None),
    ],
)
def test_an_average_is_weighted_where_one_column_can_be_told(
    tmp_path: Path, columns: str, measured: str, weight: str | None
) -> None:
    numbers = ", ".join(f"i * 1.25 AS {name.strip()}" for name in columns.split(","))
    found = measure(entity_of(tmp_path, f"SELECT i AS id, {numbers} FROM range(40) t(i)"), measured)
    assert found.weight == weight
    assert (weight is not None) == ("weight" in found.evidence)


def test_a_level_in_time_is_told_to_be_taken_at_its_last_time(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, "SELECT i AS id, i * 1.5 AS stock_level, i * 2.5 AS amount FROM range(40) t(i)")
    assert measure(entity, "stock_level").over_time == "last"
    assert measure(entity, "amount").over_time is None


def test_a_key_of_few_rows_is_told_to_be_unsure(tmp_path: Path) -> None:
    few = entity_of(tmp_path, "SELECT i AS id, 'x' AS y FROM range(4) t(i)")
    many = entity_of(tmp_path / "many", "SELECT i AS id, 'x' AS y FROM range(400) t(i)")
    assert few.key == many.key == ("id",)
    assert few.key_confidence < many.key_confidence
    assert "too few" in few.key_evidence
    assert "400 rows" in many.key_evidence


def test_a_name_that_says_nothing_makes_a_measure_less_sure(tmp_path: Path) -> None:
    entity = entity_of(tmp_path, "SELECT i AS id, i * 1.5 AS revenue, i * 1.5 AS wert FROM range(40) t(i)")
    assert measure(entity, "wert").confidence < measure(entity, "revenue").confidence

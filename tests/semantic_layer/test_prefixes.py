from __future__ import annotations

from pathlib import Path

import pytest

from semantic_layer.prefixes import bare_columns, bare_tables, spoken_columns
from tests.semantic_layer.given import model_of, references

CODED = {
    "sbCustomer": "select * from (values (1, 'Ann', 'Rome', 5), (2, 'Bob', 'Oslo', 6), (3, 'Cy', 'Rome', 7))"
    " t(sbCustId, sbCustName, sbCustCity, sbCustAge)",
    "sbTicker": "select * from (values (7, 'AA', 'Alpha', 'x'), (8, 'BB', 'Beta', 'y'), (9, 'CC', 'Gamma', 'x'))"
    " t(sbTickerId, sbTickerSymbol, sbTickerName, sbTickerType)",
    "sbTransaction": "select range + 100 as sbTxId, 1 + range % 3 as sbTxCustId, 7 + range % 3 as sbTxTickerId,"
    " 1.5 + range as sbTxPrice, 0.25 * range as sbTxTax from range(20)",
}


def test_what_all_columns_begin_with_says_nothing_of_one() -> None:
    assert bare_columns(["sbTxId", "sbTxPrice", "sbTxTax", "sbTxCustId"])["sbTxPrice"] == ("price",)
    assert bare_tables(["sbCustomer", "sbTicker", "sbTransaction"])["sbTicker"] == ("ticker",)


@pytest.mark.parametrize("names", [["sbTxId", "sbTxPrice"], ["id", "price", "tax", "customer"], []])
def test_few_columns_or_none_in_common_have_no_prefix(names: list[str]) -> None:
    assert not bare_columns(names)


def test_a_prefix_that_is_a_word_is_no_code() -> None:
    assert not spoken_columns(["customer_id", "customer_name", "customer_city", "customer_age"])


def test_coded_tables_and_columns_are_called_as_people_would(tmp_path: Path) -> None:
    model = model_of(tmp_path, CODED)
    assert model.entity("sbTransaction").field("sbTxPrice").label == "price"
    assert model.entity("sbCustomer").label == "customers"


def test_coded_tables_link_like_any_others(tmp_path: Path) -> None:
    assert references(model_of(tmp_path, CODED)) == {
        ("sbTransaction.sbTxCustId", "sbCustomer.sbCustId"),
        ("sbTransaction.sbTxTickerId", "sbTicker.sbTickerId"),
    }


@pytest.mark.parametrize(("table", "column"), [("dept", "dname"), ("branch", "bname"), ("supplier", "SNAME")])
def test_the_initial_of_a_table_before_name_is_the_table(table: str, column: str) -> None:
    assert spoken_columns(["no", column, "city"], table) == {column: f"{table}_name"}


@pytest.mark.parametrize(("table", "names"), [("lawyer", ["lname", "fname"]), ("dept", ["dname", "dept_name"])])
def test_a_last_name_is_no_initial_and_no_name_is_given_twice(table: str, names: list[str]) -> None:
    assert not spoken_columns([*names, "city"], table)


def test_a_row_is_named_by_its_initial_and_name(tmp_path: Path) -> None:
    tables = {"dept": "select range as deptno, 'Dep ' || range as dname, 'Oslo' as loc from range(1, 5)"}
    entity = model_of(tmp_path, tables).entity("dept")
    assert (entity.display, entity.field("dname").label) == ("dname", "department name")

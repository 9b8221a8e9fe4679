from __future__ import annotations

from core.errors import UnknownName
from core.suggest import close_names


def test_a_misspelt_name_finds_its_neighbours_without_case() -> None:
    assert close_names("Custmer", ["orders", "customers", "CUSTOMER_ID"])[0] == "customers"


def test_an_unknown_name_says_what_was_meant() -> None:
    assert UnknownName("table", "ordrs", ["orders", "customers"]).hint == "Did you mean orders?"


def test_far_from_everything_it_lists_what_there_is() -> None:
    assert UnknownName("table", "xyz", ["orders", "customers"]).hint == "Known tables: customers, orders."


def test_with_nothing_known_there_is_no_hint() -> None:
    assert UnknownName("table", "xyz", []).hint is None

"""Columns called by a part of their name or in other words, and words between them that name nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE places AS SELECT * FROM (VALUES
    (1, 'Mill Lane 2', 'Salem', 'Oregon', '97301'), (2, 'Dock Road 9', 'Salem', 'Ohio', '44460'),
    (3, 'Hill Street 5', 'Dayton', 'Ohio', '45402'), (4, 'Park Way 1', 'Dayton', 'Texas', '77535')
) AS t(place_id, street_line, city, state_province_county, zip_postcode);
CREATE TABLE vendors AS SELECT * FROM (VALUES
    (1, 'Apex', '555-1', 'a@x.org', 1, 'Cash'), (2, 'Bolt', '555-2', 'b@x.org', 2, 'Credit'),
    (3, 'Crest', '555-3', 'c@x.org', 3, 'Cash'), (4, 'Delta', '555-4', 'd@x.org', 4, 'Credit')
) AS t(vendor_id, vendor_name, vendor_phone, vendor_email, place_id, payment_method);
CREATE TABLE parts AS SELECT * FROM (VALUES
    (10, 'Bolt M4', 'metal', 2.0, 1.8), (11, 'Nut M4', 'metal', 1.0, 0.9), (12, 'Gasket', 'rubber', 4.0, 3.6)
) AS t(part_id, part_name, part_type_code, price_in_dollars, price_in_euros);
CREATE TABLE part_deliveries AS SELECT * FROM (VALUES
    (100, 1, 10), (101, 1, 11), (102, 1, 12), (103, 2, 10), (104, 3, 12)
) AS t(delivery_id, vendor_id, part_id);
CREATE TABLE delivery_lines AS SELECT * FROM (VALUES (1, 100), (2, 103), (3, 103), (4, 103), (5, 103)) AS t(line_id, delivery_id);
"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("yard"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What are the phone number and email address of the vendor named Crest?", [("555-3", "c@x.org")]),
        ("vendors with payment method as Cash", [("Apex",), ("Crest",)]),
        ("names of vendors that use Credit as their payment method", [("Bolt",), ("Delta",)]),
        ("What is the highest price in euros?", [(Decimal("3.6"),)]),
        ("vendor names that contain \"Ap\" or \"el\"", [("Apex",), ("Delta",)]),
        ("Which vendors have \"lt\" in their names?", [("Bolt",), ("Delta",)]),
        ("How many different part types are there?", [(2,)]),
        ("How many different component categories are there?", [(2,)]),
    ],
)  # fmt: skip
def test_it_is_found_by_what_was_said_of_it(yard: Shop, asked: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(yard.first_rows(asked)) == sorted(expected)


def test_a_header_that_lists_words_for_one_thing_is_called_by_any(yard: Shop) -> None:
    assert sorted(yard.first_rows("names of vendors in the state of Ohio")) == [("Bolt",), ("Crest",)]


def test_pairs_of_values_hold_together(yard: Shop) -> None:
    found = yard.first_rows("List the street lines of places in Salem, Oregon or in Dayton, Texas.")
    assert sorted(found) == [("Mill Lane 2",), ("Park Way 1",)]


def test_the_rows_of_a_table_are_those_its_name_ends_with(yard: Shop) -> None:
    [found] = yard.first_rows("Which vendor has the most deliveries?")
    assert found[0] == "Apex"


def test_what_was_done_by_some_limits_what_is_counted(yard: Shop) -> None:
    asked = "How many part deliveries were handled by vendors whose name is Apex?"
    assert yard.first_rows(asked) == [(3,)]


@pytest.mark.parametrize("verb", ["Show", "Return", "List"])
def test_a_word_that_asks_is_no_part_of_a_name(yard: Shop, verb: str) -> None:
    assert len(yard.first_rows(f"{verb} part names")) == 3

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def tables(found: Read) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    return {
        table.name: ([column.name for column in table.columns], found.rows(position))
        for position, table in enumerate(found.imported.tables)
    }


def test_nested_objects_become_columns_that_say_where_they_stood(read: ReadText) -> None:
    found = read('[{"id": 1, "address": {"city": "Oslo", "geo": {"lat": 59.9}}}, {"id": 2}]', name="people.json")
    assert found.names == ["id", "address_city", "address_geo_lat"]
    assert found.column("address_city").label == "address › city"
    assert found.rows() == [(1, "Oslo", Decimal("59.9")), (2, None, None)]


def test_values_are_typed_by_the_same_evidence_as_text_files(read: ReadText) -> None:
    found = read('[{"zip": "0150", "on": "2024-01-31", "sum": "12.50", "ok": true}]', name="a.json")
    assert found.rows() == [("0150", date(2024, 1, 31), Decimal("12.50"), True)]


def test_lists_of_objects_are_tables_that_carry_the_key_of_their_parent(read: ReadText) -> None:
    orders = [
        {"id": 7, "items": [{"sku": "a", "parts": [{"n": 1}, {"n": 2}]}, {"sku": "b", "parts": []}]},
        {"id": 9, "items": [{"sku": "c", "parts": [{"n": 3}]}]},
        {"id": 11, "items": None},
        {"id": 12},
    ]
    assert tables(read(json.dumps(orders), name="orders.json")) == {
        "orders": (["id"], [(7,), (9,), (11,), (12,)]),
        "orders_items": (["orders_id", "orders_items_row", "sku"], [(7, 1, "a"), (7, 2, "b"), (9, 3, "c")]),
        "orders_items_parts": (["orders_items_row", "n"], [(1, 1), (1, 2), (3, 3)]),
    }


def test_without_a_key_parent_and_child_share_a_row_number(read: ReadText) -> None:
    found = read('{"name": "Ann", "pets": [{"kind": "cat"}]}\n{"name": "Ben"}\n', name="owners.ndjson")
    assert tables(found) == {
        "owners": (["owners_row", "name"], [(1, "Ann"), (2, "Ben")]),
        "owners_pets": (["owners_row", "kind"], [(1, "cat")]),
    }
    assert found.imported.report.format == "ndjson"


def test_a_key_that_would_be_typed_differently_in_the_child_is_not_used(read: ReadText) -> None:
    rows = [{"id": "12", "tags": ["x"]}, {"id": "A1", "tags": []}]
    assert tables(read(json.dumps(rows), name="t.json"))["t_tags"] == (["t_row", "tags"], [(1, "x")])


def test_lists_of_plain_values_are_a_table_and_the_report_says_so(read: ReadText) -> None:
    found = read('[{"id": 1, "tags": ["red", "blue"]}, {"id": 2, "tags": ["red"]}]', name="products.json")
    assert tables(found)["products_tags"] == (["products_id", "tags"], [(1, "red"), (1, "blue"), (2, "red")])
    assert any("“tags”" in decision.detail for decision in found.report.decisions)


def test_a_value_in_place_of_a_list_counts_as_a_list_of_one(read: ReadText) -> None:
    found = read('[{"id": 1, "item": {"q": 5}}, {"id": 2, "item": [{"q": 6}, {"q": 7}]}]', name="o.json")
    assert tables(found)["o_item"] == (["o_id", "q"], [(1, 5), (2, 6), (2, 7)])


def test_plain_values_and_objects_under_one_key_are_kept_apart_and_told(read: ReadText) -> None:
    found = read('[{"a": {"b": 1}}, {"a": "x"}, {"a": {}}, {"a": null}]', name="m.json")
    assert found.names == ["a", "a_b"]
    assert found.rows() == [(None, 1), ("x", None), (None, None), (None, None)]
    assert found.decision("mixed") is not None


def test_different_types_under_one_key_are_told_and_nothing_is_lost(read: ReadText) -> None:
    found = read('[{"a": 1}, {"a": 2}, {"a": "three"}]', name="m.json")
    assert found.cells("a") == ["1", "2", "three"]
    assert found.decision("mixed", "a") is not None


def test_numbers_keep_every_digit(read: ReadText) -> None:
    text = '[{"id": 18446744073709551617, "price": 123456789012.123456, "note": "no 12345678901234567890, \\"5\\""}]'
    found = read(text, name="n.json")
    assert found.rows() == [("18446744073709551617", Decimal("123456789012.123456"), 'no 12345678901234567890, "5"')]


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], "count": 2}',
        '{"response": {"status": "ok", "results": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}}',
        '[["a", "b"], [1, "x"], [2, "y"]]',
        '{"columns": ["a", "b"], "index": [0, 1], "data": [[1, "x"], [2, "y"]]}',
        '{"a": [1, 2], "b": ["x", "y"]}',
        '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}',
        '{"a": 1, "b": "x"} {"a": 2, "b": "y"}',
        '\ufeff[{"a": 1, "b": "x"},\r\n\r\n {"b": "y", "a": 2}]',
    ],
)
def test_the_usual_ways_to_write_a_table_are_one_table(read: ReadText, text: str) -> None:
    assert tables(read(text, name="t.json")) == {"t": (["a", "b"], [(1, "x"), (2, "y")])}


def test_what_stands_beside_a_wrapped_table_is_told(read: ReadText) -> None:
    found = read('{"results": [{"a": 1}], "next": "http://x", "total": 1}', name="page.json")
    (decision,) = found.imported.report.decisions
    assert decision.before == "next, total"


def test_several_lists_in_one_document_are_tables_under_their_own_names(read: ReadText) -> None:
    found = read('{"customers": [{"id": 1}], "orders": [{"id": 5, "customer_id": 1}]}', name="shop.json")
    assert tables(found) == {"customers": (["id"], [(1,)]), "orders": (["id", "customer_id"], [(5, 1)])}


def test_one_record_with_a_list_keeps_its_own_values(read: ReadText) -> None:
    found = read('{"order_id": 5, "total": 9.5, "items": [{"q": 1}, {"q": 2}]}', name="order.json")
    assert tables(found) == {
        "order_": (["order_id", "total"], [(5, Decimal("9.5"))]),
        "order_items": (["order_id", "q"], [(5, 1), (5, 2)]),
    }


def test_records_by_key_keep_the_key(read: ReadText) -> None:
    found = read('{"k1": {"n": 1, "m": 2}, "k2": {"n": 3}}', name="t.json")
    assert tables(found) == {"t": (["key", "n", "m"], [("k1", 1, 2), ("k2", 3, None)])}


def test_objects_whose_keys_are_data_are_a_table(read: ReadText) -> None:
    rows = [{"id": n, "sold": {f"2024-01-{day:02}-{n}": day for day in range(1, 6)}} for n in range(1, 31)]
    names, cells = tables(read(json.dumps(rows), name="s.json"))["s_sold"]
    assert names == ["s_id", "key", "sold"]
    assert len(cells) == 150


def test_geojson_features_are_rows_with_longitude_and_latitude(read: ReadText) -> None:
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [10.5, 59.9]},
            "properties": {"name": "Oslo", "pop": 7},
        }
    ]
    found = read(json.dumps({"type": "FeatureCollection", "features": points}), name="towns.geojson")
    assert found.names == ["geometry_type", "name", "pop", "longitude", "latitude"]
    assert found.rows() == [("Point", "Oslo", 7, Decimal("10.5"), Decimal("59.9"))]


def test_odd_keys_keep_their_values(read: ReadText) -> None:
    found = read('[{"a": 1, "a": 2, "A": 3, "": 4, "k\\"/~.": 5, "n": {"": 6}}]', name="odd.json")
    assert found.rows() == [(1, 3, 4, 5, 6)]
    assert any("twice" in decision.detail for decision in found.report.decisions)


def test_json_that_is_not_valid_says_where(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="line 2, column 7"):
        read('[{"a": 1},\n{"a": }]', name="broken.json")
    with pytest.raises(UnreadableFile, match="line 1"):
        read("hello", name="hello.json")
    with pytest.raises(UnreadableFile, match="empty"):
        read("", name="empty.json")
    with pytest.raises(UnreadableFile, match="nothing"):
        read("[]", name="nothing.json")
    with pytest.raises(UnreadableFile, match="levels"):
        read("[" * 5000 + "]" * 5000, name="deep.json")


def test_brackets_in_text_are_not_depth(read: ReadText) -> None:
    assert read(json.dumps([{"a": "[" * 300}]), name="a.json").rows() == [("[" * 300,)]


def test_a_line_that_was_cut_off_costs_no_other_line(read: ReadText) -> None:
    found = read('{"a": 1}\n{"a": 2}\n{"a": 3', name="log.jsonl")
    assert found.rows() == [(1,), (2,)]
    assert found.report.rejected[0].line == 3


def test_nulls_among_the_records_are_counted_as_blank(read: ReadText) -> None:
    found = read('[{"a": 1}, null, {"a": 2}]', name="a.json")
    assert found.rows() == [(1,), (2,)]
    assert found.report.blank_rows == 1


@pytest.mark.usefixtures("parallel")
def test_a_large_document_in_one_object_is_read(read: ReadText) -> None:
    found = read(json.dumps({"data": [{"n": n, "text": "x" * 2000} for n in range(9_000)]}), name="big.json")
    assert found.imported.tables[0].rows == 9_000


def test_json_that_is_nearly_valid_is_put_right_and_told(read: ReadText) -> None:
    for text in (
        '[{"a": 1}, {"a": 2},]',
        '// from the export\n[{"a": 1}, /* two */ {"a": 2}]',
        ')]}\',\n[{"a": 1}, {"a": 2}]',
        'callback([{"a": 1}, {"a": 2}]);',
    ):
        found = read(text, name="near.json")
        assert found.rows() == [(1,), (2,)]
        assert any("not quite valid" in decision.detail for decision in found.imported.report.decisions)


def test_marks_inside_of_text_are_left_alone_when_json_is_put_right(read: ReadText) -> None:
    assert read('[{"a": "x // y, ]"},]', name="near.json").rows() == [("x // y, ]",)]


def test_half_a_character_costs_no_row(read: ReadText) -> None:
    found = read('[{"a": "x\\ud83d"}, {"a": "\\ud83d\\ude00"}]', name="a.json")
    assert found.rows() == [("x\ufffd",), ("\U0001f600",)]


def test_json_that_was_cut_off_says_so(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="cut off"):
        read('[{"a": 1, "b": "x', name="cut.json")


@pytest.mark.parametrize(
    ("text", "rejected"),
    [
        ('[{"a": 1}, {"a": 2}, {"a": 3, "b": [1, "]', '{"a": 3, "b": [1, "]'),
        ('[\n{"a": 1},\n{"a": 2},\n{"a"', '{"a"'),
        ('{"meta": [9], "data": [{"a": 1}, {"a": 2}, {"a": "x\\', '{"a": "x\\'),
        ('[{"a": 1}, {"a": 2}', ""),
        ('// export\n[{"a": 1}, {"a": 2}, {"a":', '{"a":'),
    ],
)
def test_the_records_before_the_end_of_a_cut_off_file_are_read(read: ReadText, text: str, rejected: str) -> None:
    found = read(text, name="cut.json")
    told = found.decision("ragged")
    assert found.rows() == [(1,), (2,)]
    assert [row.text for row in found.report.rejected] == ([rejected] if rejected else [])
    assert told is not None
    assert "too early" in told.detail


def test_json_that_is_damaged_in_its_middle_is_refused(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="valid JSON"):
        read('[{"a": 1}, {"a" 2}, {"a": 3}]', name="broken.json")


def test_lists_of_objects_on_lines_are_rows(read: ReadText) -> None:
    assert read('[{"a": 1}, {"a": 2}]\n[{"a": 3}]\n', name="lists.ndjson").rows() == [(1,), (2,), (3,)]


def test_nulls_in_a_list_are_counted_as_blank(read: ReadText) -> None:
    assert read('{"a": [{"x": 1}, null, {"x": 2}]}', name="a.json").rows() == [(1,), (2,)]

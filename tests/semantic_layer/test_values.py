"""Words of a question find the values that are in the data, however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import CatalogDamaged
from semantic_layer.value_index import ValueIndex, ValueMatch
from tests.semantic_layer.given import value_index

CUSTOMERS = """
SELECT i AS id, 'Person ' || i AS name, ['paris', 'New York', 'São Paulo', 'Springfield'][i % 4 + 1] AS city,
       repeat('a long story about nothing at all ', 5) || i AS notes FROM range(1, 101) t(i)
"""
PRODUCTS = """
SELECT * FROM (VALUES ('A1001', 'John Smith & Sons', 'Electronics', 'returned'), ('A1002', 'AT&T', 'Bedding', 'open'),
    ('A1003', 'O''Neil', 'C++ books', 'open'), ('A1004', 'Smithsonian', 'Electronics', 'Paris'),
    ('A1005', '"quoted"', 'Mississippi', NULL), ('A1006', '---', 'Beddings', '  '))
    AS products(code, name, category, status)
"""


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValueIndex]:
    with value_index(tmp_path_factory.mktemp("values"), {"customers": CUSTOMERS, "products": PRODUCTS}) as index:
        yield index


def best(values: ValueIndex, phrase: str) -> tuple[str, str, str]:
    match = values.lookup(phrase)[0]
    return f"{match.entity}.{match.field}", match.value, match.how


def test_a_value_is_found_with_its_column_and_rows_whatever_the_case(values: ValueIndex) -> None:
    matches = values.lookup("Paris")
    assert matches[0] == ValueMatch(
        entity="products", field="status", value="Paris", rows=1, similarity=1.0, how="exact"
    )
    assert matches[1] == ValueMatch(
        entity="customers", field="city", value="paris", rows=25, similarity=0.99, how="normalised"
    )


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("new york", ("customers.city", "New York", "normalised")),
        ("Sao Paulo", ("customers.city", "São Paulo", "normalised")),
        ("at&t", ("products.name", "AT&T", "normalised")),
        ("oneil", ("products.name", "O'Neil", "normalised")),
        ("electronic", ("products.category", "Electronics", "stem")),
        ("parsi", ("customers.city", "paris", "spelling")),
        ("pairs", ("customers.city", "paris", "spelling")),
        ("new yrok", ("customers.city", "New York", "spelling")),
        ("newyork", ("customers.city", "New York", "spelling")),
        ("Springfeild", ("customers.city", "Springfield", "spelling")),
        ("pringfield", ("customers.city", "Springfield", "spelling")),
        ("Missisipi", ("products.category", "Mississippi", "spelling")),
        ("Smith", ("products.name", "John Smith & Sons", "part")),
        ("smiht", ("products.name", "John Smith & Sons", "part")),
        ("C++ books", ("products.category", "C++ books", "exact")),
        ("A1003", ("products.code", "A1003", "exact")),
    ],
)
def test_a_phrase_finds_the_value_it_means(values: ValueIndex, phrase: str, found: tuple[str, str, str]) -> None:
    assert best(values, phrase) == found


@pytest.mark.parametrize(
    "phrase", ["A1009", "London", "cit", "", "   ", "?", "zzzz", "story", '"', "a AND b", "NEAR(", "*"]
)
def test_what_is_not_there_is_not_found(values: ValueIndex, phrase: str) -> None:
    assert values.lookup(phrase) == ()


def test_without_tolerance_a_slip_finds_nothing(values: ValueIndex) -> None:
    assert values.lookup("new yrok", fuzzy=False) == ()
    assert values.lookup("new york", fuzzy=False) != ()


def test_a_search_can_be_kept_to_some_tables(values: ValueIndex) -> None:
    assert {match.entity for match in values.lookup("Paris", entities=["customers"])} == {"customers"}
    assert values.lookup("Paris", entities=[]) == ()
    assert values.lookup("parsi", entities=["orders"]) == ()


def test_matches_come_best_first_and_no_more_than_asked(values: ValueIndex) -> None:
    matches = values.lookup("bedding")
    assert [match.value for match in matches] == ["Bedding"]
    similarities = [match.similarity for match in values.lookup("person", limit=50)]
    assert similarities == sorted(similarities, reverse=True)
    assert len(values.lookup("person", limit=3)) == 3


def test_many_phrases_are_looked_up_at_once_as_whole_values_only(values: ValueIndex) -> None:
    found = values.lookup_many(["PARIS", "paris", "smith", "nowhere", "", "new york"])
    assert set(found) == {"PARIS", "paris", "new york"}
    assert [match.how for match in found["paris"]] == ["exact", "normalised"]
    assert found["new york"][0].rows == 25


def test_every_distinct_value_is_found_not_only_a_sample(tmp_path: Path) -> None:
    rare = "SELECT CASE WHEN i = 49999 THEN 'Timbuktu' ELSE 'Town ' || i % 30000 END AS town FROM range(50000) t(i)"
    with value_index(tmp_path, {"towns": rare}) as index:
        assert index.lookup("timbuktu")[0].rows == 1
        assert index.lookup("timbuktoo")[0].value == "Timbuktu"


def test_an_index_of_no_text_at_all_finds_nothing(tmp_path: Path) -> None:
    with value_index(tmp_path, {"numbers": "SELECT i AS id, i * 1.5 AS amount FROM range(9) t(i)"}) as index:
        assert index.lookup("paris") == ()
        assert index.lookup_many(["paris"]) == {}


def test_an_index_is_written_whole_and_leaves_nothing_unfinished(tmp_path: Path) -> None:
    with value_index(tmp_path, {"products": PRODUCTS}):
        assert not [path.name for path in tmp_path.rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize(
    "content", [b"no index" * 100, b"{}", b"[]", b'{"format": 1, "parts": ["parts/gone.values"]}', None]
)
def test_a_damaged_or_missing_index_is_told_without_a_path(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "values.json").write_bytes(content)
    with pytest.raises(CatalogDamaged) as raised:
        ValueIndex(tmp_path / "values.json")
    assert str(tmp_path) not in raised.value.message


def test_a_part_that_was_cut_off_is_told(tmp_path: Path) -> None:
    with value_index(tmp_path, {"products": PRODUCTS}):
        (part,) = (tmp_path / "parts").iterdir()
    part.write_bytes(part.read_bytes()[:-5])
    with pytest.raises(CatalogDamaged):
        ValueIndex(tmp_path / "values.json")


def test_values_of_a_wide_table_are_found_in_every_column(tmp_path: Path) -> None:
    columns = ", ".join(f"['left {place}', 'right {place}'][i % 2 + 1] AS column_{place}" for place in range(150))
    with value_index(tmp_path, {"wide": f"SELECT {columns} FROM range(1, 11) t(i)"}) as index:
        for place in (0, 59, 60, 119, 149):
            assert best(index, f"left {place}") == (f"wide.column_{place}", f"left {place}", "exact")

"""The values of a table version are put in order once, whatever they look like and however many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from semantic_layer import ValueIndex, build_model, value_codes, value_file, write_value_index
from semantic_layer.profile import Connection
from semantic_layer.value_file import sweep_value_parts
from semantic_layer.value_sql import line_of, line_sql, normal_sql, unescaped
from semantic_layer.words import normalise
from tests.semantic_layer.given import value_index, versions_of
from warehouse import open_versions

TOWNS = "SELECT 'Town ' || i AS town, 'T-' || i AS town_code FROM range(40) t(i)"
RIVERS = "SELECT 'River ' || i AS river FROM range(40) t(i)"
ODD = ["1,234 Main St", "Ω Σίγμας", "tab\there", "line\nbreak", "back\\slash \\n", "--- ", "नमस्ते", "한국", "x" * 200]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    versions = versions_of(tmp_path_factory.mktemp("plain"), {"towns": TOWNS})
    with open_versions(versions) as opened:
        yield opened


def in_sql(connection: Connection, values: list[str], expression: str) -> list[str | None]:
    found = connection.execute(f"SELECT {expression} FROM (SELECT unnest($1::VARCHAR[]) AS v)", [values]).fetchall()
    return [row[0] for row in found]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), min_size=1))
@example(
    ["1.2.3", "a.b", "AT&T", "O'Neil", "x_-y", "Größe", "Łódź", "İstanbul", "Ørsted", "3,5", "3.5 mm", "Сёмга", "東京"]
)
def test_sql_says_the_normal_form_of_a_value_or_that_it_cannot(connection: Connection, values: list[str]) -> None:
    for value, told in zip(values, in_sql(connection, values, normal_sql("v")), strict=True):
        assert told is None or told == normalise(value)


def test_the_normal_form_of_common_letters_is_told_in_sql(connection: Connection) -> None:
    told = in_sql(
        connection,
        ["São Paulo", "ref-00123", "Müller & Søn, Ltd.", "Москва", "john.smith@example.org"],
        normal_sql("v"),
    )
    assert told == ["sao paulo", "ref 00123", "muller and son ltd", "москва", "john smith example org"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), min_size=1))
@example(["\\t", "\t", "\\\n", "\\\\n"])
def test_a_value_comes_back_from_its_line_as_it_was(connection: Connection, values: list[str]) -> None:
    lines = in_sql(connection, values, line_sql("'key'", "v"))
    assert lines == [line_of("key", value) for value in values]
    for value, line in zip(values, lines, strict=True):
        _, _, held = (line or "")[:-1].partition("\t")
        assert (unescaped(held) or "key") == (value or "key") or value == ""


@pytest.mark.parametrize("few", [True, False])
def test_odd_values_are_found_whether_few_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: bool) -> None:
    if not few:
        monkeypatch.setattr(value_file, "_MOST_IN_WORDS", 5)
    listed = ", ".join("('" + value.replace("'", "''") + "', 1)" for value in [*ODD, "Plain", "plain", "Plain"])
    with value_index(tmp_path, {"things": f"SELECT v AS thing FROM (VALUES {listed}) AS t(v, n)"}) as index:
        for value in ODD:
            assert value in [match.value for match in index.lookup_many([value])[value]]
        assert [(match.value, match.rows) for match in index.lookup("Plain", limit=2)] == [("Plain", 2), ("plain", 1)]


def test_a_slip_in_a_code_is_forgiven_at_either_end_though_its_words_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(value_file, "_MOST_IN_WORDS", 5)
    codes = "SELECT chr((97 + i % 26)::INTEGER) || chr((97 + i // 26)::INTEGER) || 'kelion tras 4' || i AS code_name FROM range(400) t(i)"
    with value_index(tmp_path, {"codes": codes}) as index:
        assert index.lookup("mekelion tras 4116")[0].value == "mekelion tras 4116"
        assert index.lookup("mxkelion tras 4116")[0].value == "mekelion tras 4116"
        assert index.lookup("mekelion trs 4116")[0].value == "mekelion tras 4116"


def test_counts_go_on_over_the_pieces_that_values_are_read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_codes, "BATCH", 2048)
    monkeypatch.setattr(value_file, "_MOST_IN_WORDS", 5)
    sql = "SELECT 'v' || lpad((i // 7)::VARCHAR, 5, '0') AS word FROM range(35000) t(i)"
    with value_index(tmp_path, {"things": sql}) as index:
        found = index.lookup_many([f"v{number:05}" for number in range(5000)])
        assert {matches[0].rows for matches in found.values()} == {7}
        assert len(found) == 5000


def test_an_unchanged_table_keeps_its_part_and_another_gets_its_own(tmp_path: Path) -> None:
    old = versions_of(tmp_path, {"towns": TOWNS, "rivers": RIVERS})
    with open_versions(old) as opened:
        write_value_index(build_model(old, opened), opened, tmp_path / "one.json")
    before = {part.name: part.stat().st_ino for part in (tmp_path / "parts").iterdir()}
    new = (old[0], *versions_of(tmp_path, {"rivers": "SELECT 'Brook ' || i AS river FROM range(9) t(i)"}, number=2))
    with open_versions(new) as opened:
        write_value_index(build_model(new, opened), opened, tmp_path / "two.json")
    after = {part.name: part.stat().st_ino for part in (tmp_path / "parts").iterdir()}
    assert {name: after[name] for name in before} == before
    assert len(after) == 3
    assert ValueIndex(tmp_path / "one.json").lookup("river 7")
    assert ValueIndex(tmp_path / "two.json").lookup_many(["river 7", "brook 7", "town 7"]).keys() == {
        "brook 7",
        "town 7",
    }


def test_parts_that_no_index_lists_are_swept_and_the_others_stay(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"towns": TOWNS, "rivers": RIVERS})
    with open_versions(versions) as opened:
        write_value_index(build_model(versions, opened), opened, tmp_path / "both.json")
        write_value_index(build_model(versions[:1], opened), opened, tmp_path / "one.json")
    assert sweep_value_parts(tmp_path, [tmp_path / "both.json"]) == ()
    assert len(sweep_value_parts(tmp_path, [tmp_path / "one.json"])) == 1
    assert ValueIndex(tmp_path / "one.json").lookup("town 3")


def test_a_part_in_use_stays_until_its_time_is_over(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, {"towns": TOWNS})
    with open_versions(versions) as opened:
        write_value_index(build_model(versions, opened), opened, tmp_path / "one.json")
        (part,) = (tmp_path / "parts").iterdir()
        os.utime(part, (1000, 1000))
        write_value_index(build_model(versions, opened), opened, tmp_path / "two.json")
    assert sweep_value_parts(tmp_path, [], before=2000) == ()
    os.utime(part, (1000, 1000))
    (tmp_path / "two.json").write_text("no longer a list")
    assert sweep_value_parts(tmp_path, [tmp_path / "two.json"], before=2000) == ()
    assert sweep_value_parts(tmp_path, [], before=2000) == (part.name,)


def test_a_code_of_few_things_on_many_rows_is_found_with_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("semantic_layer.value_file._MOST_CODES_IN_WORDS", 10)
    sql = "SELECT i AS id, 'C-' || lpad((i % 40)::VARCHAR, 4, '0') AS customer_code FROM range(400) t(i)"
    versions = versions_of(tmp_path, {"orders": sql})
    with open_versions(versions) as opened:
        write_value_index(build_model(versions, opened), opened, tmp_path / "index.json")
    index = ValueIndex(tmp_path / "index.json")
    assert [(match.value, match.rows) for match in index.lookup("c 0007")] == [("C-0007", 10)]
    assert index.lookup("C-0007")[0].how == "exact"


def test_of_very_many_codes_each_is_found_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semantic_layer.value_file._MOST_CODES_IN_WORDS", 10)
    monkeypatch.setattr("semantic_layer.value_hashes.MORE_THAN", 100)
    sql = """SELECT i AS id, CASE WHEN i = 5 THEN 'Réf.  5' WHEN i = 6 THEN NULL WHEN i < 3 THEN 'twice-0'
             ELSE 'Ref/' || i || repeat('-longer', (i % 5)::INTEGER) END AS reference FROM range(30000) t(i)"""
    versions = versions_of(tmp_path, {"payments": sql})
    with open_versions(versions) as opened:
        write_value_index(build_model(versions, opened), opened, tmp_path / "index.json")
        values = opened.execute("SELECT reference, count(*) FROM payments GROUP BY 1").fetchall()
    index = ValueIndex(tmp_path / "index.json")
    assert index.only_as_written == (("payments", "reference"),)
    for value, rows in [*[row for row in values if row[0]][::60], ("twice-0", 3), ("Réf.  5", 1)]:
        assert [(match.value, match.rows) for match in index.lookup(value)] == [(value, rows)]
    assert index.lookup("REF 29998 longer longer longer")[0].value == "Ref/29998-longer-longer-longer"
    assert index.lookup("Ref/30001") == ()


def test_of_very_many_names_slips_are_still_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semantic_layer.value_file._MOST_IN_WORDS", 10)
    monkeypatch.setattr("semantic_layer.value_hashes.MORE_THAN", 100)
    sql = "SELECT i AS id, chr((97 + i % 26)::INTEGER) || 'ilmar Odens' || chr((97 + i // 26)::INTEGER) AS name FROM range(600) t(i)"
    versions = versions_of(tmp_path, {"people": sql})
    with open_versions(versions) as opened:
        write_value_index(build_model(versions, opened), opened, tmp_path / "index.json")
    index = ValueIndex(tmp_path / "index.json")
    assert index.only_as_written == ()
    assert "hilmar Odensa" in {match.value for match in index.lookup("hilmar odemsa")}

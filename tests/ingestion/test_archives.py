"""Zip archives: each file in them is read as if it came alone, and nothing in them is trusted."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import LimitReached, UnreadableFile
from core.import_choices import Choices, ReadLimits
from ingestion import unpacking
from tests.ingestion.conftest import Read
from tests.ingestion.test_workbooks import rows, workbook

ReadText = Callable[..., Read]


def packed(*files: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, content)
    return out.getvalue()


def named(found: Read) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: found.rows(at) for at, table in enumerate(found.imported.tables)}


def told(found: Read) -> str:
    return " ".join(decision.detail for decision in found.imported.report.decisions)


def test_each_file_of_an_archive_is_a_table_named_after_it(read: ReadText) -> None:
    content = packed(
        ("2024/", ""),
        ("2024/orders.csv", "id,amount\n1,5\n2,6\n"),
        ("log.ndjson", '{"a": 1}\n{"a": 2}'),
        ("book.xlsx", workbook(rows(["x", "y"], [1, 2]))),
        ("__MACOSX/._orders.csv", b"\0\5\x16\7"),
        (".DS_Store", b"\0\0\0\1Bud1"),
    )
    found = read(content, name="export.zip")
    assert named(found) == {"orders": [(1, 5), (2, 6)], "log": [(1,), (2,)], "book": [(1, 2)]}
    assert found.imported.report.format == "zip"
    assert {table.origin.file for table in found.imported.tables} == {"export.zip"}
    assert found.imported.report.decisions == ()


def test_a_file_that_cannot_be_read_is_told_and_stops_no_other(read: ReadText) -> None:
    content = packed(("logo.png", b"\x89PNG\r\n"), ("t.csv", "a,b\n1,2\n"), ("none.csv", ""))
    found = read(content, name="export.zip")
    assert named(found) == {"t": [(1, 2)]}
    assert "“logo.png” of the archive is left out" in told(found)
    assert "“none.csv”" in told(found)


def test_an_archive_without_anything_to_read_says_why(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="picture"):
        read(packed(("logo.png", b"\x89PNG\r\n")), name="export.zip")
    with pytest.raises(UnreadableFile, match="holds no file"):
        read(packed(("folder/", "")), name="export.zip")
    with pytest.raises(UnreadableFile, match="holds no file"):
        read(packed(), name="export.zip")


def test_files_of_the_same_name_are_tables_of_different_names(read: ReadText) -> None:
    content = packed(("jan/t.csv", "a,b\n1,2\n"), ("feb/t.csv", "a,b\n3,4\n"))
    assert named(read(content, name="export.zip")) == {"t": [(1, 2)], "t_2": [(3, 4)]}


@pytest.mark.parametrize(
    "path", ["../../../../tmp/escaped.csv", "/etc/escaped.csv", "C:\\escaped.csv", "..\\escaped.csv"]
)
def test_a_name_that_points_out_of_the_archive_only_names_a_table(read: ReadText, path: str, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("*escaped*"))
    assert named(read(packed((path, "a,b\n1,2\n")), name="export.zip")) == {"escaped": [(1, 2)]}
    assert set(tmp_path.parent.rglob("*escaped*")) == before


def test_an_archive_within_an_archive_is_told(read: ReadText) -> None:
    inner = packed(("t.csv", "a,b\n1,2\n"))
    found = read(packed(("inner.zip", inner), ("u.csv", "a,b\n3,4\n")), name="export.zip")
    assert named(found) == {"u": [(3, 4)]}
    assert "archive within an archive" in told(found)


def test_files_that_are_protected_by_a_password_are_told(read: ReadText) -> None:
    content = bytearray(packed(("t.csv", "a,b\n1,2\n")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + place
        content[at : at + 2] = struct.pack("<H", 1)
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read(bytes(content), name="export.zip")


def test_a_damaged_archive_says_so(read: ReadText) -> None:
    content = packed(("t.csv", "a,b\n1,2\n" * 100))
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        read(content[: len(content) // 2], name="export.zip")
    with pytest.raises(UnreadableFile, match="not a zip archive"):
        read("just words", name="export.zip")
    broken = content[:40] + b"\0" * 6 + content[46:]
    with pytest.raises(UnreadableFile, match="damaged"):
        read(broken, name="export.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(read: ReadText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "UNSUSPICIOUS_BYTES", 1 << 16)
    with pytest.raises(LimitReached, match="200 times") as reached:
        read(packed(("t.csv", "0" * (1 << 20))), name="export.zip")
    assert reached.value.limit == "ratio"


def test_an_archive_stays_within_its_limits(read: ReadText) -> None:
    content = packed(("t.csv", "a,b\n1,2\n" * 1000), ("u.csv", "a,b\n1,2\n"))
    with pytest.raises(LimitReached, match="2 files; at most 1") as files:
        read(content, name="export.zip", limits=ReadLimits(files=1))
    with pytest.raises(LimitReached, match="4,096 bytes") as size:
        read(content, name="export.zip", limits=ReadLimits(unpacked=4096))
    assert (files.value.limit, size.value.limit) == ("files", "size")


def test_a_size_that_the_archive_lies_about_is_not_believed(read: ReadText) -> None:
    content = bytearray(packed(("t.csv", "a,b\n" + "1,2\n" * 5000)))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 12)
    with pytest.raises(UnreadableFile, match="damaged"):
        read(bytes(content), name="export.zip")


def test_each_limit_names_itself_the_figure_and_what_to_do(read: ReadText) -> None:
    text = "a,b,c\n" + "1,2,3\n" * 10
    for limits, limit, words in (
        (ReadLimits(size=20), "size", "66 bytes; at most 20"),
        (ReadLimits(rows=9), "rows", "10 rows; at most 9"),
        (ReadLimits(columns=2), "columns", "3 columns; at most 2"),
        (ReadLimits(cells=29), "cells", "30 cells; at most 29"),
    ):
        with pytest.raises(LimitReached, match=words) as reached:
            read(text, name="t.csv", limits=limits)
        assert reached.value.limit == limit
        assert "raise the limit" in (reached.value.hint or "")


def test_choices_reach_the_file_of_an_archive_that_they_name(read: ReadText) -> None:
    content = packed(("a.csv", "key,code\nx,007\ny,008\n"), ("b.csv", "key,code\nx,007\ny,008\n"))
    found = read(content, name="export.zip")
    keys = [d.key for report in found.imported.report.tables for d in report.decisions if d.kind == "leading_zeros"]
    assert len(set(keys)) == 2
    chosen = read(content, name="export.zip", choices=Choices(chosen={str(keys[1]): "number"}))
    assert named(chosen) == {"a": [("x", "007"), ("y", "008")], "b": [("x", 7), ("y", 8)]}

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from core.errors import LimitReached, UnreadableFile
from ingestion import unpacking
from tests.ingestion.conftest import Read
from tests.ingestion.test_workbooks import rows, workbook

ReadText = Callable[..., Read]


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def test_packed_text_is_read_by_its_inner_name(read: ReadText) -> None:
    assert read(gzip.compress(b"a,b\n1,2\n"), name="t.csv.gz").rows() == [(1, 2)]
    found = read(gzip.compress(b'{"a": 1}\n{"a": 2}'), name="log.ndjson.gz")
    assert found.rows() == [(1,), (2,)]
    assert found.imported.tables[0].name == "log"
    assert found.imported.tables[0].origin.file == "log.ndjson.gz"
    assert found.imported.report.file == "log.ndjson.gz"


def test_a_packed_file_that_is_cut_off_or_damaged_says_so(read: ReadText) -> None:
    packed = gzip.compress(b"a,b\n1,2\n" * 100)
    with pytest.raises(UnreadableFile, match="cut off"):
        read(packed[:-9], name="t.csv.gz")
    with pytest.raises(UnreadableFile, match="damaged"):
        read(packed[:20] + b"\0" * 40, name="t.csv.gz")
    with pytest.raises(UnreadableFile, match="holds nothing"):
        read(gzip.compress(b""), name="t.csv.gz")
    with pytest.raises(UnreadableFile, match="within a gzip"):
        read(gzip.compress(packed), name="t.csv.gz.gz")


def test_a_file_that_expands_without_reason_is_refused(read: ReadText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "UNSUSPICIOUS_BYTES", 1 << 20)
    with pytest.raises(LimitReached, match=r"t\.csv\.gz, unpacked"):
        read(gzip.compress(b"0" * (4 << 20)), name="t.csv.gz")
    read(gzip.compress(b"a,b\n1,2\n" * 1000), name="t.csv.gz")


def test_the_content_decides_where_the_extension_is_wrong(read: ReadText) -> None:
    book = workbook(rows(["a", "b"], [1, "x"]))
    for content, name in (
        (book, "t.csv"),
        ('[{"a": 1, "b": "x"}]', "t.txt"),
        ('{"a": 1, "b": "x"}\n', "t.csv"),
        ('[\n  {\n    "a": 1,\n    "b": "x"\n  }\n]', "t.csv"),
        ("a\tb\n1\tx\n", "t.xls"),
        (book, "t"),
    ):
        found = read(content, name=name)
        assert found.rows() == [(1, "x")]
        assert "read as that" in found.imported.report.decisions[0].detail


def test_text_that_only_begins_like_json_stays_text(read: ReadText) -> None:
    assert read('{x},b\n"{""k"": 1}",2\n', name="t.csv").rows() == [('{"k": 1}', 2)]
    assert read('["a"],b\n1,2\n', name="t.csv").rows() == [(1, 2)]


def test_what_cannot_be_read_is_named(read: ReadText) -> None:
    for content, name, reason in (
        (b"%PDF-1.7", "t.csv", "PDF is damaged"),
        (b"<html><table>", "t.xls", "no table was found"),
        (zipped(word__document="1"), "t.csv", "no Word document"),
        (b"\x89PNG\r\n", "t.csv", "picture"),
        (b"abc", "noextension", "cannot be told"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            read(content, name=name)

"""What can be read: by extension, unless the content clearly is something else."""

from __future__ import annotations

import codecs
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.readers.zip_archive import DAMAGES
from ingestion.staged import Reader, Source


def _delimited() -> Reader:
    from ingestion.readers.delimited import read_delimited

    return read_delimited


def _json() -> Reader:
    from ingestion.readers.json_documents import read_json

    return read_json


def _workbook() -> Reader:
    from ingestion.readers.excel import read_workbook

    return read_workbook


def _parquet() -> Reader:
    from ingestion.readers.parquet import read_parquet

    return read_parquet


def _sqlite() -> Reader:
    from ingestion.readers.sqlite_file import read_sqlite

    return read_sqlite


def _duckdb() -> Reader:
    from ingestion.readers.duckdb_file import read_duckdb

    return read_duckdb


def _text() -> Reader:
    from ingestion.readers.plain_text import read_text

    return read_text


def _html() -> Reader:
    from ingestion.readers.html import read_html

    return read_html


def _word() -> Reader:
    from ingestion.readers.word import read_docx

    return read_docx


def _pdf() -> Reader:
    from ingestion.readers.pdf import read_pdf

    return read_pdf


_Opener = Callable[[], Reader]
_READERS: dict[str, _Opener] = {
    **dict.fromkeys(("csv", "tsv", "tab", "psv", "dat"), _delimited),
    **dict.fromkeys(("txt", "text", "md", "markdown"), _text),
    **dict.fromkeys(("html", "htm", "xhtml"), _html),
    **dict.fromkeys(("docx", "docm", "doc"), _word),
    "pdf": _pdf,
    **dict.fromkeys(("json", "ndjson", "jsonl", "geojson"), _json),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), _workbook),
    **dict.fromkeys(("parquet", "pq"), _parquet),
    **dict.fromkeys(("sqlite", "sqlite3", "db", "db3"), _sqlite),
    **dict.fromkeys(("duckdb", "ddb"), _duckdb),
}
_DATABASES = {"sqlite", "sqlite3", "db", "db3", "duckdb", "ddb"}
_PACKED = ("gz", "zip")
FORMATS: tuple[str, ...] = (*_READERS, *_PACKED)

_WORDS: dict[_Opener, str] = {
    _delimited: "delimited text",
    _text: "text",
    _html: "a web page",
    _word: "a Word document",
    _pdf: "a PDF document",
    _json: "JSON",
    _workbook: "a workbook",
    _parquet: "a Parquet file",
    _sqlite: "an SQLite database",
    _duckdb: "a DuckDB database",
}
_MARKS: tuple[tuple[int, bytes, _Opener], ...] = (
    (0, b"PAR1", _parquet),
    (0, b"%PDF", _pdf),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _workbook),
    (0, b"SQLite format 3\0", _sqlite),
    (8, b"DUCK", _duckdb),
)
"""Bytes at a place of the file that say what it is."""

_REFUSED = (
    (0, b"\x1f\x8b", "a gzip file within a gzip file"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ", "an xz archive"),
    (0, b"(\xb5/\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf", "a 7z archive"),
    (0, b"Rar!", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x89PNG", "a picture"),
    (0, b"\xff\xd8\xff", "a picture"),
)
_PACKAGES = (
    ("ppt/", "a presentation"),
    ("visio/", "a drawing"),
)
"""Folders in zip files that say what they are."""

_HEAD_BYTES = 1 << 16
_JSON_START = re.compile(rb'\s*(?:\[\s*)*(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\{\s*\}|\[\s*["\d\[])')
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<table|<meta\s|<div\s)", re.IGNORECASE)
_OLD_WORD = "WordDocument".encode("utf-16-le")


def reader_for(source: Source) -> tuple[Reader, tuple[Decision, ...]]:
    """The reader, and what is to be told where the content is not what the extension says."""
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    with source.path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    expected = _READERS.get(extension)
    found = _by_content(source, head, expected)
    if found is None:
        raise _unknown(source, extension)
    if found is expected or {expected, found} == {_sqlite, _duckdb}:
        return found(), ()
    said = f"Its name ends in “{extension}”, but the file" if extension else "The file"
    return found(), (Decision(kind="other", detail=f"{said} holds {_WORDS[found]} and is read as that."),)


def _unknown(source: Source, extension: str) -> UnreadableFile:
    hint = f"Readable are: {', '.join(FORMATS)}."
    if extension in _PACKED:
        return UnreadableFile(source.name, f"this is not a {extension} archive, whatever its extension says.")
    if extension:
        return UnreadableFile(source.name, f"files of type “{extension}” cannot be read.", hint=hint)
    return UnreadableFile(source.name, "what kind of file this is cannot be told.", hint=hint)


def _by_content(source: Source, head: bytes, expected: _Opener | None) -> _Opener | None:
    marked = next((opener for place, mark, opener in _MARKS if head[place : place + len(mark)] == mark), None)
    if marked is _workbook and (expected is _word or _OLD_WORD in head):
        return _word
    if marked is not None:
        return marked
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(source, expected)
    refused = next((words for place, mark, words in _REFUSED if head[place : place + len(mark)] == mark), None)
    if refused is not None:
        raise UnreadableFile(source.name, f"this is {refused}, which cannot be read.")
    if expected in {_delimited, _workbook, _text} and _is_json(head):
        return _json
    if head and b"\0" not in head[: 1 << 12]:
        return _of_text(head, expected)
    return expected


def _of_text(head: bytes, expected: _Opener | None) -> _Opener | None:
    """What text under the name of something else is; a PDF file may begin with other bytes."""
    if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) and expected in {_delimited, _workbook, _word, _pdf, _text}:
        return _html
    if expected is _workbook:
        return _delimited if _is_regular_text(head) else expected
    if expected in {_word, _pdf} and b"%PDF" not in head[:1024] and not head.startswith(b"{\\rtf"):
        return _text if _is_utf8(head) else expected
    return expected


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _of_zip(source: Source, expected: _Opener | None) -> _Opener:
    """Workbooks are zip files; a damaged one is left to the reader, which says so."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = set(archive.namelist())
    except DAMAGES as error:
        if expected in {_workbook, _word}:
            return expected
        hint = "Pack or download it again."
        raise UnreadableFile(source.name, "the zip archive is damaged or cut off.", hint=hint) from error
    if any(name.startswith("xl/") for name in names) or "content.xml" in names or expected is _workbook:
        return _workbook
    if expected is _word or any(name.startswith("word/") for name in names):
        return _word
    kind = next((words for folder, words in _PACKAGES if any(name.startswith(folder) for name in names)), None)
    raise UnreadableFile(source.name, f"this is {kind or 'a package of a kind'}, which cannot be read.")


def _is_json(head: bytes) -> bool:
    """Whether the text starts like JSON and its first line does not end like something else."""
    if not _JSON_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return False
    text = head.decode("utf-8-sig", "ignore")
    first = text.lstrip().split("\n", 1)[0].strip()
    return (len(head) == _HEAD_BYTES and "\n" not in text) or _parses(first) or _parses(text) or _goes_on(first)


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _goes_on(line: str) -> bool:
    """A first line that opens more than it closes, as in JSON written for reading."""
    return line in {"[", "{", "[{", "[["} or (line.endswith(("{", "[", ",")) and line[0] in "[{" and line[-1:] != "}")


def _is_regular_text(head: bytes) -> bool:
    """Lines of text with the same separator in each of the first few."""
    lines = [line for line in head.split(b"\n")[:6] if line.strip()]
    return any(
        len(lines) > 1 and len({line.count(mark) for line in lines}) == 1 and mark in lines[0]
        for mark in (b"\t", b",", b";")
    )

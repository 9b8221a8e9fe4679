"""The text of a JSON file → one row a document or record in DuckDB, valid and with exact numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import RejectedRow
from ingestion.readers.json_cut_off import completed_json
from ingestion.readers.json_depth import DEEPEST, is_too_deep
from ingestion.readers.json_mending import mended_json
from ingestion.sql import count_rows, literal, quoted
from ingestion.staged import LONGEST_REJECTED_TEXT, MOST_REJECTED_KEPT, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROOT = "json_root"
_AGAIN = "Get the file once more from where it came from."
_USUAL_OBJECT = 1 << 24
_LARGEST_OBJECT = 1 << 30
_LONG_NUMBER = r"\d{19}|\d{10}\.\d"
_STRING_OR_LONG_NUMBER = re.compile(
    rb'"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?(?:\d{19,}(?:\.\d+)?|\d{10,}\.\d{1,6})(?![\d.eE])'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Rows of the relation ROOT: r (from 1) and j. `rejected` counts lines that are not JSON; `mended` is what was put right.

    `cut_off`: the file ends too early; a record that it ends in is rejected.
    """

    rows: int
    mended: tuple[str, ...] = ()
    rejected: int = 0
    shown: tuple[RejectedRow, ...] = ()
    cut_off: bool = False


def load_records(source: Source, connection: DuckDBPyConnection, text: Path, scratch: Path) -> Records:
    """The elements of a top-level list, the lines of NDJSON, or the one document. Raises UnreadableFile with the line."""
    from warehouse import DatabaseError

    if is_too_deep(text):
        raise UnreadableFile(source.name, f"the JSON is nested in more than {DEEPEST} levels.")
    try:
        return Records(rows=_load_exactly(connection, text, scratch))
    except DatabaseError as error:
        good, count, shown = _valid_lines(text, scratch)
        if good is None:
            return _mended(source, connection, text, scratch, str(error))
    try:
        return Records(rows=_load_exactly(connection, good, scratch), rejected=count, shown=shown)
    except DatabaseError as error:
        records = _mended(source, connection, good, scratch, str(error))
        return replace(records, rejected=count + records.rejected, shown=(*shown, *records.shown))


def _mended(source: Source, connection: DuckDBPyConnection, text: Path, scratch: Path, reason: str) -> Records:
    from warehouse import DatabaseError

    mended, what = mended_json(text, scratch) or (text, ())
    try:
        return Records(rows=_load_exactly(connection, mended, scratch), mended=what)
    except DatabaseError as error:
        completed = completed_json(mended, scratch)
        if completed is None:
            raise _invalid(source, text, reason) from error
    try:
        rows = _load_exactly(connection, completed.path, scratch)
    except DatabaseError as error:
        raise _invalid(source, text, reason) from error
    rest = () if completed.rest is None else (completed.rest,)
    return Records(rows=rows, mended=what, rejected=len(rest), shown=rest, cut_off=True)


def _load_exactly(connection: DuckDBPyConnection, path: Path, scratch: Path) -> int:
    rows = _load(connection, path)
    long_number = f"regexp_matches(j::VARCHAR, {literal(_LONG_NUMBER)})"
    if connection.execute(f"SELECT 1 FROM {quoted(ROOT)} WHERE {long_number} LIMIT 1").fetchall():
        return _load(connection, _with_exact_numbers(path, scratch))
    return rows


def _load(connection: DuckDBPyConnection, path: Path) -> int:
    from warehouse import DatabaseError

    try:
        _create(connection, path, _USUAL_OBJECT)
    except DatabaseError as error:
        if "maximum_object_size" not in str(error):
            raise
        _create(connection, path, min(_LARGEST_OBJECT, path.stat().st_size + 1024))
    return count_rows(connection, ROOT)


def _create(connection: DuckDBPyConnection, path: Path, largest: int) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(ROOT)} AS SELECT row_number() OVER () AS r, json AS j"
        f" FROM read_json_objects({literal(str(path))}, format='auto', maximum_object_size={largest})"
    )


def _with_exact_numbers(text: Path, scratch: Path) -> Path:
    """DuckDB reads JSON numbers as doubles or 64-bit integers; longer ones become strings, and so keep their digits."""
    path = scratch / "exact.json"
    with text.open("rb") as file, path.open("wb") as out:
        for line in file:
            out.write(_STRING_OR_LONG_NUMBER.sub(_as_string, line))
    return path


def _as_string(match: re.Match[bytes]) -> bytes:
    token = match.group()
    return token if token.startswith(b'"') else b'"' + token + b'"'


def _valid_lines(path: Path, scratch: Path) -> tuple[Path | None, int, tuple[RejectedRow, ...]]:
    """The lines that are JSON objects or lists, where most lines are: a log that was cut off or written over."""
    good, bad = 0, 0
    shown: list[RejectedRow] = []
    kept = scratch / "valid.ndjson"
    with kept.open("w", encoding="utf-8") as out:
        for number, line in _lines(path):
            reason = _why_not_json(line)
            if reason is None:
                good += 1
                out.write(line.strip() + "\n")
                continue
            bad += 1
            if len(shown) < MOST_REJECTED_KEPT:
                shown.append(RejectedRow(line=number, text=line.strip()[:LONGEST_REJECTED_TEXT], reason=reason))
    return (kept, bad, tuple(shown)) if good > bad else (None, 0, ())


def _why_not_json(line: str) -> str | None:
    if not line.lstrip().startswith(("{", "[")):
        return "not a JSON object"
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return f"not valid JSON: {_in_words(error)}"
    except RecursionError:
        return "nested too deeply"
    return None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


def _invalid(source: Source, path: Path, reason: str) -> UnreadableFile:
    if "maximum_object_size" in reason:
        return UnreadableFile(source.name, f"one object in it is larger than {_LARGEST_OBJECT >> 20:,} MB.")
    if path.stat().st_size < _LARGEST_OBJECT:
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
                return UnreadableFile(
                    source.name, "the JSON ends too early; the file may be cut off.", where=where, hint=_AGAIN
                )
            return UnreadableFile(source.name, f"this is not valid JSON: {_in_words(error)}.", where=where)
        except RecursionError:
            return UnreadableFile(source.name, "the JSON is nested too deeply.")
    return UnreadableFile(source.name, "the JSON in it cannot be read.")


def _in_words(error: json.JSONDecodeError) -> str:
    known = {
        "Expecting value": "a value is missing",
        "Expecting ',' delimiter": "a comma or a closing bracket is missing",
        "Expecting ':' delimiter": "a colon is missing",
        "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
        "Extra data": "something follows the end",
    }
    message = next((words for start, words in known.items() if error.msg.startswith(start)), error.msg)
    return message[0].lower() + message[1:]

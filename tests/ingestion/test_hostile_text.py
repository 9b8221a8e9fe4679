"""Whatever happened to a delimited or JSON file, it is read with every line accounted for, or refused in words."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import UserError
from ingestion import read_file

bounded = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Bytes = st.SearchStrategy[bytes]


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})  # noqa: TID251


def survives(content: bytes, name: str) -> None:
    """A reconciled report, or an error that a person can act on."""
    connection = _database().cursor()
    connection.execute("ATTACH ':memory:' AS hostile")
    connection.execute("USE hostile")
    try:
        refused = _refusal(content, name, connection)
    finally:
        connection.execute("USE memory")
        connection.execute("DETACH hostile")
        connection.close()
    if refused is not None:
        assert refused.message
        assert "/tmp" not in refused.message


def _refusal(content: bytes, name: str, connection: duckdb.DuckDBPyConnection) -> UserError | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            imported = read_file(path, name, connection)
        except UserError as refused:
            return refused
    assert imported.tables
    for table, report in zip(imported.tables, imported.report.tables, strict=True):
        assert report.reconciled
        (counted,) = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchall()
        assert counted == (report.rows_kept,)
    return None


cells = st.one_of(
    st.integers(-(10**6), 10**12).map(str),
    st.decimals(-9999, 9999, places=2).map(lambda number: f"{number:,}"),
    st.dates().map(str),
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year}"),
    st.sampled_from(
        ["", "N/A", "-", "yes", "no", "01234", "$5", "12%", "1:23:45", "Total", "# note", "2h 30m", "€1,50"]
    ),
    st.text(max_size=12),
)
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
delimiters = st.sampled_from([",", ";", "\t", "|", "||", "   "])
encodings = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251", "shift_jis", "gb18030"]
)


@st.composite
def delimited_files(draw: st.DrawFn) -> bytes:
    """One or two tables with title and notes, quoted here and there, in some encoding."""
    delimiter, end = draw(delimiters), draw(line_ends)
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 2))):
        width = draw(st.integers(1, 5))
        lines += draw(st.lists(st.sampled_from(["Report of the year", "", "Source: ledger", "a: b"]), max_size=2))
        lines.append(delimiter.join(f"column {number}" for number in range(width)))
        for row in draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6)):
            quoted = [f'"{cell}"' if draw(st.booleans()) else cell for cell in row]
            lines.append(delimiter.join(quoted))
    return end.join(lines).encode(draw(encodings), "replace")


values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@st.composite
def json_files(draw: st.DrawFn) -> bytes:
    content = draw(st.lists(values, max_size=5))
    if draw(st.booleans()):
        return "\n".join(json.dumps(value) for value in content).encode(draw(encodings), "replace")
    return json.dumps(content, indent=draw(st.sampled_from([None, 2]))).encode(draw(encodings), "replace")


def truncated(content: bytes, place: int) -> bytes:
    return content[: place % (len(content) + 1)]


def flipped(content: bytes, place: int) -> bytes:
    if not content:
        return content
    at = place % len(content)
    return content[:at] + bytes([content[at] ^ (1 << place % 8)]) + content[at + 1 :]


def inserted(what: bytes) -> Callable[[bytes, int], bytes]:
    def insert(content: bytes, place: int) -> bytes:
        at = place % (len(content) + 1)
        return content[:at] + what + content[at:]

    return insert


def doubled(content: bytes, place: int) -> bytes:
    at = place % (len(content) + 1)
    return content + content[at:]


MUTATIONS = (
    truncated,
    flipped,
    doubled,
    *map(
        inserted,
        (b'"', b"'", b",", b";", b"\n", b"\r", b"\0", b"\x1a", b"\xff", b"\\", b"{", b"]", b"\xe2\x80\xae", b"#"),
    ),
)
mutations = st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 5000)), max_size=4)


def mutated(content: bytes, changes: list[tuple[Callable[[bytes, int], bytes], int]]) -> bytes:
    for change, place in changes:
        content = change(content, place)
    return content


@bounded
@given(delimited_files(), mutations)
def test_no_damage_to_a_text_file_is_more_than_a_refusal(
    content: bytes, changes: list[tuple[Callable[[bytes, int], bytes], int]]
) -> None:
    survives(mutated(content, changes), "data.csv")


@bounded
@given(json_files(), mutations)
def test_no_damage_to_a_json_file_is_more_than_a_refusal(
    content: bytes, changes: list[tuple[Callable[[bytes, int], bytes], int]]
) -> None:
    survives(mutated(content, changes), "data.json")


@bounded
@given(st.binary(max_size=300), st.sampled_from(["data.csv", "data.json"]))
@example(b"\xff\xfe\n", "data.csv")
@example(b'"', "data.csv")
@example(b"\xef\xbb\xbf", "data.json")
def test_no_bytes_are_more_than_a_refusal(content: bytes, name: str) -> None:
    survives(content, name)


def test_absurd_headers_become_usable_columns() -> None:
    headers = ["x" * 10_000, "\u202egpj.exe", "a\tb\x07", "select", "id", "ID", "id", '"; DROP TABLE x; --', ""]
    quoted = ",".join('"' + header.replace('"', '""') + '"' for header in headers)
    connection = _database().cursor()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_text(f"{quoted}\n{','.join('123456789')}\n", encoding="utf-8")
        imported = read_file(path, "odd.csv", connection)
    (table,) = imported.tables
    names = [column.name for column in table.columns]
    assert len(set(names)) == 9
    assert all(name.isascii() and len(name) < 70 for name in names)
    assert connection.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall() == [tuple(range(1, 10))]
    connection.execute(f"DROP TABLE {table.name}")

"""What holds for any input: cells come back, names are safe, numbers are the same numbers."""

from __future__ import annotations

import csv
import functools
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion import Imported, read_file
from ingestion.names import LONGEST, RESERVED, safe_name, unique_names

quickly = settings(max_examples=10, deadline=None)


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})  # noqa: TID251


def _read(content: str | bytes, name: str = "data.csv") -> tuple[Imported, list[tuple[Any, ...]]]:
    connection = _database()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        imported = read_file(path, name, connection)
    assert all(report.reconciled for report in imported.report.tables)
    rows = connection.execute(f'SELECT * FROM "{imported.tables[0].name}" ORDER BY rowid').fetchall()
    for table in imported.tables:
        connection.execute(f'DROP TABLE "{table.name}"')
    return imported, rows


def _written(rows: Sequence[Sequence[str]], delimiter: str, quoting: Any, line_end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(rows)
    return out.getvalue()


marks = st.text(st.sampled_from("abcXYZ äöü€日0123456789,;|\t\"'\n.-#:"), max_size=12)
words = marks.map(lambda text: f"w{text}w")


@quickly
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(words, min_size=width, max_size=width), min_size=2, max_size=8)
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_comes_back_cell_for_cell(
    body: list[list[str]], delimiter: str, quoting: int, line_end: str
) -> None:
    header = [f"Column {letter}" for letter in "ABCDE"[: len(body[0])]]
    numbered = [[*row, str(number)] for number, row in enumerate(body)]
    _, rows = _read(_written([[*header, "Number"], *numbered], delimiter, quoting, line_end))
    assert rows == [(*row[:-1], int(row[-1])) for row in numbered]


@quickly
@given(st.lists(st.text(max_size=80), min_size=1, max_size=12))
def test_names_are_safe_unique_and_need_no_quotes(labels: list[str]) -> None:
    names = unique_names(labels)
    assert len({name.lower() for name in names}) == len(labels)
    for name in names:
        assert name.isascii()
        assert len(name) <= LONGEST + 6
        parsed = sqlglot.parse_one(f"SELECT {name} FROM t WHERE {name} = 1 ORDER BY {name}", dialect="duckdb")
        assert [column.name for column in parsed.find_all(sqlglot.exp.Column)] == [name] * 3
    listed = ", ".join(names)
    _database().execute(f"CREATE OR REPLACE TEMP TABLE t ({', '.join(f'{name} INT' for name in names)})")
    _database().execute(f"SELECT {listed} FROM t GROUP BY {listed} ORDER BY {listed}")


def test_every_reserved_word_gets_another_name() -> None:
    words = (
        _database()
        .execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')")
        .fetchall()
    )
    assert {word for (word,) in words} <= RESERVED
    assert all(safe_name(word, "column_1") != word for word in RESERVED)


def _american(value: Decimal) -> str:
    return f"{value:,.2f}"


def _european(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


styles: dict[str, Callable[[Decimal], str]] = {
    "plain": lambda value: f"{value:.2f}",
    "american": _american,
    "european": _european,
    "french": lambda value: f"{value:,.2f}".replace(",", "\u202f").replace(".", ","),
    "swiss": lambda value: f"{value:,.2f}".replace(",", "'"),
    "spaced": lambda value: f"{value:,.2f}".replace(",", " "),
    "dollars": lambda value: ("-" if value < 0 else "") + "$" + _american(abs(value)),
    "dollars after the sign": lambda value: f"${_american(value)}",
    "euros": lambda value: f"{_european(value)} €",
    "code": lambda value: f"EUR {_american(value)}",
    "accounting": lambda value: f"(${_american(abs(value))})" if value < 0 else f"${_american(value)}",
    "trailing minus": lambda value: f"{_american(abs(value))}-" if value < 0 else _american(value),
    "typographic minus": lambda value: _american(value).replace("-", "−"),
    "percent": lambda value: f"{_european(value)}%",
}


@quickly
@given(
    st.lists(st.decimals("-9999999", "9999999", places=2, allow_nan=False), min_size=2, max_size=8),
    st.sampled_from(sorted(styles)),
)
def test_numbers_are_the_same_numbers_in_every_style(values: list[Decimal], style: str) -> None:
    lines = [f'k{position}x,"{styles[style](value)}"' for position, value in enumerate(values)]
    imported, rows = _read("\n".join(["key,amount", *lines]))
    assert imported.tables[0].columns[1].type in {"decimal", "integer"}
    assert [row[1] for row in rows] == values


lettered = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=10).map(lambda text: f"w{text}w")
scalars: dict[str, st.SearchStrategy[Any]] = {
    "whole": st.integers(-(10**17), 10**17),
    "exact": st.decimals(-(10**9), 10**9, places=3).map(float),
    "small": st.floats(1e-300, 1e-8),
    "truth": st.booleans(),
    "words": lettered,
}


@quickly
@given(
    st.lists(
        st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in scalars.items()}),
        min_size=1,
        max_size=8,
    ).filter(any),
    st.booleans(),
    st.booleans(),
)
def test_flat_objects_come_back_from_json_value_for_value(
    objects: list[dict[str, Any]], by_line: bool, ascii_only: bool
) -> None:
    dumps = functools.partial(json.dumps, ensure_ascii=ascii_only)
    imported, rows = _read("\n".join(map(dumps, objects)) if by_line else dumps(objects), "data.json")
    names = [column.name for column in imported.tables[0].columns]
    assert set(names) == {name for found in objects for name in found}
    for found, row in zip(objects, rows, strict=True):
        cells = dict(zip(names, row, strict=True))
        for name in names:
            expected = found.get(name)
            actual = float(cells[name]) if isinstance(cells[name], Decimal) else cells[name]
            assert (actual, isinstance(actual, bool)) == (expected, isinstance(expected, bool)), name


@quickly
@given(
    st.lists(st.tuples(*(st.none() | scalars[name] for name in ("whole", "exact", "words"))), min_size=1, max_size=8)
)
def test_rows_come_back_from_sqlite_value_for_value(rows: list[tuple[int | None, float | None, str | None]]) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE kept (whole INTEGER, exact REAL, words TEXT)")
    database.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
    database.commit()
    _, found = _read(database.serialize(), "data.sqlite")
    database.close()
    assert [(whole, None if exact is None else float(exact), words) for whole, exact, words in found] == rows

"""The file of all distinct values of text columns: written once, read by `ValueIndex`.

field  entity, name and version of a column
value  each distinct value of a field with its rows; `norm` is null where it is `text` in lower case
stem   values of columns with few of them, by their stems
part   words of values (FTS5, without a copy of the text)
word   each different word, forwards and backwards, for finding misspelt ones
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from core.model import Dimension, Entity, SemanticModel
from semantic_layer.profile import Connection, cells, quoted
from semantic_layer.words import normalise, stem

NORMAL = "coalesce(norm, lower(text))"
_PLAIN = "[A-Za-z0-9]+( [A-Za-z0-9]+)*"
TOKENIZER = "unicode61 remove_diacritics 0 tokenchars ''+#.''"
LONGEST_VALUE = 200
SHORTEST_MISSPELT = 4
_LONGEST_WORD = 40
_MOST_STEMMED = 5_000
_MOST_CODES_IN_PARTS = 20_000
_BATCH = 20_000
_SCHEMA = (
    "CREATE TABLE field (id INTEGER PRIMARY KEY, entity TEXT, name TEXT, version INTEGER)",
    "CREATE TABLE value (id INTEGER PRIMARY KEY, field INTEGER, text TEXT, norm TEXT, rows INTEGER)",
    "CREATE TABLE stem (stem TEXT, value INTEGER)",
    "CREATE TABLE word (text TEXT PRIMARY KEY, backwards TEXT) WITHOUT ROWID",
    f"CREATE VIRTUAL TABLE part USING fts5(words, content='', columnsize=0, tokenize='{TOKENIZER}')",
)
_QUICK = (
    "page_size = 8192",
    "journal_mode = OFF",
    "synchronous = OFF",
    "cache_size = -131072",
    "locking_mode = EXCLUSIVE",
)


def write_value_index(model: SemanticModel, connection: Connection, path: Path) -> None:
    """Appears at `path` whole or not at all. Values of more than 200 characters are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as file:
            _fill(file, model, connection)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def holds_values(field: Dimension) -> bool:
    """Whether a column's values are worth being named in a question: texts, but no prose."""
    return field.type == "text" and field.role != "text"


def _fill(file: sqlite3.Connection, model: SemanticModel, connection: Connection) -> None:
    for setting in _QUICK:
        file.execute(f"PRAGMA {setting}")
    file.create_function("backwards", 1, lambda text: text[::-1], deterministic=True)
    file.execute("BEGIN")
    for statement in _SCHEMA:
        file.execute(statement)
    for entity in model.entities:
        for field in entity.fields:
            if isinstance(field, Dimension) and holds_values(field):
                _add_field(file, entity, field, connection)
    _finish(file)
    file.execute("COMMIT")


def _add_field(file: sqlite3.Connection, entity: Entity, field: Dimension, connection: Connection) -> None:
    cursor = file.execute(
        "INSERT INTO field (entity, name, version) VALUES (?, ?, ?)", (entity.name, field.name, entity.version)
    )
    field_id = int(cursor.lastrowid or 0)
    (before,) = file.execute("SELECT coalesce(max(id), 0) FROM value").fetchone()
    insert = f"INSERT INTO value (field, text, norm, rows) VALUES ({field_id}, ?, ?, ?)"
    for batch in _values(entity, field, connection):
        file.executemany(insert, [row for row in batch if row[1] is None])
        file.executemany(insert, _normalised(row for row in batch if row[1] is not None))
    if field.role != "identifier" or field.profile.distinct <= _MOST_CODES_IN_PARTS:
        file.execute(f"INSERT INTO part (rowid, words) SELECT id, {NORMAL} FROM value WHERE id > ?", (before,))
    if field.profile.distinct <= _MOST_STEMMED:
        _add_stems(file, before)


def _values(entity: Entity, field: Dimension, connection: Connection) -> Iterator[list[tuple[str, str | None, int]]]:
    """Frequent values first: where there are more matches than wanted, they are the ones found.

    Most values are plain letters, digits and single spaces, whose normal form SQLite can tell itself: null.
    """
    name = cells(field)
    found = connection.execute(
        f"SELECT value, CASE WHEN regexp_full_match(value, '{_PLAIN}') THEN NULL ELSE '' END, rows FROM"
        f" (SELECT {name} AS value, count(*) AS rows FROM {quoted(entity.name)} WHERE {name} IS NOT NULL"
        f" AND length({name}) <= {LONGEST_VALUE} GROUP BY ALL) ORDER BY rows DESC"
    )
    while batch := found.fetchmany(_BATCH):
        yield batch


def _normalised(batch: Iterable[tuple[str, str | None, int]]) -> Iterator[tuple[str, str | None, int]]:
    for text, _, rows in batch:
        normal = normalise(text)
        if normal:
            yield text, normal, rows


def _add_stems(file: sqlite3.Connection, before: int) -> None:
    named = file.execute(f"SELECT id, {NORMAL} FROM value WHERE id > ?", (before,)).fetchall()
    stemmed = ((stemmed_phrase(normal), value) for value, normal in named if normal.replace(" ", "").isalpha())
    file.executemany("INSERT INTO stem (stem, value) VALUES (?, ?)", stemmed)


def stemmed_phrase(normal: str) -> str:
    return " ".join(stem(word) for word in normal.split())


def words_in_order(words: str) -> str:
    """An FTS5 query for values that hold these words one after the other."""
    return '"' + words.replace('"', '""') + '"'


def _finish(file: sqlite3.Connection) -> None:
    file.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'part', 'row')")
    file.execute(
        "INSERT INTO word SELECT term, backwards(term) FROM temp.vocabulary"
        f" WHERE length(term) BETWEEN {SHORTEST_MISSPELT - 1} AND {_LONGEST_WORD} AND term NOT GLOB '*[0-9]*'"
    )
    file.execute(f"CREATE INDEX value_by_normal ON value ({NORMAL})")
    file.execute("CREATE INDEX value_by_stem ON stem (stem)")
    file.execute("CREATE INDEX word_backwards ON word (backwards)")

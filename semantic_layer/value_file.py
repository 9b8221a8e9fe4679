"""All distinct values of text columns, in one part for each table version; a part that is there already stays as it is.

The file at the path given is a list of parts (JSON). A part has runs of values in the order of their normal form:

    {run} lines       a value's normal form and, where it differs, the value
    {run} rows        how many rows hold it
    {run} field       which column of the run's it is in
    {run} words       the different words of the values, {run} in where the numbers of the values that hold it begin,
    {run} values      and those numbers
    {run} hashes      in place of an order: numbers told from the values, in their order, and {run} order which lines these are
    {run} backwards   words, or where there are none whole values, read backwards: for a slip near the beginning
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from core.model import Dimension, Entity, SemanticModel
from semantic_layer.profile import Connection, cells, first_row, quoted
from semantic_layer.side_by_side import side_by_side
from semantic_layer.value_codes import (
    BATCH,
    LONGEST_VALUE,
    MOST_BACKWARDS,
    MOST_ROWS,
    batches,
    write_backwards,
    write_codes,
)
from semantic_layer.value_hashes import are_plain_codes, write_hashed
from semantic_layer.value_sections import PartWriter, bytes_of_numbers, numbers_of
from semantic_layer.value_sql import line_sql, normal_sql
from semantic_layer.words import normalise

_TOGETHER = 50_000
_MOST_TOGETHER = 60
"""Columns; statements over hundreds of them are planned out of all proportion."""
_MOST_CODES_IN_WORDS = 20_000
_MOST_IN_WORDS = 2_000_000
_OFTEN = 2
_FOLDER = "parts"
_FORMAT = 1


def write_value_index(model: SemanticModel, connection: Connection, path: Path) -> None:
    """Appears at `path` whole or not at all; parts lie in a folder beside it, shared by all indexes there.

    Left out are columns of prose and values of more than 200 characters.
    """
    folder = path.parent / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    names = side_by_side(model.entities, partial(_kept_part, folder), connection)
    listing = {"format": _FORMAT, "parts": [f"{_FOLDER}/{name}" for name in names if name]}
    _write_whole(path, json.dumps(listing, indent=1).encode())


def holds_values(field: Dimension) -> bool:
    """Whether a column's values are worth being named in a question: texts, but no prose."""
    return field.type == "text" and field.role != "text"


def sweep_value_parts(folder: Path, indexes: Sequence[Path], *, before: float = math.inf) -> tuple[str, ...]:
    """Remove the parts in a folder of indexes that none of `indexes` lists; returns their names.

    One used since `before` (seconds since 1970) stays: the index that it is for may not be known yet. Where an index
    cannot be read, all parts stay.
    """
    try:
        listed = {Path(name).name for index in indexes if index.exists() for name in listed_parts(index)}
    except (OSError, ValueError):
        return ()
    removed = []
    for part in sorted((folder / _FOLDER).glob("*.values*")):
        if part.name not in listed and part.stat().st_mtime < before:
            with suppress(FileNotFoundError, PermissionError):
                part.unlink()
                removed.append(part.name)
    return tuple(removed)


def listed_parts(index: Path) -> list[str]:
    """Relative to the folder of `index`. Raises OSError and ValueError."""
    listing = json.loads(index.read_bytes())
    if not isinstance(listing, dict) or listing.get("format") != _FORMAT:
        raise ValueError
    return [str(name) for name in listing["parts"]]


def _kept_part(folder: Path, entity: Entity, connection: Connection) -> str:
    """Named by what is known of its columns: a part of that name holds the same values. Empty where none holds any."""
    fields = [field for field in entity.fields if isinstance(field, Dimension) and holds_values(field)]
    if not fields:
        return ""
    known = repr((_FORMAT, entity.name, entity.version, [(field.name, field.role, field.profile) for field in fields]))
    name = f"{hashlib.sha256(known.encode()).hexdigest()[:24]}.values"
    if not _used_again(folder / name):
        unfinished = folder / f".{name}.{uuid.uuid4().hex}"
        try:
            _write_part(unfinished, entity, fields, connection)
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
    return name


def _used_again(part: Path) -> bool:
    """Told by its time, for whoever sweeps what nobody has used for long."""
    try:
        os.utime(part)
    except FileNotFoundError:
        return False
    return True


def _write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_part(path: Path, entity: Entity, fields: Sequence[Dimension], connection: Connection) -> None:
    with PartWriter(path) as part:
        runs = [
            told
            for number, run in enumerate(_runs(fields))
            for told in _write_run(part, str(number), entity, run, connection)
        ]
        part.facts = {"entity": entity.name, "version": entity.version, "runs": runs}


def _runs(fields: Sequence[Dimension]) -> Iterator[list[Dimension]]:
    """Columns with few values are put in order together; each other alone."""
    small = [field for field in fields if field.profile.distinct <= _TOGETHER and _by_words(field)]
    yield from (small[first : first + _MOST_TOGETHER] for first in range(0, len(small), _MOST_TOGETHER))
    yield from ([field] for field in fields if field not in small)


def _by_words(field: Dimension) -> bool:
    most = _MOST_CODES_IN_WORDS if field.role == "identifier" else _MOST_IN_WORDS
    return field.profile.distinct <= most


def _comes_often(field: Dimension) -> bool:
    """Put together before they are put in order: a code of a customer, not one of a payment."""
    return field.profile.rows - field.profile.nulls >= _OFTEN * field.profile.distinct


def _write_run(
    part: PartWriter, run: str, entity: Entity, fields: Sequence[Dimension], connection: Connection
) -> list[dict[str, Any]]:
    told = {"fields": [field.name for field in fields], "distinct": [field.profile.distinct for field in fields]}
    if not _by_words(fields[0]) and not _comes_often(fields[0]):
        if are_plain_codes(entity, fields[0], connection):
            return [{"run": name, **told} for name in write_hashed(part, run, entity, fields[0], connection)]
        return [{"run": name, **told} for name in write_codes(part, run, entity, fields[0], connection)]
    _find_values(entity, fields, connection)
    _write_values(part, run, connection)
    if _by_words(fields[0]):
        _write_words(part, run, connection)
    elif fields[0].profile.distinct <= MOST_BACKWARDS:
        write_backwards(part, run, "value_found", "norm", connection)
    connection.execute("DROP TABLE value_found")
    return [{"run": run, **told}]


def _find_values(entity: Entity, fields: Sequence[Dimension], connection: Connection) -> None:
    """A temporary table in the order of the normal forms, so that its row numbers are the numbers of the values."""
    columns = " UNION ALL ".join(
        f"SELECT {number}::USMALLINT AS field, {cells(field)} AS value, least(count(*), {MOST_ROWS})::UINTEGER AS rows"
        f" FROM {quoted(entity.name)} WHERE length({cells(field)}) <= {LONGEST_VALUE} GROUP BY 2"
        for number, field in enumerate(fields)
    )
    few = sum(field.profile.distinct for field in fields) <= _TOGETHER
    connection.execute(
        f"CREATE TEMP TABLE value_found AS SELECT field, value, {normal_sql('value', few=few)} AS norm, rows FROM ({columns})"
        " ORDER BY norm NULLS LAST"
    )
    (left,) = first_row(connection, "SELECT count(*) FROM value_found WHERE norm IS NULL")
    if left:
        _find_other_normal_forms(connection)


def _find_other_normal_forms(connection: Connection) -> None:
    connection.execute("CREATE TEMP TABLE value_normal (value VARCHAR, norm VARCHAR)")
    found = connection.sql("SELECT DISTINCT value FROM value_found WHERE norm IS NULL").to_arrow_reader(BATCH)
    for batch in [*found]:
        values = batch.column(0).to_pylist()
        norms = [" ".join(normalise(value).split()) for value in values]
        connection.execute(
            "INSERT INTO value_normal SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", [values, norms]
        )
    connection.execute(
        "CREATE TEMP TABLE value_told AS"
        " SELECT field, f.value, coalesce(f.norm, n.norm) AS norm, rows FROM value_found f"
        " LEFT JOIN value_normal n ON f.norm IS NULL AND f.value = n.value"
        " WHERE coalesce(f.norm, n.norm) <> '' ORDER BY 3"
    )
    connection.execute("DROP TABLE value_normal")
    connection.execute("DROP TABLE value_found")
    connection.execute("ALTER TABLE value_told RENAME TO value_found")


def _write_values(part: PartWriter, run: str, connection: Connection) -> None:
    rows, fields = part.numbers(f"{run} rows"), part.numbers(f"{run} field")
    with part.lines(f"{run} lines") as lines:
        for batch in batches(connection, f"SELECT {line_sql('norm', 'value')}, rows, field FROM value_found"):
            lines.add(batch.column(0))
            rows.write(bytes_of_numbers(batch.column(1)))
            fields.write(bytes_of_numbers(batch.column(2)))


def _write_words(part: PartWriter, run: str, connection: Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE word_found AS SELECT word, list(value) AS held FROM"
        " (SELECT rowid::UINTEGER AS value, unnest(string_split(norm, ' ')) AS word FROM value_found)"
        " GROUP BY word ORDER BY word"
    )
    begins, values, begin = part.numbers(f"{run} in"), part.numbers(f"{run} values"), 0
    begins.write(numbers_of("Q", [0]))
    with part.lines(f"{run} words") as words:
        for batch in batches(connection, "SELECT word || chr(10), held, len(held)::UBIGINT FROM word_found"):
            words.add(batch.column(0))
            ends = [begin := begin + many for many in batch.column(2).to_pylist()]
            begins.write(numbers_of("Q", ends))
            values.write(bytes_of_numbers(batch.column(1).flatten()))
    write_backwards(part, run, "word_found", "word", connection)
    connection.execute("DROP TABLE word_found")

"""Which columns tell the rows of a table apart, counted over all rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import prod

from core.model import Dimension, Field
from core.table import Table
from semantic_layer.profile import Connection, Scanned, first_row, quoted
from semantic_layer.words import full_words, name_words, singular

_MOST_COLUMNS = 3
_MOST_CHECKS = 16
_ROWS_PER_CHECK_LESS = 300_000
_FIRST_LOOK = 20_000
_PART_WORDS = frozenset(
    {"line", "item", "sequence", "position", "number", "rank", "round", "lap", "step", "version", "page"}
)
_PLAIN_KEYS = frozenset({"id", "key", "code", "uuid", "guid", "sk", "pk"})
_NAMES = frozenset({"name", "title"})


def find_key(
    table: Table, scanned: Sequence[Scanned], fields: Sequence[Field], connection: Connection
) -> tuple[str, ...]:
    """The smallest set found; empty where none was found among those worth a look."""
    single = _single(table, scanned, fields)
    if single is not None:
        return (single,)
    rows = scanned[0].profile.rows if scanned else 0
    if rows < 2:
        return ()
    checks = max(3, _MOST_CHECKS - rows // _ROWS_PER_CHECK_LESS)
    for columns in _composites(scanned, fields, rows):
        if checks == 0:
            return ()
        checks -= 1
        if _tells_apart(table, columns, connection):
            return columns
    return ()


def _single(table: Table, scanned: Sequence[Scanned], fields: Sequence[Field]) -> str | None:
    own = {singular(word) for word in full_words(table.name)}
    ranked = sorted(
        (_rank(field, own, index), index)
        for index, (scan, field) in enumerate(zip(scanned, fields, strict=True))
        if scan.unique and scan.profile.nulls == 0 and isinstance(field, Dimension)
    )
    return fields[ranked[0][1]].name if ranked and ranked[0][0] < 9 else None


def _rank(field: Dimension, own: set[str], index: int) -> int:
    words = name_words(field.name)
    if field.role == "identifier":
        about_itself = words[0] in _PLAIN_KEYS or {singular(word) for word in full_words(field.name)} & own
        return 0 if about_itself else 1
    if field.type == "text" and field.role == "category" and (_NAMES & set(words) or index == 0):
        return 2
    if field.role == "time":
        return 3 if index == 0 or len(words) == 1 else 9
    return 4 if field.type == "text" and field.role == "category" and index <= 1 else 9


def _composites(scanned: Sequence[Scanned], fields: Sequence[Field], rows: int) -> Iterator[tuple[str, ...]]:
    """Pairs before threes; identifiers before times before groups; only where there are values enough for all rows."""
    parts = sorted(
        (rank, index)
        for index, (scan, field) in enumerate(zip(scanned, fields, strict=True))
        if scan.profile.nulls == 0 and scan.profile.distinct > 1 and (rank := _part_rank(field)) < 9
    )[:8]
    distinct = [scan.profile.distinct for scan in scanned]
    for size in range(2, _MOST_COLUMNS + 1):
        sets = sorted(
            (sum(rank for rank, _ in chosen), tuple(sorted(index for _, index in chosen)))
            for chosen in combinations(parts, size)
        )
        for _, indexes in sets:
            if prod(distinct[index] for index in indexes) >= rows:
                yield tuple(fields[index].name for index in indexes)


def _part_rank(field: Field) -> int:
    if not isinstance(field, Dimension):
        if field.type == "integer" and field.name.casefold().endswith(("id", "no")):
            return 1
        return 3 if _PART_WORDS & set(full_words(field.name)) and field.type == "integer" else 9
    if field.role == "identifier":
        return 0
    if field.role == "time":
        return 1
    return 3 if field.role == "category" else 9


def _tells_apart(table: Table, columns: Sequence[str], connection: Connection) -> bool:
    """A look at the first rows spares counting all of them for most sets."""
    names = ", ".join(quoted(column) for column in columns)
    source = quoted(table.name)
    (first,) = first_row(
        connection,
        f"SELECT count(*) - count(DISTINCT ({names})) FROM (SELECT {names} FROM {source} LIMIT {_FIRST_LOOK})",
    )
    if first > 0 or table.rows <= _FIRST_LOOK:
        return bool(first == 0)
    (repeated,) = first_row(connection, f"SELECT count(*) - count(DISTINCT ({names})) FROM {source}")
    return bool(repeated == 0)

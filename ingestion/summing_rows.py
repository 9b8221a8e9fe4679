"""Rows that add up others: totals that close a table, subtotals that close a group; as data they would double sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ingestion.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WORDS = (
    "total|totals|subtotal|subtotals|sum|sums|summe|zwischensumme|gesamt|insgesamt|gesamtsumme|totaal|subtotaal"
    "|totale|subtotale|suma|somme|sous-total|razem|итого|всего|合計|小計|总计|小计"
)
_EXACT = re.compile(rf"(?:grand |overall |sub|sub-)?(?:{_WORDS})\s*:?", re.IGNORECASE)
LABEL = rf"(?i)^(grand |overall |sub-?)?({_WORDS})(\s|:|$)|(^|\s)({_WORDS})\s*:?$"
LABEL_COLUMNS = 4
_SAMPLE_ROWS = 1000
_MOST_CANDIDATES = 500
_NUMERIC_SHARE = 0.7
_FEWEST_ROWS = 3
"""Of a table whose last row is taken for a total though no word says so."""
Sums = tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummingRow:
    """`proven`: its numbers are the sums of rows beside it. `closing`: nothing but totals follows."""

    row: int
    label: str
    text: str
    kind: Literal["total_row", "subtotal"]
    proven: bool
    closing: bool

    @property
    def is_left_out(self) -> bool:
        return self.proven or (self.closing and _EXACT.fullmatch(self.label) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    row: int
    label: str
    text: str
    numbers: Sums


def find_summing_rows(
    connection: DuckDBPyConnection, rows: str, columns: Sequence[str], declared: frozenset[int] = frozenset()
) -> list[SummingRow]:
    """`rows` is a query of r (row number) and text columns named `columns`; `declared` are rows known to be totals."""
    numeric = _numeric(connection, rows, columns)
    words = [name for name, is_numeric in zip(columns, numeric, strict=True) if not is_numeric]
    numbers = [name for name, is_numeric in zip(columns, numeric, strict=True) if is_numeric]
    if not numbers:
        return []
    found = [
        candidate
        if candidate.label or candidate.row in declared
        else _without_copies(connection, rows, numbers, candidate)
        for candidate in _candidates(connection, rows, columns, words, numbers, declared)
    ]
    if not found or len(found) > _MOST_CANDIDATES:
        return []
    blocks = _blocks(connection, rows, numbers, [candidate.row for candidate in found])
    return list(_judged(found, blocks, declared))


def _numeric(connection: DuckDBPyConnection, rows: str, columns: Sequence[str]) -> list[bool]:
    counts = ", ".join(f"count({name}), count(TRY_CAST({name} AS DOUBLE))" for name in columns)
    (found,) = connection.execute(f"SELECT {counts} FROM (SELECT * FROM ({rows}) LIMIT {_SAMPLE_ROWS})").fetchall()
    pairs = zip(found[::2], found[1::2], strict=True)
    return [bool(filled) and numbers >= filled * _NUMERIC_SHARE for filled, numbers in pairs]


def _candidates(
    connection: DuckDBPyConnection,
    rows: str,
    columns: Sequence[str],
    words: Sequence[str],
    numbers: Sequence[str],
    declared: frozenset[int],
) -> list[_Candidate]:
    """Rows that call themselves a total, and a last row of nothing but numbers."""
    named = [f"regexp_matches({name}, {literal(LABEL)})" for name in words[:LABEL_COLUMNS]]
    wordless = [f"{name} IS NULL" for name in words]
    closing = f"r = (SELECT max(r) FROM ({rows}) HAVING count(*) > {_FEWEST_ROWS})"
    last = f"({closing} AND {' AND '.join(wordless)})" if wordless else "false"
    listed = f"r IN ({', '.join(map(str, sorted(declared)))})" if declared else "false"
    cells = ", ".join([*columns, *(f"TRY_CAST({name} AS DOUBLE)" for name in numbers)])
    found = connection.execute(
        f"SELECT r, {cells} FROM ({rows}) WHERE {' OR '.join([*named, last, listed])} ORDER BY r LIMIT {_MOST_CANDIDATES + 1}"
    ).fetchall()
    candidates = []
    for row in found:
        texts, values = row[1 : 1 + len(columns)], row[1 + len(columns) :]
        filled = [str(text).strip() for text in texts if text]
        label = next((text for text in filled if re.search(LABEL, text)), "")
        if any(value is not None for value in values):
            candidates.append(_Candidate(row=row[0], label=label, text=" | ".join(filled)[:200], numbers=values))
    return candidates


def _without_copies(
    connection: DuckDBPyConnection, rows: str, numbers: Sequence[str], candidate: _Candidate
) -> _Candidate:
    """Without its numbers that stand above as they are: in a row without a name they prove no sum."""
    counts = ", ".join(
        "0" if value is None else f"count(*) FILTER (TRY_CAST({name} AS DOUBLE) = '{value!r}'::DOUBLE)"
        for name, value in zip(numbers, candidate.numbers, strict=True)
    )
    (times,) = connection.execute(f"SELECT {counts} FROM ({rows})").fetchall()
    unique = (value if count == 1 else None for value, count in zip(candidate.numbers, times, strict=True))
    return replace(candidate, numbers=tuple(unique))


def _blocks(connection: DuckDBPyConnection, rows: str, numbers: Sequence[str], candidates: Sequence[int]) -> list[Sums]:
    """Sums of the rows before the first candidate, between each and the next, and after the last."""
    listed = ", ".join(f"({row})" for row in candidates)
    sums = ", ".join(f"sum(TRY_CAST({name} AS DOUBLE))" for name in numbers)
    found = connection.execute(
        f"SELECT coalesce(t.n, 0), {sums} FROM ({rows}) g"
        f" ASOF LEFT JOIN (SELECT v, row_number() OVER (ORDER BY v) AS n FROM (VALUES {listed}) t(v)) t ON g.r >= t.v"
        f" WHERE g.r NOT IN ({', '.join(map(str, candidates))}) GROUP BY ALL"
    ).fetchall()
    by_number = {int(row[0]): tuple(row[1:]) for row in found}
    return [by_number.get(number, (None,) * len(numbers)) for number in range(len(candidates) + 1)]


def _judged(found: list[_Candidate], blocks: list[Sums], declared: frozenset[int]) -> Iterator[SummingRow]:
    """What does not add up is data, and counts into the sums of what follows."""
    data = [blocks[0]]
    for number, candidate in enumerate(found):
        closing = all(all(value is None for value in block) for block in blocks[number + 1 :])
        reach = _adds_up(candidate.numbers, data) or (
            0 if closing else _adds_up(candidate.numbers, blocks[number + 1 :][::-1], within=len(blocks))
        )
        proven = bool(reach) or candidate.row in declared
        if not proven:
            data.append(candidate.numbers)
        data.append(blocks[number + 1])
        if candidate.label or (proven and closing):
            whole = closing and (candidate.row in declared or not reach or _is_whole(reach, data, blocks, number))
            yield SummingRow(
                row=candidate.row,
                label=candidate.label or "a row of numbers alone",
                text=candidate.text,
                kind="total_row" if whole else "subtotal",
                proven=proven,
                closing=closing,
            )


def _is_whole(reach: int, data: list[Sums], blocks: list[Sums], number: int) -> bool:
    filled = sum(1 for block in data[:-1] if any(value is not None for value in block))
    return reach >= filled or number == len(blocks) - 2


def _adds_up(numbers: Sums, blocks: Sequence[Sums], within: int | None = None) -> int:
    """How many of the last blocks with data it adds up, 0 where it adds up none."""
    added = [0.0] * len(numbers)
    reach = 0
    for block in reversed(blocks[-within:] if within else blocks):
        if all(value is None for value in block):
            continue
        reach += 1
        added = [before + (value or 0.0) for before, value in zip(added, block, strict=True)]
        if _matches(numbers, added):
            return reach
    return 0


def _matches(numbers: Sums, added: Sequence[float]) -> bool:
    pairs = [(value, total) for value, total in zip(numbers, added, strict=True) if value]
    equal = [abs(value - total) <= max(min(0.0051, 0.01 * abs(value)), 1e-7 * abs(total)) for value, total in pairs]
    return any(equal) and sum(equal) * 2 >= len(equal)

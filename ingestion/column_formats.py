"""What the values of a written table are beyond their types: addresses, coordinates, codes, categories, free text.

A large table is looked at through a sample first; what the sample suggests is then counted over all rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import Column, ColumnFormat, Table
from ingestion.evidence import SAMPLE_ROWS
from ingestion.sql import literal, one_row, quoted
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 60
_MOST_CATEGORIES = 200
_SURE_CATEGORIES = 12
_LONGEST_CATEGORY = 60
_FEWEST_WORDS = 6
_FEWEST_LETTERS = 20
_MOST_ODD = 0.1
_LONGEST_JUDGED = 400
"""Characters of a cell that are matched; addresses and codes are shorter, and patterns over long text are slow."""

_DEGREES = r"[-+]?\d{1,3}(?:\.\d+)?"
_FRACTION = r"[-+]?\d{1,3}\.\d+"
_BY_SIGN = r"\d{1,3}(?:\.\d+)?°(?: ?\d{1,2}(?:\.\d+)?[′'’])?(?: ?\d{1,2}(?:\.\d+)?(?:[″\"”]|''))?"
_CODED_WORD = r"[\pL\d._/#:-]*\d[\pL\d._/#:-]*"
_PATTERNS: Mapping[ColumnFormat, str] = {
    "url": r"(?i)(?:(?:https?|ftps?|sftp|s3)://|www\.)[^\s/?#]+(?:[/?#][^\s]*)?",
    "email": r"(?i)(?:mailto:)?[^\s@,;<>()]+@[^\s@,;<>()]+\.[\pL]{2,24}",
    "coordinates": (
        rf"\(?{_FRACTION}(?:[,;] ?| ){_FRACTION}\)?|(?i:POINT) ?\({_DEGREES} {_DEGREES}\)"
        rf"|{_BY_SIGN} ?[NS][,;]? ?{_BY_SIGN} ?[EWO]"
    ),
    "identifier": rf"[\pL._/#:-]+|{_CODED_WORD}(?: {_CODED_WORD})*",
}
_QUICK_SIGNS: Mapping[ColumnFormat, str] = {
    "url": "(contains({cell}, '://') OR starts_with(lower({cell}), 'www.'))",
    "email": "{cell} LIKE '_%@_%._%'",
    "identifier": "strlen({cell}) <= 1000",
}
"""What the cells of a pattern have in common; alone it tells those of a large table whose sample has matched."""
_TOLD: Mapping[ColumnFormat, str] = {
    "url": "web addresses",
    "email": "email addresses",
    "coordinates": "coordinates",
}
_CODED = r"[0-9]"
_LEADING_ZERO = r"0[0-9.-]*[0-9]"
_PLAIN_NUMBER = r"[-+]?[1-9][0-9]{0,17}(?:[.,][0-9]+)?|0(?:[.,][0-9]+)?"
_LATITUDE = re.compile(r"(?:^|_)(?:lat|latitude|latitud|latitudine|breitengrad|breedtegraad)(?:$|_)")
_LONGITUDE = re.compile(
    r"(?:^|_)(?:lon|lng|long|longitude|longitud|longitudine|l(?:ae|a|ä)ngengrad|lengtegraad)(?:$|_)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Filled cells of a column, their different values, and how many fit each pattern.

    `spaces` and `characters` are sums; `coded` cells hold a digit, `zeros` are digits after a zero, `numbers` plain.
    """

    filled: int
    distinct: int
    spaces: int
    characters: int
    coded: int
    zeros: int
    numbers: int
    fits: Mapping[ColumnFormat, int]


def with_formats(connection: DuckDBPyConnection, table: Table) -> tuple[Table, tuple[Decision, ...]]:
    """The table with the format of each column that has one, and what is told of cells that are otherwise."""
    texts = [column.name for column in table.columns if column.type == "text"]
    found: dict[str, ColumnFormat] = _degrees(connection, table)
    told: list[Decision] = []
    for start in range(0, len(texts), _CHUNK):
        seen = _gather(connection, table, texts[start : start + _CHUNK])
        suggested = {name: likely for name, cells in seen.items() if (likely := _format_of(cells))}
        confirmed = _confirmed(connection, table, suggested, seen)
        found |= {name: suggested[name] for name in confirmed}
        odd = {name: cells for name, cells in confirmed.items() if cells and suggested[name] in _TOLD}
        told += [_otherwise(connection, table, name, suggested[name], cells) for name, cells in odd.items()]
    columns = tuple(replace(column, format=found.get(column.name)) for column in table.columns)
    return replace(table, columns=columns), tuple(told)


def _gather(connection: DuckDBPyConnection, table: Table, columns: Sequence[str]) -> dict[str, _Cells]:
    """Over all rows, or of a large table over rows spread evenly through it."""
    step = max(1, table.rows // SAMPLE_ROWS)
    names = ", ".join(literal(column) for column in columns)
    cells = ", ".join(quoted(column) for column in columns)
    conditions = [
        f"{_QUICK_SIGNS.get(form, 'true').format(cell='short')} AND regexp_full_match(short, {literal(pattern)})"
        for form, pattern in _PATTERNS.items()
    ]
    conditions += [f"regexp_full_match(short, {literal(pattern)})" for pattern in (_LEADING_ZERO, _PLAIN_NUMBER)]
    fits = ", ".join(f"coalesce(sum(cells) FILTER ({condition}), 0)" for condition in conditions)
    rows = connection.execute(
        "SELECT name, sum(cells), count(*), sum(cells * (length(cell) - length(replace(cell, ' ', '')))),"
        f" sum(cells * length(cell)), coalesce(sum(cells) FILTER (regexp_matches(short, {literal(_CODED)})), 0), {fits}"
        f" FROM (SELECT name, cell, left(cell, {_LONGEST_JUDGED}) AS short, count(*) AS cells"
        f" FROM (SELECT unnest([{names}]) AS name, unnest([{cells}]) AS cell"
        f" FROM {quoted(table.name)} WHERE rowid % {step} = 0) WHERE cell IS NOT NULL GROUP BY name, cell) GROUP BY name"
    ).fetchall()
    return {
        name: _Cells(
            filled=int(filled),
            distinct=int(distinct),
            spaces=int(spaces),
            characters=int(characters),
            coded=int(coded),
            zeros=int(counts[-2]),
            numbers=int(counts[-1]),
            fits={form: int(count) for form, count in zip(_PATTERNS, counts, strict=False)},
        )
        for name, filled, distinct, spaces, characters, coded, *counts in rows
    }


def _format_of(cells: _Cells) -> ColumnFormat | None:
    for form in _TOLD:
        if cells.fits[form] >= (1 - _MOST_ODD) * cells.filled:
            return form
    simple = cells.fits["identifier"] == cells.filled
    if simple and cells.zeros and cells.zeros + cells.numbers == cells.filled:
        return "identifier"
    short = cells.characters <= _LONGEST_CATEGORY * cells.filled
    if short and cells.distinct <= _SURE_CATEGORIES and 2 * cells.distinct <= cells.filled:
        return "category"
    if simple and 2 * cells.numbers < cells.filled and cells.coded >= (1 - _MOST_ODD) * cells.filled:
        return "identifier"
    if short and cells.distinct <= _MOST_CATEGORIES and 10 * cells.distinct <= cells.filled:
        return "category"
    return "free_text" if cells.spaces >= (_FEWEST_WORDS - 1) * cells.filled else None


def _confirmed(
    connection: DuckDBPyConnection, table: Table, suggested: Mapping[str, ColumnFormat], seen: Mapping[str, _Cells]
) -> dict[str, int]:
    """The columns of which all rows say what was suggested, with the number of cells that do not have the format."""
    if not suggested:
        return {}
    asked = ", ".join(
        f"count({quoted(name)}), {_counted(name, form, seen[name], quickly=_is_large(table))}"
        for name, form in suggested.items()
    )
    counts = one_row(connection, f"SELECT {asked} FROM {quoted(table.name)}")
    figures = zip(suggested.items(), counts[::2], counts[1::2], strict=True)
    return {
        name: int(filled) - int(figure or 0)
        for (name, form), filled, figure in figures
        if _holds(form, int(filled), int(figure or 0))
    }


def _counted(name: str, form: ColumnFormat, cells: _Cells, *, quickly: bool) -> str:
    cell = quoted(name)
    if form == "category":
        return f"approx_count_distinct({cell})"
    if form == "free_text":
        return f"sum(strlen({cell}))"
    spaced = form == "identifier" and cells.spaces
    return f"count(*) FILTER ({_fits(name, form, quickly=quickly and not spaced)})"


def _fits(name: str, form: ColumnFormat, *, quickly: bool) -> str:
    cell = quoted(name)
    if quickly and form in _QUICK_SIGNS:
        return f"NOT contains({cell}, ' ') AND {_QUICK_SIGNS[form].format(cell=cell)}"
    return f"regexp_full_match(left({cell}, {_LONGEST_JUDGED}), {literal(_PATTERNS[form])})"


def _holds(form: ColumnFormat, filled: int, figure: int) -> bool:
    if form == "category":
        return figure <= 1.1 * _MOST_CATEGORIES
    if form == "free_text":
        return figure >= _FEWEST_LETTERS * filled
    if form == "identifier":
        return figure == filled
    return figure >= (1 - _MOST_ODD) * filled


def _otherwise(connection: DuckDBPyConnection, table: Table, name: str, form: ColumnFormat, cells: int) -> Decision:
    odd = f"NOT ({_fits(name, form, quickly=_is_large(table))})"
    (example,) = one_row(connection, f"SELECT any_value({quoted(name)}) FROM {quoted(table.name)} WHERE {odd}")
    detail = f"The cells are {_TOLD[form]}, but for {counted(cells, 'cell')}."
    return Decision(kind="mixed", detail=detail, column=name, before=str(example)[:80], cells=cells)


def _is_large(table: Table) -> bool:
    return table.rows > 2 * SAMPLE_ROWS


def _degrees(connection: DuckDBPyConnection, table: Table) -> dict[str, ColumnFormat]:
    """Columns of numbers that call themselves latitude or longitude, and are within what these can be."""
    likely: dict[str, ColumnFormat] = {}
    for column in table.columns:
        if column.type in ("decimal", "float") and column.unit is None:
            form = _named_degrees(column)
            if form is not None:
                likely[column.name] = form
    if not likely:
        return {}
    asked = ", ".join(f"max(abs({quoted(name)}))" for name in likely)
    farthest = one_row(connection, f"SELECT {asked} FROM {quoted(table.name)}")
    return {
        name: form
        for (name, form), most in zip(likely.items(), farthest, strict=True)
        if most is not None and most <= (90 if form == "latitude" else 180)
    }


def _named_degrees(column: Column) -> ColumnFormat | None:
    words = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|[^\w]+", "_", column.label).lower()
    if _LATITUDE.search(words):
        return "latitude"
    return "longitude" if _LONGITUDE.search(words) else None

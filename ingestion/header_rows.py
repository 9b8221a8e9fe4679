"""Which rows of a grid are its header: told from the lines of titles and notes above, and from the body below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingestion.cell_kinds import Row, filled, filled_columns, is_blank, is_value, is_year, kind_of

MOST_HEADER_ROWS = 4
_MOST_NOTES = 40
_MOST_CELLS_OF_NOTES = 3
_LONGEST_NAME = 80
_UNIT = re.compile(
    r"[(\[{<].*[)\]}>]|[^\w\s]+|.*[°%²³µΩ/^·€$£¥].*|(?:[kmcdµnMGT]?(?:m|g|l|L|s|W|Wh|V|A|Hz|Pa|J|b|B)|h|hr|min|sec|ms|days?|"
    r"hours?|years?|t|ha|mi|ft|in|yd|lbs?|oz|gal|mph|kph|K|C|F|bar|psi|dB|px|pts?|pcs|EUR|USD|GBP|CHF|JPY|UTC|GMT|n/a|"
    r"units?|number|count|text|string|str|int|integer|bigint|float|double|decimal|numeric|varchar|char|bool|boolean|date|"
    r"datetime|timestamp)"
)


def first_table_row(rows: Sequence[Row], width: int) -> int:
    """The first record that is as wide as the table and filled like it, not a line of title or notes."""
    enough = _usual_fill(rows)
    start = next((i for i, row in enumerate(rows) if not is_blank(row)), 0)
    for index, row in enumerate(rows):
        if is_blank(row):
            continue
        fits = len(row) == width or (len(row) < width and filled(row) > 1) or _is_number_row(row)
        if fits and (filled(row) >= enough or _starts_grouped_header(rows, index, enough)):
            start = index
            break
    while (below := _below_notes(rows, start, width)) != start:
        start = below
    return start


def header_rows(rows: Sequence[Row], start: int, width: int) -> tuple[int, ...]:
    if start >= len(rows) or not (_can_be_header(rows[start]) or _is_level(rows, start, width)):
        return ()
    typed = _typed_columns([row for row in rows[start + 1 :] if row != rows[start]], width)
    if not _looks_like_header(rows, start, typed, width):
        return ()
    header = [start]
    for index in range(start + 1, min(start + 2 * MOST_HEADER_ROWS, len(rows) - 1)):
        if is_blank(rows[index]) and len(header) == 1 and _has_gaps(rows[start], width):
            continue
        if len(header) == MOST_HEADER_ROWS or not _continues_header(rows, header, index, typed, width):
            break
        header.append(index)
    return tuple(header)


def _below_notes(rows: Sequence[Row], start: int, width: int) -> int:
    """The row that the table begins at where what stands at `start` are notes, each a short line, above its header."""
    for seen, index in enumerate(index for index in range(start, len(rows)) if not is_blank(rows[index])):
        if index > start and _names_columns(rows, index, width):
            first = _first_level(rows, start, index, width)
            return first if first == start or _are_notes(rows, start, first, index, width) else start
        if seen > _MOST_NOTES or not (_is_short(rows[index], width) or _is_level(rows, index, width)):
            break
    return start


def _is_short(row: Row, width: int) -> bool:
    """At most three cells from the left on, as notes are written."""
    columns = filled_columns(row)
    return len(columns) <= _MOST_CELLS_OF_NOTES and columns == list(range(len(columns))) and len(columns) <= width


def _names_columns(rows: Sequence[Row], index: int, width: int) -> bool:
    """Words over all columns of values and over most others, together with the level of a header right above."""
    row = _with_level_above(rows, index, width)
    if index + 1 >= len(rows) or not _can_be_header(row) or any(is_value(cell) for cell in rows[index]):
        return False
    typed = _typed_columns([later for later in rows[index + 1 :] if later != rows[index]], width)
    over = [row[column] for column in range(width) if typed[column]]
    if not all(cell.strip() and not is_value(cell) for cell in over):
        return False
    if filled(row) * 4 < width * 3 or any(len(cell.strip()) > _LONGEST_NAME for cell in row):
        return False
    unique = len({cell.strip() for cell in row if cell.strip()}) == filled(row)
    if over:
        return unique or width > _MOST_CELLS_OF_NOTES
    return unique and filled(row) == width > 2 and _unlike_body(rows, index)


def _with_level_above(rows: Sequence[Row], index: int, width: int) -> list[str]:
    row = [*rows[index][:width], *([""] * (width - len(rows[index])))]
    above = rows[index - 1] if index and not is_blank(row) else ()
    return [cell if cell.strip() or column >= len(above) else above[column] for column, cell in enumerate(row)]


def _first_level(rows: Sequence[Row], start: int, names: int, width: int) -> int:
    """The first of the rows right above the names that are levels of the header over them."""
    first, below = names, rows[names]
    while first > start and (_is_level(rows, first - 1, width) or _fills_gaps(rows[first - 1], below, width)):
        below = _with_level_above([rows[first - 1], below], 1, width)
        first -= 1
    return first


def _is_level(rows: Sequence[Row], index: int, width: int) -> bool:
    """Words or years with gaps between them, as they stand over groups of columns."""
    columns = filled_columns(rows[index][:width])
    apart = columns != list(range(len(columns)))
    return apart and not any(is_value(rows[index][column]) for column in columns)


def _fills_gaps(upper: Row, lower: Row, width: int) -> bool:
    return any(upper[c].strip() and not (c < len(lower) and lower[c].strip()) for c in range(min(width, len(upper))))


def _are_notes(rows: Sequence[Row], start: int, first: int, names: int, width: int) -> bool:
    """Whether the lines above the header, which begins at `first`, are less than it, or at least no rows of the body."""
    above = [rows[index] for index in range(start, first) if not is_blank(rows[index])]
    if not all(_is_short(row, width) for row in above):
        return False
    header = _with_level_above(rows, names, width)
    if all(filled(row) < filled(header) for row in above):
        return True
    below = rows[names + 1 :]
    typed = _typed_columns(below, width)
    if sum(typed) < 2 and not is_blank(rows[first - 1]) and not all(_is_labelled(row) for row in above):
        return False
    if _tells_units(above[-1], header, typed) or _is_met_below(header, below, typed):
        return False
    return not any(_is_like_body(row, typed) for row in above)


def _is_labelled(row: Row) -> bool:
    return row[0].rstrip().endswith((":", "="))


def _tells_units(names: Row, below: Row, typed: Sequence[bool]) -> bool:
    """Whether the lower of two rows of words tells the units of the upper one."""
    if any(is_value(cell) for cell in names):
        return False
    units = [cell.strip() for cell, is_typed in zip(below, typed, strict=False) if is_typed and cell.strip()]
    return bool(units) and sum(1 for cell in units if _UNIT.fullmatch(cell)) * 3 >= 2 * len(units)


def _is_met_below(row: Row, below: Sequence[Row], typed: Sequence[bool]) -> bool:
    """A word of the row, or a code formed like it, that stands in the same column further down makes it one of the body."""
    return any(
        cell.strip() and not typed[column] and (_is_met(cell.strip(), column, below) or _is_code(cell, column, below))
        for column, cell in enumerate(row[: len(typed)])
    )


def _is_code(cell: str, column: int, below: Sequence[Row]) -> bool:
    form = _form(cell)
    return "9" in form and any(column < len(row) and _form(row[column]) == form for row in below)


def _form(cell: str) -> str:
    """A12-b as aa99-a: letters alike and digits alike."""
    return "".join("9" if char.isdigit() else "a" if char.isalpha() else char for char in cell.strip())


def _is_like_body(row: Row, typed: Sequence[bool]) -> bool:
    """Values in each column that has values."""
    return all(column < len(row) and is_value(row[column]) for column, is_typed in enumerate(typed) if is_typed)


def _usual_fill(rows: Sequence[Row]) -> int:
    """How many filled cells make a row of the table: at least two in a table of several columns."""
    fills = sorted(filled(row) for row in rows if not is_blank(row))
    typical = fills[len(fills) // 2] if fills else 1
    if typical <= 1:
        return 2 if fills and fills[3 * len(fills) // 4] > 1 else 1
    return max(2, (typical + 1) // 2)


def _is_number_row(row: Row) -> bool:
    kinds = [kind_of(cell) for cell in row if cell.strip()]
    return len(kinds) > 1 and all(kind in {"number", "date"} for kind in kinds)


def _starts_grouped_header(rows: Sequence[Row], index: int, enough: int) -> bool:
    """A sparse row of words right above a fuller row of words: the upper level of a header."""
    row = rows[index]
    following = next((later for later in rows[index + 1 : index + 3] if not is_blank(later)), None)
    if following is None or filled(row) < 2 or (_is_wordless(row) and not _is_level(rows, index, len(row))):
        return False
    return filled(following) >= enough and not any(is_value(cell) for cell in following)


def _is_wordless(row: Row) -> bool:
    return not any(kind_of(cell) == "text" for cell in row)


def _can_be_header(row: Row) -> bool:
    """Words, or years over the columns of a wide table."""
    cells = [cell.strip() for cell in row if cell.strip()]
    wrong = [cell for cell in cells if is_value(cell)]
    return any(kind_of(cell) == "text" for cell in cells) and len(wrong) * 4 <= len(cells)


def _typed_columns(rows: Sequence[Row], width: int) -> tuple[bool, ...]:
    """Whether each column holds numbers or dates below its first rows."""
    below = [row for row in rows if not is_blank(row)]
    below = below[min(MOST_HEADER_ROWS, len(below) // 2) :]
    return tuple(_is_typed([row[column] for row in below if column < len(row)]) for column in range(width))


def _is_typed(cells: Sequence[str]) -> bool:
    kinds = Counter(kind_of(cell) for cell in cells)
    known = sum(count for kind, count in kinds.items() if kind != "empty")
    return known > 0 and (kinds["number"] + kinds["date"]) * 10 >= known * 7


def _looks_like_header(rows: Sequence[Row], start: int, typed: Sequence[bool], width: int) -> bool:
    row = rows[start]
    over_typed = [row[c] for c in range(min(width, len(row))) if typed[c] and row[c].strip()]
    words = sum(1 for cell in over_typed if kind_of(cell) == "text" or is_year(cell))
    if over_typed:
        return words * 2 > len(over_typed)
    return _unlike_body(rows, start)


def _unlike_body(rows: Sequence[Row], start: int) -> bool:
    """In a table of words: the first row is a header if its words are unique, short and not met again below."""
    row = [cell.strip() for cell in rows[start]]
    below = rows[start + 1 :]
    named = [cell for cell in row if cell]
    if not below:
        return len(named) > 1 or not named
    if len(set(named)) < len(named) or any(len(cell) > 80 for cell in named):
        return False
    met = sum(1 for column, cell in enumerate(row) if cell and _is_met(cell, column, below))
    return met * 3 <= len(named)


def _is_met(cell: str, column: int, rows: Sequence[Row]) -> bool:
    return any(column < len(row) and row[column].strip() == cell for row in rows)


def _has_gaps(row: Row, width: int) -> bool:
    return filled(row) < width


def _continues_header(
    rows: Sequence[Row], header: Sequence[int], index: int, typed: Sequence[bool], width: int
) -> bool:
    """Words over the columns of values: some are enough below a header with gaps, a full one needs all or no others."""
    row, above = rows[index], rows[header[-1]]
    named = filled_columns(row[:width])
    years = bool(row) and not row[0].strip() and all(is_year(row[c]) for c in named)
    if not named or (not years and any(kind_of(row[c]) in {"number", "date"} for c in named)):
        return False
    over_typed = [c for c in named if typed[c]]
    if _is_met_below(row, [later for later in rows[index + 1 :] if later != row], typed):
        return False
    if not _has_gaps(above, width):
        return len(over_typed) == len(named) or 1 < len(over_typed) == sum(typed)
    if over_typed:
        return True
    fills_gaps = any(c >= len(above) or not above[c].strip() for c in named)
    return not row[0].strip() and fills_gaps

"""Tables that go on over pages → one table each, with the part that stands on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.import_choices import Choices
from core.table import Box, PagePart
from ingestion.documents.found import FoundCell, FoundTable
from ingestion.documents.pdf_drafts import Draft
from ingestion.documents.pdf_lines import is_value

_MOST_HEADER = 6
_NEAR = 12.0
_CONTINUED = re.compile(r"\b(?:cont(?:inued|inues|'d|d|\.)?|fortsetzung|suite|continuación)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A draft with its place in the document; `first` and `last` say whether it opens or closes the text of its page."""

    draft: Draft
    place: str
    box: Box
    first: bool
    last: bool


def join_pages(placed: Sequence[Placed], choices: Choices) -> list[FoundTable]:
    chains: list[list[tuple[Placed, int]]] = []
    for item in placed:
        repeated = _goes_on(chains[-1], item) if chains else None
        apart = chains and choices.value("joined_pages", chains[-1][0][0].place) == "apart"
        if repeated is None or apart:
            chains.append([(item, 0)])
        else:
            chains[-1].append((item, repeated))
    return [_table(chain) for chain in chains]


def _goes_on(chain: Sequence[tuple[Placed, int]], item: Placed) -> int | None:
    """How many rows of header the next part repeats; None where it is another table."""
    before = chain[-1][0]
    if item.draft.page != before.draft.page + 1 or not before.last or not item.first:
        return None
    if (
        item.draft.caption
        and not _CONTINUED.search(item.draft.caption)
        and item.draft.caption != chain[0][0].draft.caption
    ):
        return None
    if not _same_columns(before.draft, item.draft):
        return None
    repeated = _repeated(chain[0][0].draft, item.draft)
    if repeated:
        return repeated
    return 0 if _starts_with_data(chain[0][0].draft, item.draft) else None


def _same_columns(one: Draft, other: Draft) -> bool:
    if one.width != other.width or len(one.columns) != len(other.columns):
        return False
    shift = other.box[0] - one.box[0]
    if one.ruled and other.ruled:
        return all(abs(a.x0 + shift - b.x0) < _NEAR for a, b in zip(one.columns, other.columns, strict=True))
    return all(
        min(a.x1, b.x1) - max(a.x0, b.x0) > 0.3 * min(a.width, b.width)
        for a, b in zip(one.columns, other.columns, strict=True)
    )


def _repeated(first: Draft, other: Draft) -> int:
    count = 0
    while count < min(_MOST_HEADER, first.height - 1, other.height - 1) and _bare(first.row(count)) == _bare(
        other.row(count)
    ):
        count += 1
    return count


def _bare(row: Sequence[str]) -> list[str]:
    return ["".join(text.split()).casefold() for text in row]


def _starts_with_data(first: Draft, other: Draft) -> bool:
    """Whether columns of values hold values from the first row of the next page on."""
    rows = [first.row(number) for number in range(first.height)]
    valued = [
        column
        for column in range(first.width)
        if (texts := [row[column] for row in rows[1:] if row[column]])
        and sum(1 for text in texts if is_value(text)) > 0.7 * len(texts)
    ]
    opening = other.row(0)
    if not valued:
        return other.ruled and sum(1 for text in opening if text) > 0
    return any(is_value(opening[column]) for column in valued)


def _table(chain: Sequence[tuple[Placed, int]]) -> FoundTable:
    first = chain[0][0]
    cells: list[FoundCell] = []
    parts: list[PagePart] = []
    height = 0
    for item, repeated in chain:
        own = [cell for cell in item.draft.cells if cell.row >= repeated]
        shift = height - repeated
        cells += [replace(cell, row=cell.row + shift, row_end=cell.row_end + shift) for cell in own]
        last = max((cell.row_end for cell in own), default=repeated - 1) + shift
        parts.append(PagePart(page=item.draft.page, box=item.box, first_row=height + 1, last_row=last + 1))
        height = last + 1
    return FoundTable(
        cells=tuple(cells),
        place=first.place,
        caption=first.draft.caption,
        header_rows=first.draft.header or None,
        parts=tuple(parts),
        joins=_told(chain) if len(chain) > 1 else "",
    )


def _told(chain: Sequence[tuple[Placed, int]]) -> str:
    pages = f"pages {chain[0][0].draft.page} to {chain[-1][0].draft.page}"
    repeated = sum(1 for _, rows in chain if rows)
    header = " Its header, repeated on later pages, is taken once." if repeated else ""
    return f"The table goes on over {pages} and is read as one.{header}"

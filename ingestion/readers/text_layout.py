"""Where the header and the body of a delimited table are: as its first records show it, or as a person chose it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.errors import InvalidInput
from core.import_report import Decision
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.layout import Layout, find_layout, is_blank, table_width, with_header
from ingestion.readers.records import Record
from ingestion.staged import Source
from ingestion.wording import counted

_ROWS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


def text_layout(head: Sequence[Record], source: Source, place: str, table: int = 0) -> Layout:
    """Above line `table` are only notes. Raises InvalidInput where the chosen header is not among the first records."""
    rows = [record.cells for record in head]
    notes = sum(1 for record in head if record.line < table)
    if notes and source.choices.value("header", place) is None:
        layout = _below(rows, notes)
    else:
        layout = _with_chosen_header(rows, head, source, place)
    if chosen_value(source.choices, "preamble", place) == "data" and layout.preamble:
        return replace(layout, preamble=(), kept_above=layout.preamble)
    return layout


def _with_chosen_header(rows: Sequence[Sequence[str]], head: Sequence[Record], source: Source, place: str) -> Layout:
    wanted = source.choices.value("header", place)
    if wanted is None:
        return find_layout(rows)
    if wanted == "none":
        return _without_header(rows)
    lines = _ROWS.fullmatch(wanted)
    first, last = (int(lines[1]), int(lines[2] or lines[1])) if lines else (0, 0)
    header = [index for index, record in enumerate(head) if first <= record.line <= last and not is_blank(record.cells)]
    if not header:
        raise InvalidInput(
            f"Row {wanted} cannot be the header of {source.name}.",
            hint=f"It is “none” or a row from {head[0].line} to {head[-1].line}." if head else None,
            stage="reading",
        )
    return with_header(rows, tuple(header), max(table_width(rows), max(len(rows[index]) for index in header)))


def _below(rows: Sequence[Sequence[str]], notes: int) -> Layout:
    """The layout of what follows the first `notes` rows."""
    found = find_layout(rows[notes:])
    header = tuple(index + notes for index in found.header)
    return with_header(rows, header, found.width, found.body + notes)


def _without_header(rows: Sequence[Sequence[str]]) -> Layout:
    """What would be the header is the first row of the body."""
    found = find_layout(rows)
    body = found.header[0] if found.header else found.body
    return replace(
        found,
        header=(),
        body=body,
        labels=("",) * found.width,
        preamble=tuple(index for index in found.preamble if index < body),
        blank=tuple(index for index in found.blank if index < body),
    )


def layout_decisions(
    layout: Layout, head: Sequence[Record], source: Source, place: str, line: str = "line"
) -> Iterator[Decision]:
    """What is told about the header and what stands above it; `line` is what its rows are called."""
    yield keyed(_header_decision(layout, head, line), source.choices, place)
    above = layout.preamble or layout.kept_above
    if above:
        before = " | ".join(cell for cell in head[above[0]].cells if cell)[:200]
        if layout.kept_above:
            detail = f"Above the header {counted(len(above), 'row')} kept as data, as chosen."
            decision = changeable(Decision(kind="preamble", detail=detail), "preamble", "data", "left_out")
        else:
            detail = f"Above the table {counted(len(above), line)} of titles or notes left out."
            decision = changeable(
                Decision(kind="preamble", detail=detail, confidence=0.9), "preamble", "left_out", "data"
            )
        yield keyed(replace(decision, before=before, cells=len(above)), source.choices, place)


def _header_decision(layout: Layout, head: Sequence[Record], line: str) -> Decision:
    if not layout.header:
        detail = "There is no header row, so the columns are numbered."
        decision = Decision(kind="header", detail=detail, cells=layout.width, confidence=0.8)
        return changeable(decision, "header", "none", *(str(record.line) for record in _filled(head)[:2]))
    first, last = head[layout.header[0]].line, head[layout.header[-1]].line
    one = first == last
    detail = (
        f"The header is on {line} {first}." if one else f"The header is {len(layout.header)} rows from {line} {first}."
    )
    value = str(first) if one else f"{first}-{last}"
    below = next((str(record.line) for record in head[layout.body :] if not is_blank(record.cells)), None)
    others = ["none", *([] if one else [str(first), str(last)]), *([below] if below else [])]
    decision = Decision(kind="header", detail=detail, after=", ".join(layout.labels)[:200])
    return changeable(decision, "header", value, *others)


def _filled(head: Sequence[Record]) -> list[Record]:
    return [record for record in head if not is_blank(record.cells)]

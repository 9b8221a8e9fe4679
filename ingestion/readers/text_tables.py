"""The tables of a text file → staged rows: one, several below each other, or several put into one by their header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.bounds import check_table
from ingestion.choosing import changeable, chosen_value, keyed
from ingestion.layout import Layout
from ingestion.readers.dialect import Dialect
from ingestion.readers.encoding import Utf8Text
from ingestion.readers.mending import shape_of
from ingestion.readers.quick_load import WORTH_IT_BYTES, quick_load
from ingestion.readers.records import Record
from ingestion.readers.stacked import MOST_RUNS, Block, find_blocks, section_titles, under_one_header
from ingestion.readers.text_blocks import block_records, head_of_block
from ingestion.readers.text_body import Body, Passage, Tally, body_decisions, load_body
from ingestion.readers.text_layout import layout_decisions, text_layout
from ingestion.staged import Counts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RELATION = "staged_text"
_SECTION = "section"
_TOLD_EVERY = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    source: Source
    text: Utf8Text
    dialect: Dialect
    scratch: Path
    progress: Progress

    def told(self, doing: str) -> Callable[[int], None]:
        """Hears the lines as they are read."""
        lines = max(1, self.text.lines)

        def tell(line: int) -> None:
            if line % _TOLD_EVERY == 0:
                self.progress(f"{doing} {self.source.name}", min(1.0, line / lines))

        return tell


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A table, or one of those that are put into one."""

    block: Block
    title: str
    head: Sequence[Record]
    layout: Layout

    @property
    def first(self) -> int:
        """The line that its rows begin at."""
        return self.head[self.layout.body].line if self.layout.body < len(self.head) else self.block.first


def stage_text(file: TextFile, connection: DuckDBPyConnection) -> Iterator[Staged | Decision]:
    choices = file.source.choices
    wanted = chosen_value(choices, "stacked")
    if choices.value("header") is not None or wanted == "one" or not file.dialect.delimiter:
        yield _stage(file, connection, [Block()], "")
        if wanted == "one":
            yield _stacked(file, "The file is read as one table, as chosen.", "one", "apart", "joined")
        return
    quick = _quick_staged(file, connection)
    if quick is not None and not quick.counts.blank:
        yield quick
        return
    head_of_block(file.source, file.text.path, file.dialect, Block())  # refuses what is too wide to look through
    blocks = find_blocks(file.text.path, file.dialect, file.told("Looking for tables in"))
    if blocks is None:
        detail = f"More than {MOST_RUNS:,} parts stand between blank lines, so the file is read as one table."
        yield Decision(kind="stacked", detail=detail, confidence=0.7)
        blocks = [Block()]
    if quick is not None and blocks == [Block()]:
        yield quick
        return
    yield from _stage_groups(file, connection, blocks, wanted)


def _quick_staged(file: TextFile, connection: DuckDBPyConnection) -> Staged | None:
    """The whole file as one table where that is quick and exact."""
    if file.source.size < WORTH_IT_BYTES:
        return None
    section = _section(file, Block(), "", "")
    return _staged_quickly(file, connection, section)


def _stage_groups(
    file: TextFile, connection: DuckDBPyConnection, blocks: Sequence[Block], wanted: str | None
) -> Iterator[Staged | Decision]:
    groups = under_one_header(blocks)
    alike = len(groups) < len(blocks)
    if wanted == "apart":
        groups = [[block] for block in blocks]
    for number, group in enumerate(groups, start=1):
        alone = len(groups) == 1
        label = "" if alone else (group[0].title if len(group) == 1 else "") or str(number)
        yield replace(_stage(file, connection, group, "" if alone else f"table {number}"), label=label)
    if len(groups) < len(blocks):
        joined = sum(len(group) for group in groups if len(group) > 1)
        detail = f"{joined:,} tables below each other have the same columns and are put together; “{_SECTION}” has their titles."
        yield _stacked(file, detail, "joined", "apart", "one")
    elif len(groups) > 1:
        detail = f"The file holds {len(groups):,} tables below each other."
        yield _stacked(file, detail, "apart", *(["joined"] if alike else []), "one")


def _stacked(file: TextFile, detail: str, value: str, *others: str) -> Decision:
    told = Decision(kind="stacked", detail=detail, confidence=0.8)
    return keyed(changeable(told, "stacked", value, *others), file.source.choices)


def _section(file: TextFile, block: Block, title: str, place: str) -> _Section:
    head = head_of_block(file.source, file.text.path, file.dialect, block)
    layout = text_layout(head, file.source, place, block.table)
    if not layout.width:
        raise UnreadableFile(file.source.name, "no table was found in it: it holds marks but no cells.")
    check_table(file.source, layout.width)
    return _Section(block=block, title=title, head=head, layout=layout)


def _body(file: TextFile, section: _Section, place: str) -> Body:
    layout, head, source = section.layout, section.head, file.source
    return Body(
        source=source,
        width=layout.width,
        header=head[layout.header[0]].cells if len(layout.header) == 1 else (),
        keep_notes=chosen_value(source.choices, "footer", place) == "data",
        beyond=chosen_value(source.choices, "ragged", place),
    )


def _staged_quickly(file: TextFile, connection: DuckDBPyConnection, section: _Section) -> Staged | None:
    body = _body(file, section, "")
    if body.keep_notes or section.layout.kept_above:
        return None
    skip, header = section.first - 1, tuple(body.header)
    loaded = quick_load(connection, _RELATION, file.text, file.dialect, body.width, skip, header)
    if loaded is None:
        return None
    tally = Tally(
        kept=loaded.kept,
        blank=loaded.blank,
        repeated=loaded.repeated,
        notes=list(loaded.notes),
        last_line=file.text.lines,
    )
    return _staged(file, section, tally, _counts(section.layout, tally), "")


def _stage(file: TextFile, connection: DuckDBPyConnection, group: Sequence[Block], place: str) -> Staged:
    titles = section_titles(group) if len(group) > 1 else [""]
    base = _section(file, group[0], titles[0], place)
    if base.block.is_whole and file.source.size >= WORTH_IT_BYTES:
        staged = _staged_quickly(file, connection, base)
        if staged is not None:
            return staged
    shape = shape_of((record.cells for record in base.head[base.layout.body :]), base.layout.width)
    body = replace(_body(file, base, place), shape=shape, sectioned=len(group) > 1)
    before: list[Counts] = []

    def passages() -> Iterator[Passage]:
        for block, title in zip(group, titles, strict=True):
            section = base if block is base.block else _section(file, block, title, place)
            before.append(_counts(section.layout, Tally()))
            yield _passage(file, section, body)

    tally = load_body(connection, _RELATION, file.scratch, passages(), body)
    counts = _counts(base.layout, tally)
    for more in before[1:]:
        counts = replace(
            counts,
            read=counts.read + more.read,
            header=counts.header + more.header,
            blank=counts.blank + more.blank,
            left_out=counts.left_out + more.left_out,
        )
    return _staged(file, base, tally, counts, place, sectioned=body.sectioned)


def _passage(file: TextFile, section: _Section, body: Body) -> Passage:
    tell = file.told("Reading")
    above = [section.head[index] for index in section.layout.kept_above]

    def records() -> Iterator[Record]:
        if section.layout.body >= len(section.head):
            return
        for record in block_records(file.text.path, file.dialect, section.block, section.first, body.shape):
            tell(record.line)
            yield record

    return Passage(records=records(), above=above, section=section.title)


def _staged(
    file: TextFile, section: _Section, tally: Tally, counts: Counts, place: str, *, sectioned: bool = False
) -> Staged:
    layout, source = section.layout, file.source
    first = section.first
    return Staged(
        relation=_RELATION,
        labels=(*layout.labels, *([""] * tally.extra), *([_SECTION] if sectioned else [])),
        origin=Origin(file=source.name, range=f"line {first}-{max(first, tally.last_line)}"),
        counts=counts,
        place=place,
        rejected=tuple(tally.shown),
        decisions=(*layout_decisions(layout, section.head, source, place), *body_decisions(tally, source, place)),
    )


def _counts(layout: Layout, tally: Tally) -> Counts:
    before = len(layout.preamble) + len(layout.header) + len(layout.blank)
    return Counts(
        read=before + tally.read,
        header=len(layout.header) + tally.repeated,
        blank=len(layout.blank) + tally.blank,
        left_out=len(layout.preamble) + tally.left_out,
        rejected=tally.rejected,
    )

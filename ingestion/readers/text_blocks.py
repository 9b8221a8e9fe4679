"""The records of one table among several of a text file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingestion.bounds import check_table
from ingestion.readers.dialect import Dialect
from ingestion.readers.mending import Shape
from ingestion.readers.records import Record, read_records
from ingestion.readers.stacked import Block
from ingestion.staged import Source

_HEAD_RECORDS = 1000
_HEAD_CELLS = 1 << 21


def head_of_block(source: Source, path: Path, dialect: Dialect, block: Block) -> list[Record]:
    """The first records; fewer of a table so wide that they would not fit."""
    head: list[Record] = []
    cells = 0
    for record in itertools.islice(block_records(path, dialect, block, block.first), _HEAD_RECORDS):
        check_table(source, len(record.cells))
        head.append(record)
        cells += len(record.cells)
        if cells > _HEAD_CELLS:
            break
    return head


def block_records(
    path: Path, dialect: Dialect, block: Block, first: int, shape: Shape | None = None
) -> Iterator[Record]:
    """From line `first` to the end of the block."""
    for record in read_records(path, dialect, shape, start=first, at=block.at):
        if block.last is not None and record.line > block.last:
            return
        yield _within(record, block.width) if block.width else record


def _within(record: Record, width: int) -> Record:
    """Without the empty cells right of the table, which stand there because another table of the file is wider."""
    if len(record.cells) <= width or any(cell.strip() for cell in record.cells[width:]):
        return record
    return replace(record, cells=record.cells[:width])

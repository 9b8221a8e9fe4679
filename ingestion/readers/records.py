"""Records of a delimited text, exactly: each has the lines it came from and the cells it holds."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.readers.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Record:
    """`line` counts from 1: the first line of the file that the record stands on."""

    line: int
    cells: list[str]


def read_records(path: Path, dialect: Dialect) -> Iterator[Record]:
    """Every record of a UTF-8 file, blank ones too."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, **dialect.options())
        line = 1
        for cells in reader:
            yield Record(line, cells)
            line = reader.line_num + 1

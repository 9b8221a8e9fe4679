"""Rows of a file on their way into the warehouse, before their types are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.import_choices import Choices, ReadLimits
from core.import_report import Decision, RejectedRow
from core.table import Origin

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float | None], None]

MOST_REJECTED_KEPT = 5_000
LONGEST_REJECTED_TEXT = 1_000
"""How many rejected rows of a table are kept for a person to mend, and how much of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`path` is where the bytes are; `name` what the person called the file.

    `choices` are what a person decided about this file; `limits` how much reading it may take.
    """

    path: Path
    name: str
    size: int
    choices: Choices = field(default_factory=Choices)
    limits: ReadLimits = field(default_factory=ReadLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Logical records of one table, by what became of them. `blank` are records without any text."""

    read: int
    header: int = 0
    blank: int = 0
    left_out: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One table of a file: relation `relation` with columns c1 to cN in the order of `labels`.

    Text columns are typed by evidence unless `typed`: then the file declares its own types. `kept_as_text`
    are columns whose text the file declares to be text. `label` names the part of the file (a sheet), empty
    where the file is one table; `place` names the table in the keys of its decisions; `title` is the whole
    name where the file itself names its tables. `totals_settled`: the reader has left out rows that add up others.
    """

    relation: str
    labels: tuple[str, ...]
    origin: Origin
    counts: Counts
    label: str = ""
    title: str = ""
    place: str = ""
    typed: bool = False
    totals_settled: bool = False
    kept_as_text: frozenset[str] = frozenset()
    rejected: tuple[RejectedRow, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What holds for the whole file; a reader fills it as it learns."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    decisions: tuple[Decision, ...] = ()


class Reader(Protocol):
    """Stages the tables of a file one after the other; the caller types each before asking for the next.

    A Decision among them holds for the whole file. Raises UnreadableFile.
    `scratch` is an empty folder of the caller's that outlives the reading.
    """

    def __call__(
        self, source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
    ) -> tuple[FileFacts, Iterator[Staged | Decision]]: ...

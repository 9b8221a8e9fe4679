"""What a person decides about an import in place of what the data suggested, and how much an import may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_SEPARATOR = "|"


def decision_key(kind: str, place: str = "", part: str = "") -> str:
    """The name of a decision, the same each time the same file is read.

    `place` is the table's place in the file as its reader names it (a sheet, a page; empty where the file is one
    table); `part` is a column's label or a row ("row 14") of it.
    """
    return _SEPARATOR.join(text.replace(_SEPARATOR, "/") for text in (kind, place, part)).rstrip(_SEPARATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`value` is one of the values that the decision named by `key` understands."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """All that a person chose for one file, by the key of the decision."""

    chosen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> Choices:
        return cls(chosen={choice.key: choice.value for choice in choices})

    def value(self, kind: str, place: str = "", part: str = "") -> str | None:
        """None where the data decides."""
        return self.chosen.get(decision_key(kind, place, part))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much reading one file may take.

    `size` and `unpacked` in bytes; `ratio` is unpacked over packed; `files` in an archive; `cells` of one table;
    `seconds` and `memory_mb` bind the process that reads.
    """

    size: int = 4 * 1024**3
    rows: int = 200_000_000
    columns: int = 10_000
    cells: int = 5_000_000_000
    pages: int = 5_000
    unpacked: int = 8 * 1024**3
    ratio: int = 200
    files: int = 1_000
    seconds: float = 3_600.0
    memory_mb: int = 4_096

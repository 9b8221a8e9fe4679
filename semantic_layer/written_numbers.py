"""Columns of text that hold nothing but numbers to reckon with: ages, amounts and years that a program wrote as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.model import Measure, Profile
from core.table import Table
from semantic_layer.profile import Connection, Scanned, first_row, number_in, quoted
from semantic_layer.roles import field_of

_PLAIN = r"\s*[-+]?(0|[1-9]\d*|(0|[1-9]\d*)?\.\d+)\s*"
_LONGEST = 15
"""Digits that a DOUBLE keeps; what is longer is a code."""
_FEWEST = 2
_NAMED = 0.8
"""Confidence in a measure whose name says what it is."""


def with_written_numbers(table: Table, scanned: Sequence[Scanned], connection: Connection) -> tuple[Scanned, ...]:
    """Known as numbers where they would be a measure or a year; codes, keys and yes or no stay text.

    Of names that tell nothing, whole numbers that are all of one length are codes as well.
    """
    return tuple(_as_number(table, scan, connection, first=at == 0) or scan for at, scan in enumerate(scanned))


def _as_number(table: Table, scan: Scanned, connection: Connection, *, first: bool) -> Scanned | None:
    if scan.column.type != "text" or scan.filled < _FEWEST or not _may_be(scan):
        return None
    text = f"{quoted(scan.column.name)}::VARCHAR"
    fits, whole, shortest, longest = first_row(
        connection,
        f"SELECT bool_and(regexp_full_match({text}, '{_PLAIN}')), bool_and(NOT contains({text}, '.')),"
        f" min(length({text})), max(length({text})) FROM {quoted(table.name)}",
    )
    if not fits or longest > _LONGEST:
        return None
    column = replace(scan.column, type="integer" if whole else "float")
    number = number_in(column.name, column.type)
    lowest, highest, integral = first_row(
        connection,
        f"SELECT min({number}), max({number}), bool_and({number} = trunc({number})) FROM {quoted(table.name)}",
    )
    profile = Profile(
        rows=scan.profile.rows,
        nulls=scan.profile.nulls,
        distinct=scan.profile.distinct,
        minimum=lowest,
        maximum=highest,
    )
    found = replace(scan, column=column, profile=profile, length=0.0, whole=bool(integral), written=True)
    field = field_of(found, first=first)
    if not isinstance(field, Measure):
        return found if field.role == "time" else None
    reckoned = field.confidence >= _NAMED or not whole or (shortest < longest and scan.profile.distinct > _FEWEST)
    return found if reckoned else None


def _may_be(scan: Scanned) -> bool:
    """Told by the first and the last in order, before all are read."""
    return all(re.fullmatch(_PLAIN, str(end)) for end in (scan.profile.minimum, scan.profile.maximum))

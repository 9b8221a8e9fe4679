"""What is known of each column without reading a row: the model counted them all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.model import Dimension, Entity, Field, Profile
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell, ColumnFormat, ColumnType, Table

Role = Literal["identifier", "category", "time", "flag", "text", "measure"]
WarningKind = Literal["empty", "sparse", "constant", "nearly_unique", "far_dates"]

SPARSE, NEARLY_UNIQUE = 0.2, 0.95
_FEW = 20
_KEY_TYPES: frozenset[ColumnType] = frozenset({"integer", "text", "other"})
EARLIEST, LATEST = 1900, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWarning:
    kind: WarningKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """Counts of all rows that the caller may see. `hidden` is meant by no word of a question."""

    name: str
    label: str
    type: ColumnType
    role: Role
    unit: str | None
    format: ColumnFormat | None
    description: str | None
    evidence: str
    hidden: bool
    nulls: int
    distinct: int
    minimum: Cell
    maximum: Cell
    warnings: tuple[ColumnWarning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProfile:
    name: str
    label: str
    description: str | None
    version: int
    rows: int
    key: tuple[str, ...]
    columns: tuple[ColumnProfile, ...]


def column_profiles(table: Table, entity: Entity) -> tuple[ColumnProfile, ...]:
    fields = {field.name: field for field in entity.fields}
    return tuple(
        _column(fields[column.name], column.label, column.format) for column in table.columns if column.name in fields
    )


def _column(field: Field, label: str, form: ColumnFormat | None) -> ColumnProfile:
    profile = field.profile
    return ColumnProfile(
        name=field.name,
        label=label,
        type=field.type,
        role=role_of(field),
        unit=field.unit,
        format=form,
        description=field.description,
        evidence=field.evidence,
        hidden=field.hidden,
        nulls=profile.nulls,
        distinct=profile.distinct,
        minimum=plain(profile.minimum),
        maximum=plain(profile.maximum),
        warnings=tuple(_warnings(field, profile)),
    )


def role_of(field: Field) -> Role:
    return field.role if isinstance(field, Dimension) else "measure"


def plain(cell: Cell) -> Cell:
    """What JSON has no number for is no value."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _warnings(field: Field, profile: Profile) -> list[ColumnWarning]:
    filled = profile.rows - profile.nulls
    if not profile.rows:
        return []
    if not filled:
        return [ColumnWarning(kind="empty", text="No row has a value")]
    found = []
    if profile.nulls >= SPARSE * profile.rows:
        found.append(ColumnWarning(kind="sparse", text=f"{percent(profile.nulls, profile.rows)} empty"))
    if profile.distinct == 1 and filled > 1:
        found.append(ColumnWarning(kind="constant", text="Each row has the same value"))
    if is_nearly_unique(field):
        unique = percent(profile.distinct, filled)
        found.append(ColumnWarning(kind="nearly_unique", text=f"{unique} unique, likely an id with repeats"))
    if far_years(profile):
        years = " and ".join(str(year) for year in far_years(profile))
        found.append(ColumnWarning(kind="far_dates", text=f"Dates as far as {years}"))
    return found


def is_nearly_unique(field: Field) -> bool:
    """Nearly each row has a value of its own, so that the few that repeat may be mistakes."""
    filled = field.profile.rows - field.profile.nulls
    if field.type not in _KEY_TYPES or role_of(field) in ("measure", "text") or filled < _FEW:
        return False
    return NEARLY_UNIQUE * filled <= field.profile.distinct < filled


def far_years(profile: Profile) -> tuple[int, ...]:
    ends = [cell.year for cell in (profile.minimum, profile.maximum) if isinstance(cell, date | datetime)]
    return tuple(year for year in ends if year < EARLIEST or year > LATEST)


def percent(part: int, whole: int) -> str:
    """Never 0% of something, nor 100% of less than all."""
    share = 100 * part / max(1, whole)
    if 0 < share < 1:
        return "under 1%"
    return f"{min(99, round(share)) if part < whole else 100}%"


def is_number(field: Field) -> bool:
    return field.type in NUMERIC_TYPES


def is_moment(field: Field) -> bool:
    return field.type in TEMPORAL_TYPES

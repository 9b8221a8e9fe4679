"""Looks for what may be wrong with the data: few scans of the whole table, each for all the columns it is about."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

from core.errors import LimitReached
from core.model import Dimension, Entity, Field
from workspace.opened import Opened
from workspace.profiles.columns import EARLIEST, LATEST, far_years, percent
from workspace.profiles.filters import RowFilter
from workspace.profiles.findings import Finding, finding_of
from workspace.profiles.gaps import gaps_in_dates
from workspace.profiles.outliers import outliers
from workspace.profiles.repeats import repeated_keys, repeated_rows
from workspace.profiles.texts import mixed_types, padded_texts, several_spellings

_ENOUGH = 20
_EMPTY = 0.2
# Somebody waits for it, and others wait for their turn.
_SECONDS, _SECONDS_EACH = 45.0, 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`left_out` are sentences on what was not looked for."""

    findings: tuple[Finding, ...]
    left_out: tuple[str, ...] = ()


async def look_for_problems(entity: Entity, opened: Opened) -> Looked:
    """Warnings first, then what is only worth knowing; each in the order of the columns."""
    found: list[Finding] = []
    left_out: list[str] = []
    until = monotonic() + _SECONDS
    for name, check in _CHECKS:
        try:
            async with asyncio.timeout(min(_SECONDS_EACH, until - monotonic())):
                found += await check(entity, opened)
        except LimitReached as reached:
            left_out.append(f"{name} were not looked for. {reached.message}")
        except TimeoutError:
            left_out.append(f"{name} were not looked for: the table is too large to do it in good time.")
    found += [one for field in entity.fields for one in _counted_before(field)]
    places = {field.name: at for at, field in enumerate(entity.fields)}
    found.sort(key=lambda one: (one.severity == "info", places.get(one.column or "", -1)))
    return Looked(findings=tuple(found), left_out=tuple(left_out))


def _counted_before(field: Field) -> list[Finding]:
    profile = field.profile
    found = []
    if profile.rows and profile.nulls >= _EMPTY * profile.rows:
        whole = profile.nulls == profile.rows
        share = percent(profile.nulls, profile.rows)
        text = f"{field.name} has no value in any row." if whole else f"{field.name} is empty in {share} of the rows."
        show = None if whole else RowFilter(kind="empty", column=field.name)
        found.append(
            Finding(kind="empty", severity="info", text=text, column=field.name, rows=profile.nulls, show=show)
        )
    if profile.distinct == 1 and profile.rows - profile.nulls >= _ENOUGH and isinstance(field, Dimension):
        text = f"{field.name} has the same value in each row that has one."
        found.append(Finding(kind="constant", severity="info", text=text, column=field.name))
    if far_years(profile):
        years = " and ".join(str(year) for year in far_years(profile))
        show = RowFilter(kind="outside", column=field.name, low=f"{EARLIEST}-01-01", high=f"{LATEST}-12-31 23:59:59")
        found.append(finding_of(field.name, "far_dates", f"{field.name} has dates as far as {years}.", 0, show, None))
    return found


_CHECKS: tuple[tuple[str, Callable[[Entity, Opened], Awaitable[list[Finding]]]], ...] = (
    ("Repeated rows", repeated_rows),
    ("Repeated ids", repeated_keys),
    ("Mixed types", mixed_types),
    ("Blanks around text", padded_texts),
    ("Several spellings", several_spellings),
    ("Outliers", outliers),
    ("Gaps in dates", gaps_in_dates),
)

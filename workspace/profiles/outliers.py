"""Numbers far from all others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from core.model import Entity, Field
from core.table import Cell
from workspace.opened import Opened
from workspace.profiles.columns import is_number, role_of
from workspace.profiles.filters import RowFilter, quoted
from workspace.profiles.findings import Finding, are, counted, finding_of
from workspace.profiles.reading import number, one_row, parts, sampled

_FENCE = 3.0
_MOST_OUTLIERS = 0.02
_SAMPLE = 40_000


async def outliers(entity: Entity, opened: Opened) -> list[Finding]:
    """Beyond three times the middle half's width from it: Tukey's outer fences."""
    fields = [field for field in entity.fields if is_number(field) and role_of(field) == "measure"]
    found = []
    for part in parts(fields):
        quartiles = [f"approx_quantile(CAST({quoted(one.name)} AS DOUBLE), {q})" for one in part for q in (0.25, 0.75)]
        told = await one_row(
            f"SELECT {', '.join(quartiles)} FROM {sampled(entity, _SAMPLE) or quoted(entity.name)}", opened
        )
        fenced = [
            (field, *fences)
            for at, field in enumerate(part)
            if (fences := _fences(told[2 * at], told[2 * at + 1])) and _reaches_beyond(field, *fences)
        ]
        if fenced:
            found += await _beyond(entity, fenced, opened)
    return found


def _fences(low: Cell, high: Cell) -> tuple[float, float] | None:
    """None where there is no middle half to measure by."""
    if not isinstance(low, float) or not isinstance(high, float) or not math.isfinite(high - low) or low == high:
        return None
    width = _FENCE * (high - low)
    return _rounded(low - width), _rounded(high + width)


def _reaches_beyond(field: Field, low: float, high: float) -> bool:
    """By the ends that are known already: most columns need no second look."""
    ends = (field.profile.minimum, field.profile.maximum)
    known = [float(end) for end in ends if isinstance(end, int | float | Decimal)]
    return not known or min(known) < low or max(known) > high


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


async def _beyond(entity: Entity, fenced: Sequence[tuple[Field, float, float]], opened: Opened) -> list[Finding]:
    counts = [
        part
        for field, low, high in fenced
        for name in [f"CAST({quoted(field.name)} AS DOUBLE)"]
        for part in (
            f"count(*) FILTER (WHERE {name} < {low!r} OR {name} > {high!r})",
            f"min({name}) FILTER (WHERE {name} < {low!r})",
            f"max({name}) FILTER (WHERE {name} > {high!r})",
        )
    ]
    told = await one_row(f"SELECT {', '.join(counts)} FROM {quoted(entity.name)}", opened)
    found = []
    for at, (field, low, high) in enumerate(fenced):
        beyond, least, most = told[3 * at : 3 * at + 3]
        rows = number(beyond)
        if not 0 < rows <= _MOST_OUTLIERS * field.profile.rows:
            continue
        ends = [f"{float(str(end)):,.10g}" for end in (least, most) if end is not None]
        text = (
            f"{counted(rows, 'value')} of {field.name} {are(rows)} far from the others, as far as {' and '.join(ends)}."
        )
        detail = f"Nearly all are between {low:,.10g} and {high:,.10g}."
        show = RowFilter(kind="outside", column=field.name, low=repr(low), high=repr(high))
        found.append(finding_of(field.name, "outliers", text, rows, show, detail))
    return found

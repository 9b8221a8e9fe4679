"""The periods that the rows of a table come in, and how many of them are missing."""

from __future__ import annotations

from datetime import date

from core.model import DateSpine, Dimension, Entity
from core.plan import Grain
from core.table import TEMPORAL_TYPES
from semantic_layer.profile import Connection, cells, first_row, quoted

_STEPS: tuple[Grain, ...] = ("year", "quarter", "month", "week", "day")


def find_spine(entity: Entity, connection: Connection, grain: Grain | None = None) -> DateSpine | None:
    """By the default time, where it is a date: the coarsest period whose first days are all there is.

    Weeks are told by a weekday that all dates share. `grain`, where a person said which, is taken as it is.
    """
    if entity.default_time is None:
        return None
    field = entity.field(entity.default_time)
    if not isinstance(field, Dimension) or field.type not in TEMPORAL_TYPES or field.profile.minimum is None:
        return None
    name = cells(field)
    day = f"{name}::DATE" if grain is None else f"date_trunc('{grain}', {name})::DATE"
    starts = ", ".join(f"bool_and(day = date_trunc('{step}', day))" for step in ("year", "quarter", "month"))
    *firsts, weekdays, days, start, end = first_row(
        connection,
        f"SELECT {starts}, count(DISTINCT isodow(day)), count(*), min(day), max(day)"
        f" FROM (SELECT DISTINCT {day} AS day FROM {quoted(entity.name)} WHERE {name} IS NOT NULL)",
    )
    is_start = [*(bool(first) for first in firsts), weekdays == 1, True]
    if grain is None:
        grain = _STEPS[is_start.index(True)] if days > 1 else "day"
    return DateSpine(
        field=field.name,
        grain=grain,
        start=start.isoformat(),
        end=end.isoformat(),
        missing=max(0, _periods(start, end, grain) - int(days)),
    )


def _periods(start: date, end: date, grain: Grain) -> int:
    """From the first day of one through the first day of another."""
    months = 12 * (end.year - start.year) + end.month - start.month
    days = (end - start).days
    return 1 + {"year": months // 12, "quarter": months // 3, "month": months, "week": days // 7}.get(grain, days)

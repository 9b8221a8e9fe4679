"""Rows that are there more than once, and ids that are not one of a kind."""

from __future__ import annotations

from core.errors import LimitReached
from core.model import Entity, Field
from workspace.opened import Opened
from workspace.profiles.columns import is_nearly_unique, percent
from workspace.profiles.filters import RowFilter, quoted, row_hash
from workspace.profiles.findings import Finding, are, come, counted, finding_of
from workspace.profiles.reading import number, one_row

_MOST_GROUPED = 12_000_000
_MOST_CELLS = 400_000_000


async def repeated_rows(entity: Entity, opened: Opened) -> list[Finding]:
    if entity.key or not entity.rows:
        return []
    if entity.rows * len(entity.fields) > _MOST_CELLS:
        raise LimitReached("The table is too large to compare each row with all others.", limit="cells")
    alike = row_hash([field.name for field in entity.fields])
    groups = f"SELECT count(*) AS n FROM {quoted(entity.name)} GROUP BY {alike} HAVING count(*) > 1"
    told = await one_row(f"SELECT count(*), coalesce(sum(n), 0) FROM ({groups})", opened)
    different, rows = number(told[0]), number(told[1])
    if not different:
        return []
    return [
        Finding(
            kind="repeated_rows",
            severity="warning",
            text=f"{counted(rows - different, 'row')} {are(rows - different)} an exact copy of another one.",
            detail="A copy is counted and summed like the row it repeats.",
            rows=rows,
            show=RowFilter(kind="repeated_rows"),
        )
    ]


async def repeated_keys(entity: Entity, opened: Opened) -> list[Finding]:
    fields = [field for field in entity.fields if is_nearly_unique(field) and (field.name,) != entity.key]
    most = max(1, _MOST_GROUPED // max(1, entity.rows))
    found = []
    for field in fields[:most]:
        name = quoted(field.name)
        several = f"SELECT count(*) AS n FROM {quoted(entity.name)} WHERE {name} IS NOT NULL GROUP BY {name}"
        told = await one_row(f"SELECT count(*), coalesce(sum(n), 0) FROM ({several} HAVING count(*) > 1)", opened)
        values, rows = number(told[0]), number(told[1])
        if values:
            text = (
                f"{counted(values, 'value')} of {field.name} {come(values)} more than once, in {counted(rows, 'row')}."
            )
            found.append(
                finding_of(
                    field.name,
                    "repeated_keys",
                    text,
                    rows,
                    RowFilter(kind="repeated", column=field.name),
                    _likely_id(field, rows - values),
                )
            )
    return found


def _likely_id(field: Field, copies: int) -> str:
    filled = field.profile.rows - field.profile.nulls
    return f"{percent(filled - copies, filled)} of its values are unique, so it is likely meant to be an id."

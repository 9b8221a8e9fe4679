"""Text that is not what its column is about: other types among it, blanks around it, several spellings of one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.model import Entity, Field
from workspace.opened import Opened
from workspace.profiles.columns import role_of
from workspace.profiles.filters import RowFilter, as_date, as_number, as_padded, quoted
from workspace.profiles.findings import Finding, are, counted, finding_of, have
from workspace.profiles.reading import number, one_row, parts, sampled

_MOSTLY = 0.5
_SAMPLE = 6_000
_MOST_SPELLED = 20_000


async def mixed_types(entity: Entity, opened: Opened) -> list[Finding]:
    """Text of which most, but not all, reads as numbers or dates."""
    suspects = _texts(entity)
    part = sampled(entity, _SAMPLE)
    if part is not None:
        seen = [await _reads_as(fields, part, opened) for fields in parts(suspects)]
        suspects = [field for told in seen for field, count in told if max(count.numbers, count.dates) * 3 > count.rows]
    found = []
    for fields in parts(suspects):
        for field, count in await _reads_as(fields, quoted(entity.name), opened):
            filled = field.profile.rows - field.profile.nulls
            if _MOSTLY * filled < count.numbers < filled:
                show = RowFilter(kind="not_number", column=field.name)
                found.append(_mixed_finding(field, filled - count.numbers, filled, "numbers", show))
            elif _MOSTLY * filled < count.dates < filled:
                show = RowFilter(kind="not_date", column=field.name)
                found.append(_mixed_finding(field, filled - count.dates, filled, "dates", show))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    rows: int
    numbers: int
    dates: int


async def _reads_as(fields: Sequence[Field], source: str, opened: Opened) -> list[tuple[Field, _Read]]:
    counts = [
        f"count(*) FILTER (WHERE {condition})"
        for name in (quoted(field.name) for field in fields)
        for condition in (f"{name} IS NOT NULL", as_number(name), as_date(name))
    ]
    told = await one_row(f"SELECT {', '.join(counts)} FROM {source}", opened)
    numbers = [number(cell) for cell in told]
    return [
        (field, _Read(rows=numbers[3 * at], numbers=numbers[3 * at + 1], dates=numbers[3 * at + 2]))
        for at, field in enumerate(fields)
    ]


async def padded_texts(entity: Entity, opened: Opened) -> list[Finding]:
    found = []
    for fields in parts(_texts(entity)):
        counts = [f"count(*) FILTER (WHERE {as_padded(quoted(field.name))})" for field in fields]
        told = await one_row(f"SELECT {', '.join(counts)} FROM {quoted(entity.name)}", opened)
        for field, cell in zip(fields, told, strict=True):
            rows = number(cell)
            if rows:
                text = f"{counted(rows, 'value')} of {field.name} {have(rows)} blanks before or after the text."
                show = RowFilter(kind="padded", column=field.name)
                found.append(finding_of(field.name, "padded", text, rows, show, "“Paris ” and “Paris” are two values."))
    return found


def _texts(entity: Entity) -> list[Field]:
    return [field for field in entity.fields if field.type == "text" and field.profile.nulls < field.profile.rows]


def _mixed_finding(field: Field, others: int, filled: int, things: str, show: RowFilter) -> Finding:
    text = (
        f"{field.name} holds {things}, but for {counted(others, 'value')} of {filled:,} that "
        f"{'does' if others == 1 else 'do'} not read as one, so it is text."
    )
    return finding_of(
        field.name,
        "mixed",
        text,
        others,
        show,
        "Mend these values in the file, or change the type in its import report.",
    )


async def several_spellings(entity: Entity, opened: Opened) -> list[Finding]:
    """Values that differ only in capital letters or blanks."""
    fields = [
        field
        for field in entity.fields
        if field.type == "text" and role_of(field) == "category" and 1 < field.profile.distinct <= _MOST_SPELLED
    ]
    found = []
    for field in fields:
        name = quoted(field.name)
        values = (
            f"SELECT {name} AS v, count(*) AS n FROM {quoted(entity.name)} WHERE {name} IS NOT NULL GROUP BY {name}"
        )
        folded = (
            "SELECT count(*) AS spellings, sum(n) AS n, min(v) AS one, max(v) AS other "
            f"FROM ({values}) GROUP BY lower(trim(v))"
        )
        sql = f"SELECT count(*), sum(n), min(one), arg_min(other, one) FROM ({folded}) WHERE spellings > 1"
        told = await one_row(sql, opened)
        several, rows = number(told[0]), number(told[1])
        if several:
            text = f"{counted(several, 'value')} of {field.name} {are(several)} spelled in several ways."
            example = f"For example “{str(told[2])[:40]}” and “{str(told[3])[:40]}”."
            found.append(
                finding_of(field.name, "spelled", text, rows, RowFilter(kind="spelled", column=field.name), example)
            )
    return found

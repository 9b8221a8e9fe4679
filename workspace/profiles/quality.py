"""Looks for what may be wrong with the data: few scans of the whole table, each for all the columns it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.model import Dimension, Entity, Field
from core.query import Query
from core.table import Cell
from workspace.opened import Opened
from workspace.profiles.columns import far_years, is_nearly_unique, is_number, percent, role_of
from workspace.profiles.filters import ALIKE, RowFilter, quoted, row_hash
from workspace.profiles.findings import Finding, FindingKind
from workspace.profiles.gaps import gaps_in_dates

MOST_CELLS = 400_000_000
_AT_ONCE = 60
_FENCE = 3.0
_MOST_OUTLIERS = 0.02
_MOSTLY = 0.5
_MOST_SPELLED = 20_000
_EXAMPLES = 3
_ENOUGH = 20
_EMPTY = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`left_out` are sentences on what was not looked for."""

    findings: tuple[Finding, ...]
    left_out: tuple[str, ...] = ()


async def look_for_problems(entity: Entity, opened: Opened) -> Looked:
    """Warnings first, then what is only worth knowing; each in the order of the columns."""
    found: list[Finding] = []
    left_out: list[str] = []
    if entity.rows * len(entity.fields) <= MOST_CELLS:
        found += await _repeated_rows(entity, opened)
    else:
        left_out.append(
            "Repeated rows were not looked for: the table is too large to compare each row with all others."
        )
    found += await _repeated_keys(entity, opened)
    found += await _mixed_and_padded(entity, opened)
    found += await _spelled(entity, opened)
    found += await _outliers(entity, opened)
    found += await gaps_in_dates(entity, opened)
    found += [one for field in entity.fields for one in _counted_before(field)]
    places = {field.name: at for at, field in enumerate(entity.fields)}
    found.sort(key=lambda one: (one.severity == "info", places.get(one.column or "", -1)))
    return Looked(findings=tuple(found), left_out=tuple(left_out))


def compared_columns(entity: Entity) -> tuple[str, ...]:
    """All of them: two rows are alike where each cell is."""
    return tuple(field.name for field in entity.fields)


async def one_row(sql: str, opened: Opened) -> tuple[Cell, ...]:
    return (await opened.execute(Query(sql=sql), 1)).rows[0]


def number(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) else 0


async def _repeated_rows(entity: Entity, opened: Opened) -> list[Finding]:
    if entity.key or not entity.rows:
        return []
    alike = row_hash(compared_columns(entity))
    groups = f"SELECT count(*) AS n FROM {quoted(entity.name)} GROUP BY {alike} HAVING count(*) > 1"
    told = await one_row(f"SELECT count(*), coalesce(sum(n), 0) FROM ({groups})", opened)
    different, rows = number(told[0]), int(str(told[1]))
    if not different:
        return []
    return [
        Finding(
            kind="repeated_rows",
            severity="warning",
            text=f"{_rows(rows - different)} {_are(rows - different)} an exact copy of another one.",
            detail="A copy is counted and summed like the row it repeats.",
            rows=rows,
            show=RowFilter(kind="repeated_rows"),
        )
    ]


async def _repeated_keys(entity: Entity, opened: Opened) -> list[Finding]:
    fields = [field for field in entity.fields if is_nearly_unique(field) and (field.name,) != entity.key]
    found = []
    for field in fields:
        name = quoted(field.name)
        several = f"SELECT count(*) AS n FROM {quoted(entity.name)} WHERE {name} IS NOT NULL GROUP BY {name}"
        told = await one_row(f"SELECT count(*), coalesce(sum(n), 0) FROM ({several} HAVING count(*) > 1)", opened)
        values, rows = number(told[0]), int(str(told[1]))
        if values:
            text = f"{_counted(values, 'value')} of {field.name} {_come(values)} more than once, in {_rows(rows)}."
            found.append(
                _of(
                    field, "repeated_keys", text, rows, RowFilter(kind="repeated", column=field.name), _likely_id(field)
                )
            )
    return found


def _likely_id(field: Field) -> str:
    filled = field.profile.rows - field.profile.nulls
    return f"{percent(field.profile.distinct, filled)} of its values are unique, so it is likely meant to be an id."


async def _mixed_and_padded(entity: Entity, opened: Opened) -> list[Finding]:
    """Text of which most, but not all, reads as numbers or dates; text with blanks around it."""
    texts = [field for field in entity.fields if field.type == "text" and field.profile.nulls < field.profile.rows]
    found = []
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        counts = [f"count(*) FILTER ({ALIKE[kind](quoted(field.name))})" for field in part for kind in _TEXT_KINDS]
        counts = [count.replace("FILTER (", "FILTER (WHERE ", 1) for count in counts]
        told = await one_row(f"SELECT {', '.join(counts)} FROM {quoted(entity.name)}", opened)
        for at, field in enumerate(part):
            numbers, dates, tidy = (number(cell) for cell in told[3 * at : 3 * at + 3])
            found += _of_text(field, numbers, dates, tidy)
    return found


_TEXT_KINDS = ("not_number", "not_date", "padded")


def _of_text(field: Field, numbers: int, dates: int, tidy: int) -> list[Finding]:
    filled = field.profile.rows - field.profile.nulls
    found = []
    if _MOSTLY * filled < numbers < filled:
        found.append(
            _mixed(field, filled - numbers, filled, "numbers", RowFilter(kind="not_number", column=field.name))
        )
    elif _MOSTLY * filled < dates < filled:
        found.append(_mixed(field, filled - dates, filled, "dates", RowFilter(kind="not_date", column=field.name)))
    if tidy < filled:
        text = f"{_counted(filled - tidy, 'value')} of {field.name} {_have(filled - tidy)} blanks before or after the text."
        show = RowFilter(kind="padded", column=field.name)
        found.append(_of(field, "padded", text, filled - tidy, show, "“Paris ” and “Paris” are two values."))
    return found


def _mixed(field: Field, others: int, filled: int, things: str, show: RowFilter) -> Finding:
    text = (
        f"{field.name} holds {things}, but for {_counted(others, 'value')} of {filled:,} that "
        f"{'does' if others == 1 else 'do'} not read as one, so it is text."
    )
    return _of(
        field, "mixed", text, others, show, "Mend these values in the file, or change the type in its import report."
    )


async def _spelled(entity: Entity, opened: Opened) -> list[Finding]:
    """Values that differ only in capital letters or blanks."""
    fields = [
        field
        for field in entity.fields
        if field.type == "text" and role_of(field) == "category" and 1 < field.profile.distinct <= _MOST_SPELLED
    ]
    found = []
    for field in fields:
        name = quoted(field.name)
        folded = (
            f"SELECT count(DISTINCT {name}) AS spellings, count(*) AS n, min({name}) AS one, max({name}) AS other "
            f"FROM {quoted(entity.name)} WHERE {name} IS NOT NULL GROUP BY lower(trim({name}))"
        )
        sql = f"SELECT count(*), sum(n), min(one), arg_min(other, one) FROM ({folded}) WHERE spellings > 1"
        told = await one_row(sql, opened)
        values, rows = number(told[0]), int(str(told[1] or 0))
        if values:
            text = f"{_counted(values, 'value')} of {field.name} {_are(values)} spelled in several ways."
            example = f"For example “{str(told[2])[:40]}” and “{str(told[3])[:40]}”."
            found.append(_of(field, "spelled", text, rows, RowFilter(kind="spelled", column=field.name), example))
    return found


async def _outliers(entity: Entity, opened: Opened) -> list[Finding]:
    """Beyond three times the middle half's width from it: Tukey's outer fences."""
    fields = [field for field in entity.fields if is_number(field) and role_of(field) == "measure"]
    found = []
    for start in range(0, len(fields), _AT_ONCE):
        part = fields[start : start + _AT_ONCE]
        quartiles = [f"approx_quantile(CAST({quoted(one.name)} AS DOUBLE), {q})" for one in part for q in (0.25, 0.75)]
        told = await one_row(f"SELECT {', '.join(quartiles)} FROM {quoted(entity.name)}", opened)
        fenced = [
            (field, *_fences(told[2 * at], told[2 * at + 1]))
            for at, field in enumerate(part)
            if told[2 * at] is not None and told[2 * at] != told[2 * at + 1]
        ]
        if fenced:
            found += await _beyond(entity, fenced, opened)
    return found


def _fences(low: Cell, high: Cell) -> tuple[float, float]:
    assert isinstance(low, float)
    assert isinstance(high, float)
    width = _FENCE * (high - low)
    return _rounded(low - width), _rounded(high + width)


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
            f"{_counted(rows, 'value')} of {field.name} {_are(rows)} far from all others: {' and '.join(ends)} at most."
        )
        detail = f"Nearly all are between {low:,.10g} and {high:,.10g}."
        show = RowFilter(kind="outside", column=field.name, low=repr(low), high=repr(high))
        found.append(_of(field, "outliers", text, rows, show, detail))
    return found


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
        show = RowFilter(kind="outside", column=field.name, low="1900-01-01", high="2100-12-31")
        found.append(_of(field, "far_dates", f"{field.name} has dates as far as {years}.", 0, show, None))
    return found


def _of(field: Field, kind: FindingKind, text: str, rows: int, show: RowFilter, detail: str | None) -> Finding:
    return Finding(kind=kind, severity="warning", text=text, column=field.name, detail=detail, rows=rows, show=show)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _rows(count: int) -> str:
    return _counted(count, "row")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _come(count: int) -> str:
    return "comes" if count == 1 else "come"

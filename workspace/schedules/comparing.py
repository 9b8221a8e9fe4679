"""What is different from the last time: figures then and now, rows that came and went, new versions of tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.answer import Fact
from core.figures import counted
from core.result import Result
from core.schedule import ItemOutcome, KeptFigure
from core.table import NUMERIC_TYPES, Cell

MOST_ROWS = 500
"""Rows of a result that are kept to be compared with the next ones."""
_MOST_LINES, _MOST_NAMED = 12, 5
_LONGEST_CELL = 200
_COMPARED = frozenset({"value", "total", "share", "count", "leader", "missing", "range"})


def kept_figures(facts: Sequence[Fact]) -> tuple[KeptFigure, ...]:
    return tuple(
        KeptFigure(id=one.id, label=one.label, value=_plain(one.value), unit=one.unit)
        for one in facts
        if one.kind in _COMPARED
    )


def kept_rows(result: Result) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(_text(cell) for cell in row) for row in result.rows[:MOST_ROWS])


def changes(before: ItemOutcome, now: ItemOutcome) -> tuple[str, ...]:
    """Whole sentences without a full stop; none where nothing changed."""
    found = [*_tables(before, now), *_figures(before, now), *_rows(before, now)]
    rest = len(found) - _MOST_LINES
    return (*found[:_MOST_LINES], f"And {rest} more changes") if rest > 0 else tuple(found)


def _tables(before: ItemOutcome, now: ItemOutcome) -> Iterator[str]:
    was = {name: (version, rows) for name, version, rows in before.tables}
    for name, version, rows in now.tables:
        if name not in was or was[name] == (version, rows):
            continue
        earlier, had = was[name]
        more = f", {_more(rows - had, 'row')}" if rows != had else ""
        yield f"{name} is version {version}, was {earlier}{more}" if version != earlier else f"{name}{more}"


def _figures(before: ItemOutcome, now: ItemOutcome) -> Iterator[str]:
    was = {one.id: one for one in before.figures}
    for figure in now.figures:
        earlier = was.get(figure.id)
        if earlier is None or (_same(earlier.value, figure.value) and earlier.label == figure.label):
            continue
        then, current = _shown(earlier.value, figure.unit), _shown(figure.value, figure.unit)
        if earlier.label != figure.label:
            yield f"{earlier.label}: {then} then; {figure.label}: {current} now"
            continue
        yield f"{figure.label}: {then} then, {current} now{_by(earlier.value, figure.value, figure.unit)}"


def _rows(before: ItemOutcome, now: ItemOutcome) -> Iterator[str]:
    if before.row_count != now.row_count:
        yield f"The result has {counted(now.row_count, 'row')}, {_more(now.row_count - before.row_count, 'row')}"
    keys = [at for at, one in enumerate(now.columns) if one.type not in NUMERIC_TYPES]
    complete = len(before.rows) == before.row_count and len(now.rows) == now.row_count
    if not keys or not complete or [one.name for one in before.columns] != [one.name for one in now.columns]:
        return
    was, current = _keyed(before.rows, keys), _keyed(now.rows, keys)
    if was is None or current is None:
        return
    for verb, one, other in (("New", current, was), ("Gone", was, current)):
        names = [key for key in one if key not in other]
        if names:
            shown = ", ".join(" / ".join(part or "no value" for part in key) for key in names[:_MOST_NAMED])
            yield f"{verb}: {shown}" + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
    differing = sum(key in was and was[key] != row for key, row in current.items())
    if differing:
        yield f"{counted(differing, 'row')} with other figures"


def _keyed(
    rows: Sequence[tuple[str | None, ...]], keys: Sequence[int]
) -> dict[tuple[str | None, ...], tuple[str | None, ...]] | None:
    """None where two rows have one key."""
    found = {tuple(row[at] for at in keys): row for row in rows}
    return found if len(found) == len(rows) else None


def _more(count: int, noun: str) -> str:
    return f"{counted(abs(count), noun)} {'more' if count > 0 else 'fewer'}"


def _same(then: float | str | None, now: float | str | None) -> bool:
    if isinstance(then, float) and isinstance(now, float):
        return math.isclose(then, now, rel_tol=1e-12, abs_tol=1e-12)
    return then == now


def _by(then: float | str | None, now: float | str | None, unit: str | None) -> str:
    """The growth, where both are numbers and none is a share."""
    if not isinstance(then, float) or not isinstance(now, float) or not then or unit in ("ratio", "%"):
        return ""
    share = (now - then) / abs(then) * 100
    return f" ({share:+,.1f}%)".replace("-", "\u2212")


def _shown(value: float | str | None, unit: str | None) -> str:
    if value is None:
        return "no value"
    if isinstance(value, str):
        return value
    if unit == "ratio":
        return f"{value * 100:,.1f}%"
    digits = f"{value:,.0f}" if value == round(value) else f"{value:,.2f}" if abs(value) >= 1 else f"{value:,.4g}"
    shown = digits.replace("-", "\u2212")
    return f"{shown}{unit if unit == '%' else f' {unit}'}" if unit else shown


def _plain(value: Cell) -> float | str | None:
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value).lower()
    if isinstance(value, int | float | Decimal):
        try:
            number = float(value)
        except OverflowError:
            return str(value)
        return number if math.isfinite(number) else None
    return _text(value)


def _text(cell: Cell) -> str | None:
    if cell is None:
        return None
    return str(cell)[:_LONGEST_CELL]

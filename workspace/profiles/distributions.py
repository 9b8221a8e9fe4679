"""How the values of columns are spread: bins of numbers and times, the most frequent values of the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from core.model import Entity, Field
from core.query import Query
from core.table import Cell
from workspace.opened import Opened
from workspace.profiles.columns import is_moment, is_number, role_of
from workspace.profiles.filters import quoted

Kind = Literal["numbers", "times", "values", "unique", "none"]
Grain = Literal["day", "week", "month", "quarter", "year", "decade", "century"]

MOST_COLUMNS = 40
SAMPLED_ABOVE, SAMPLE = 5_000_000, 2_000_000
TOP = 6
_BINS = 20
_FEW_NUMBERS = 12
_TEXT_SHOWN = 80
_UNIQUE = 0.9
_FEW = 20
_NESTED = frozenset({"list", "struct", "interval"})
_DAYS: tuple[tuple[Grain, float], ...] = (
    ("day", 1),
    ("week", 7),
    ("month", 30.4),
    ("quarter", 91.3),
    ("year", 365.2),
    ("decade", 3652.0),
    ("century", 36520.0),
)
_MOST_PERIODS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """`start` is included, `end` is not, but in the last bin; a time is told by the day its period begins."""

    start: Cell
    end: Cell
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """`bins` without a row in them are left out of `times`. `values` are the most frequent, `others` the rows with another.

    Of `unique` nearly each row has a value of its own, and `values` are examples. `rows` is how many were looked at.
    """

    kind: Kind
    rows: int
    grain: Grain | None = None
    bins: tuple[Bin, ...] = ()
    values: tuple[tuple[Cell, int], ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """`steps` are the edges of bins."""

    field: Field
    kind: Kind
    grain: Grain | None = None
    steps: tuple[float, ...] = ()

    @property
    def value(self) -> str:
        name = quoted(self.field.name)
        if self.kind == "numbers":
            return f"CAST(floor((CAST({name} AS DOUBLE) - {self.steps[0]!r}) / {self.steps[1] - self.steps[0]!r}) AS BIGINT)"
        if self.kind == "times":
            return f"CAST(date_trunc('{self.grain}', {name}) AS DATE)"
        return f"left(CAST({name} AS VARCHAR), {_TEXT_SHOWN})"

    def select(self, number: int, source: str) -> str:
        name = quoted(self.field.name)
        finite = f" AND isfinite({name})" if self.field.type == "float" else ""
        values = f"SELECT {self.value} AS v FROM {source} WHERE {name} IS NOT NULL{finite}"
        counted = f"SELECT CAST(v AS VARCHAR) AS v, count(*) AS n FROM ({values}) GROUP BY ALL"
        kept = f" ORDER BY n DESC, v LIMIT {TOP}" if self.kind == "values" else ""
        return f"SELECT {number} AS k, v, n FROM ({counted}{kept})"


async def distributions_of(entity: Entity, names: Sequence[str], opened: Opened) -> Mapping[str, Distribution]:
    """One scan of the columns that the model has no frequent values of; of a large table, of a part of its rows."""
    fields = [entity.field(name) for name in names]
    known = {field.name: _known(field) for field in fields}
    asked = [_asked(field) for field in fields if known[field.name] is None]
    found = await _counted(entity, asked, opened) if asked else {}
    return {name: known[name] or found[name] for name in names}


def sampled_rows(entity: Entity) -> int | None:
    """How many rows are looked at, about, where that is not all of them."""
    return SAMPLE if entity.rows > SAMPLED_ABOVE else None


def sampled_source(entity: Entity) -> str:
    """Blocks of rows from all over the table, where it is large: rows that stand together are often alike."""
    part = sampled_rows(entity)
    sample = "" if part is None else f" TABLESAMPLE system({100 * part / entity.rows:.4f}%)"
    return f"{quoted(entity.name)}{sample}"


def _known(field: Field) -> Distribution | None:
    profile = field.profile
    filled = profile.rows - profile.nulls
    if field.type in _NESTED or not filled:
        return Distribution(kind="none", rows=profile.rows)
    if _is_binned(field):
        return None
    if filled > _FEW and profile.distinct >= _UNIQUE * filled:
        examples = tuple((one, 1) for one in (profile.minimum, profile.maximum) if one is not None)
        return Distribution(kind="unique", rows=profile.rows, values=examples)
    if profile.top:
        shown = profile.top[:TOP]
        others = filled - sum(count for _, count in shown)
        return Distribution(kind="values", rows=profile.rows, values=shown, others=others)
    return None


def _is_binned(field: Field) -> bool:
    profile = field.profile
    if is_moment(field):
        return isinstance(profile.minimum, date | datetime)
    if not is_number(field) or not _finite(profile.minimum) or not _finite(profile.maximum):
        return False
    return role_of(field) == "measure" or profile.distinct > _FEW_NUMBERS


def _finite(cell: Cell) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and math.isfinite(cell)


def _asked(field: Field) -> _Asked:
    low, high = field.profile.minimum, field.profile.maximum
    if not _is_binned(field):
        return _Asked(field=field, kind="values")
    if isinstance(low, date | datetime) and isinstance(high, date | datetime):
        return _Asked(field=field, kind="times", grain=_grain(low, high))
    assert isinstance(low, int | float | Decimal)
    assert isinstance(high, int | float | Decimal)
    return _Asked(field=field, kind="numbers", steps=_edges(float(low), float(high), whole=field.type == "integer"))


def _grain(low: date, high: date) -> Grain:
    days = (date(high.year, high.month, high.day) - date(low.year, low.month, low.day)).days
    return next((grain for grain, length in _DAYS if days / length <= _MOST_PERIODS), "century")


def _edges(low: float, high: float, *, whole: bool) -> tuple[float, ...]:
    """Round numbers: steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = high - low
    if not span or not math.isfinite(span):
        return (low, low + 1)
    raw = span / _BINS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9))
    if whole:
        step = float(max(1, math.ceil(step)))
    start = math.floor(low / step) * step
    count = min(2 * _BINS, math.floor((high - start) / step) + 1)
    return tuple(_tidy(start + step * at) for at in range(count + 1))


def _tidy(number: float) -> float:
    return float(f"{number:.12g}")


async def _counted(entity: Entity, asked: Sequence[_Asked], opened: Opened) -> dict[str, Distribution]:
    looked_at = sampled_rows(entity) or entity.rows
    source = sampled_source(entity)
    sql = " UNION ALL ".join(one.select(number, source) for number, one in enumerate(asked))
    result = await opened.execute(Query(sql=sql), MOST_COLUMNS * 2 * _MOST_PERIODS)
    counts: dict[int, list[tuple[str, int]]] = {}
    for number, value, rows in result.rows:
        assert isinstance(number, int)
        assert isinstance(rows, int)
        counts.setdefault(number, []).append((str(value), rows))
    return {one.field.name: _distribution(one, counts.get(number, []), looked_at) for number, one in enumerate(asked)}


def _distribution(one: _Asked, counts: Sequence[tuple[str, int]], looked_at: int) -> Distribution:
    if one.kind == "values":
        return _values(one.field, counts, looked_at)
    if one.kind == "times":
        periods = tuple(Bin(start=date.fromisoformat(v), end=None, rows=n) for v, n in sorted(counts))
        return Distribution(kind="times", rows=looked_at, grain=one.grain, bins=periods)
    by_place: dict[int, int] = {}
    last = len(one.steps) - 2
    for value, rows in counts:
        place = max(0, min(last, int(value)))
        by_place[place] = by_place.get(place, 0) + rows
    bins = tuple(Bin(start=one.steps[at], end=one.steps[at + 1], rows=by_place.get(at, 0)) for at in range(last + 1))
    return Distribution(kind="numbers", rows=looked_at, bins=bins)


def _values(field: Field, counts: Sequence[tuple[str, int]], looked_at: int) -> Distribution:
    profile = field.profile
    filled = (profile.rows - profile.nulls) * looked_at // max(1, profile.rows)
    shown = tuple(sorted(counts, key=lambda each: (-each[1], each[0]))[:TOP])
    others = max(0, filled - sum(rows for _, rows in shown))
    return Distribution(kind="values", rows=looked_at, values=shown, others=others)

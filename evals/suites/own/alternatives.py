"""Tables that answer a question equally well."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, Self

import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Any of `tables` is right; `ordered` where the order of rows was asked for."""

    tables: tuple[Any, ...]
    ordered: bool = False

    def __or__(self, other: Self) -> Self:
        return replace(self, tables=self.tables + other.tables, ordered=self.ordered or other.ordered)

    @property
    def ranked(self) -> Self:
        return replace(self, ordered=True)


def any_of(answers: Iterable[Answers]) -> Answers:
    return reduce(or_, answers)


def one(*values: Any) -> Answers:
    """A single cell that holds any of `values`."""
    return Answers(tables=tuple(pd.DataFrame({"value": [value]}) for value in values))


def row(**cells: Any) -> Answers:
    return Answers(tables=(pd.DataFrame({name: [cell] for name, cell in cells.items()}),))


def table(frame: Any, *choices: str) -> Answers:
    """Each choice names the columns, parted by spaces, that are enough."""
    return Answers(tables=tuple(frame[choice.split()].reset_index(drop=True) for choice in choices))


def listed(frame: Any, *choices: str) -> Answers:
    """The rows, or how many they are: for a noun without a verb."""
    return table(frame, *choices) | one(len(frame))


def groups(series: Any, value: str = "value") -> Answers:
    """Keys and their value, with the group of rows without a key and without it."""
    frame = series.rename(value).reset_index()
    kept = frame.dropna(subset=[name for name in frame.columns if name != value])
    return Answers(tables=(frame,) if len(kept) == len(frame) else (frame, kept))


def years(series: Any) -> Answers:
    """Values by whole year: the year is a number, or its first day."""
    dated = series.copy()
    dated.index = [f"{int(year)}-01-01" for year in series.index]
    return groups(series) | groups(dated.rename_axis("year"))


def side_by_side(series: Any) -> Answers:
    """A few groups against each other: a row for each, or a cell for each in one row."""
    return groups(series) | Answers(tables=(series.rename("value").reset_index(drop=True).to_frame().T,))


def named_months(series: Any) -> Answers:
    """Values by the month of the year: 1 to 12, or its name, long or short."""
    keyed = [
        series,
        *(
            series.set_axis([names[month] for month in series.index])
            for names in (calendar.month_name, calendar.month_abbr)
        ),
    ]
    return any_of(groups(found.rename_axis("month")) for found in keyed)


def shares(series: Any) -> Answers:
    """Keys and their part of all, as a ratio and in percent."""
    return groups(series / series.sum()) | groups(100 * series / series.sum())


def part(number: float, whole: float) -> Answers:
    return one(number / whole, 100 * number / whole)


def changes(series: Any, start: str | None = None) -> Answers:
    """Against the period before: absolute, as a ratio, in percent.

    From `start` on, the first period compared with the one before it or with none; periods without one are kept or not.
    """
    late = series if start is None else series[series.index >= start]
    tables: tuple[Any, ...] = ()
    for chosen in (series, late):
        for found in (chosen.diff(), chosen.pct_change(), 100 * chosen.pct_change()):
            kept = found if start is None else found[found.index >= start]
            tables += (kept.rename("value").reset_index(), kept.dropna().rename("value").reset_index())
    return Answers(tables=tables)


def revenues(tables: Any) -> list[tuple[Any, str]]:
    """What orders were charged, or what their lines come to, with the refunds and without: rows and their column."""
    sold = tables.sales[tables.sales.quantity > 0]
    return [(tables.orders, "order_total"), (tables.sales, "amount"), (sold, "amount")]


def turnover(tables: Any, by: Any = None, where: Any = None) -> Answers:
    return _summed(revenues(tables), by, where)


def line_sales(tables: Any, by: Any = None, where: Any = None, what: str = "amount") -> Answers:
    """What the lines come to, with the refunds and without."""
    return _summed([(tables.sales, what), (tables.sales[tables.sales.quantity > 0], what)], by, where)


def _summed(frames: list[tuple[Any, str]], by: Any, where: Any) -> Answers:
    kept = [(frame if where is None else frame[where(frame)], name) for frame, name in frames]
    if by is None:
        return one(*(frame[name].sum() for frame, name in kept))
    found = [groups(frame.groupby(by, dropna=False)[name].sum()) for frame, name in kept]
    return Answers(tables=tuple(each for answers in found for each in answers.tables))


def leaders(frame: Any, keys: str, measures: list[Any], most: int = 1, *, lowest: bool = False) -> Answers:
    """The first `most` keys by each measure; any column of `keys`, parted by spaces, names them."""
    answers: Answers | None = None
    for measure in measures:
        ordered = measure.sort_values(ascending=lowest).head(most)
        named = frame.set_index(ordered.index.name, drop=False).loc[ordered.index]
        found = table(named, *keys.split())
        answers = found if answers is None else answers | found
    assert answers is not None
    return answers if most == 1 else answers.ranked


def top_of_each(frame: Any, group: str, keys: str, by: str) -> Answers:
    """The row with the highest `by` in each group."""
    best = frame.sort_values(by, ascending=False).drop_duplicates(group)
    return table(best, *(f"{group} {key}" for key in keys.split()))

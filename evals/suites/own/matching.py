"""Whether the rows of an answer contain what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from evals.cells import Plain, PlainRow, plain_rows, same
from evals.execution_accuracy import same_rows

_MOST_MAPPINGS = 200
_MONTH = re.compile(r"\d{4}-\d\d\Z")
_QUARTER = re.compile(r"(\d{4})[- ]?Q([1-4])\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The rows of any of `alternatives` are right; `extra_columns`: others may stand beside theirs."""

    columns: tuple[str, ...]
    alternatives: tuple[Sequence[Sequence[object]], ...]
    ordered: bool = False
    extra_columns: bool = True


def answers_it(rows: Sequence[Sequence[object]], expected: Expectation) -> bool:
    found = _periods(plain_rows(rows))
    return any(_fits(found, _periods(plain_rows(wanted)), expected) for wanted in expected.alternatives)


def _fits(found: list[PlainRow], wanted: list[PlainRow], expected: Expectation) -> bool:
    if len(found) != len(wanted):
        return False
    if not wanted:
        return True
    if len(found[0]) < len(wanted[0]) or (len(found[0]) > len(wanted[0]) and not expected.extra_columns):
        return False
    for places in islice(_placements(found, wanted), _MOST_MAPPINGS):
        chosen = [tuple(row[place] for place in places) for row in found]
        if _in_order(chosen, wanted) if expected.ordered else same_rows(chosen, wanted):
            return True
    return False


def _placements(found: list[PlainRow], wanted: list[PlainRow]) -> Iterator[tuple[int, ...]]:
    """Which columns of the answer can stand for the expected ones, by their values."""
    options = [
        [
            at
            for at in range(len(found[0]))
            if same_rows([(row[at],) for row in found], [(row[goal],) for row in wanted])
        ]
        for goal in range(len(wanted[0]))
    ]
    yield from _chosen(options, ())


def _chosen(options: list[list[int]], taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(options):
        yield taken
        return
    for place in options[len(taken)]:
        if place not in taken:
            yield from _chosen(options, (*taken, place))


def _in_order(found: list[PlainRow], wanted: list[PlainRow]) -> bool:
    return all(
        same(left, right)
        for one, other in zip(found, wanted, strict=True)
        for left, right in zip(one, other, strict=True)
    )


def _periods(rows: list[PlainRow]) -> list[PlainRow]:
    """Months and quarters as their first day."""
    return [tuple(_period(cell) for cell in row) for row in rows]


def _period(cell: Plain) -> Plain:
    if not isinstance(cell, str):
        return cell
    if _MONTH.match(cell):
        return f"{cell}-01"
    quarter = _QUARTER.match(cell)
    return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02}-01" if quarter else cell

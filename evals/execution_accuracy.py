"""Whether the rows of an answer are the expected rows.

The same number of columns in any order, and the same rows as often. Their order counts only where the expected query
orders at its top level, and then only up to rows of one sort key; where a LIMIT cuts through such ties, any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from evals.cells import Plain, PlainRow, plain_rows, same

_MOST_MAPPINGS = 2_000
_MOST_MATCHED = 1_500
Run = Callable[[str], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`blocks` are row numbers of one sort key, in order. `choice`: the rows before a cut tie, and the tied ones."""

    rows: list[PlainRow]
    ordered: bool = False
    blocks: tuple[tuple[int, ...], ...] | None = None
    choice: tuple[list[PlainRow], list[PlainRow]] | None = None


def expected_of(sql: str, run: Run) -> Expected:
    """Runs the expected query, and once more with its sort keys where it orders."""
    rows = plain_rows(run(sql))
    tree = _parsed(sql)
    if tree is None or tree.args.get("order") is None:
        return Expected(rows=rows)
    keyed = _with_sort_keys(tree, run)
    if keyed is None:
        return Expected(rows=rows, ordered=True)
    return _with_ties(rows, *keyed)


def is_same_result(answer: Sequence[Sequence[object]], expected: Expected) -> bool:
    rows, wanted = plain_rows(answer), expected.rows
    if len(rows) != len(wanted) or (wanted and len(rows[0]) != len(wanted[0])):
        return False
    if not wanted:
        return True
    for mapping in islice(_mappings(rows, wanted), _MOST_MAPPINGS):
        mapped = [tuple(row[place] for place in mapping) for row in rows]
        if same_rows(mapped, wanted) and (not expected.ordered or _in_order(mapped, expected)):
            return True
        if expected.choice is not None and _chosen(mapped, *expected.choice):
            return True
    return expected.choice is not None and any(
        _chosen([tuple(row[place] for place in mapping) for row in rows], *expected.choice)
        for mapping in _rotations(len(wanted[0]))
    )


def same_rows(left: Sequence[PlainRow], right: Sequence[PlainRow]) -> bool:
    """As multisets."""
    if len(left) != len(right):
        return False
    first, second = sorted(left, key=_rank), sorted(right, key=_rank)
    if all(_same_row(one, other) for one, other in zip(first, second, strict=True)):
        return True
    if len(left) > _MOST_MATCHED:
        return False
    remaining = list(second)
    for row in first:
        place = next((at for at, other in enumerate(remaining) if _same_row(row, other)), None)
        if place is None:
            return False
        del remaining[place]
    return True


def _same_row(left: PlainRow, right: PlainRow) -> bool:
    return all(same(one, other) for one, other in zip(left, right, strict=True))


def _rank(row: PlainRow) -> tuple[tuple[int, float, str], ...]:
    return tuple(_cell_rank(cell) for cell in row)


def _cell_rank(cell: Plain) -> tuple[int, float, str]:
    if cell is None:
        return 0, 0.0, ""
    return (1, float(cell), "") if isinstance(cell, int | float) else (2, 0.0, repr(cell))


def _mappings(rows: Sequence[PlainRow], wanted: Sequence[PlainRow]) -> Iterator[tuple[int, ...]]:
    """Which column of the answer stands for each expected one, its values being the same as a multiset."""
    width = len(wanted[0])
    columns = [[(row[place],) for row in rows] for place in range(width)]
    options = [
        [place for place in range(width) if same_rows(columns[place], [(row[goal],) for row in wanted])]
        for goal in range(width)
    ]
    yield from _assignments(options, ())


def _assignments(options: Sequence[Sequence[int]], taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(options):
        yield taken
        return
    goal = len(taken)
    for place in sorted(options[goal], key=lambda place: place != goal):
        if place not in taken:
            yield from _assignments(options, (*taken, place))


def _rotations(width: int) -> Iterator[tuple[int, ...]]:
    yield from islice(_assignments([range(width)] * width, ()), 720)


def _in_order(rows: Sequence[PlainRow], expected: Expected) -> bool:
    blocks = expected.blocks or tuple((place,) for place in range(len(expected.rows)))
    at = 0
    for block in blocks:
        if not same_rows(rows[at : at + len(block)], [expected.rows[place] for place in block]):
            return False
        at += len(block)
    return True


def _chosen(rows: Sequence[PlainRow], before: Sequence[PlainRow], tied: Sequence[PlainRow]) -> bool:
    if not same_rows(rows[: len(before)], before):
        return False
    pool = list(tied)
    for row in rows[len(before) :]:
        place = next((at for at, other in enumerate(pool) if _same_row(row, other)), None)
        if place is None:
            return False
        del pool[place]
    return True


def _parsed(sql: str) -> exp.Query | None:
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return None
    return tree if isinstance(tree, exp.Query) else None


def _with_sort_keys(tree: exp.Query, run: Run) -> tuple[list[PlainRow], list[PlainRow], int | None] | None:
    """All rows without the LIMIT, their sort keys, and the LIMIT; None where keys cannot be added safely."""
    plain_select = isinstance(tree, exp.Select) and tree.args.get("offset") is None
    if not plain_select or tree.args.get("distinct") is not None or any(s.is_star for s in tree.selects):
        return None
    limit = tree.args.get("limit")
    count = int(limit.expression.name) if limit is not None and limit.expression.is_int else None
    if limit is not None and count is None:
        return None
    keyed = tree.copy()
    keyed.set("limit", None)
    names = {one.alias: one.this for one in tree.selects if isinstance(one, exp.Alias)}
    keys = [_sort_key(one.this, names, tree) for one in tree.args["order"].expressions]
    for place, key in enumerate(keys):
        keyed.append("expressions", exp.alias_(key, f"sort_key_{place}"))
    found = plain_rows(run(keyed.sql(dialect="duckdb")))
    width = len(tree.selects)
    return [row[:width] for row in found], [row[width:] for row in found], count


def _sort_key(key: exp.Expr, names: dict[str, exp.Expr], tree: exp.Query) -> exp.Expr:
    if isinstance(key, exp.Literal) and key.is_int:
        return tree.selects[int(key.name) - 1].unalias().copy()
    if isinstance(key, exp.Column) and not key.table and key.name in names:
        return names[key.name].copy()
    return key.copy()


def _with_ties(rows: list[PlainRow], all_rows: list[PlainRow], keys: list[PlainRow], count: int | None) -> Expected:
    kept = all_rows if count is None else all_rows[:count]
    if len(kept) != len(rows):
        return Expected(rows=rows, ordered=True)
    blocks = _blocks(keys)
    whole = [block for block in blocks if block[-1] < len(kept)]
    done = sum(len(block) for block in whole)
    if done == len(kept):
        if same_rows(kept, rows):
            return Expected(rows=kept, ordered=True, blocks=tuple(whole))
        return Expected(rows=rows, ordered=True)
    cut = next(block for block in blocks if block[-1] >= len(kept))
    choice = (all_rows[:done], [all_rows[place] for place in cut])
    blocks_kept = (*whole, tuple(range(done, len(rows))))
    ordered_blocks = blocks_kept if same_rows(rows[:done], all_rows[:done]) else None
    return Expected(rows=rows, ordered=True, blocks=ordered_blocks, choice=choice)


def _blocks(keys: Sequence[PlainRow]) -> list[tuple[int, ...]]:
    blocks: list[list[int]] = []
    for place, key in enumerate(keys):
        if blocks and _same_row(keys[blocks[-1][0]], key):
            blocks[-1].append(place)
        else:
            blocks.append([place])
    return [tuple(block) for block in blocks]

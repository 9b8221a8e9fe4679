"""Recursive WITH: only where the SQL itself shows that it ends."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.errors import GuardRefusal
from warehouse.guarding.listed import folded

MAX_STEPS = 100_000


def check_recursion(cte: exp.CTE) -> None:
    """Raises GuardRefusal unless the query can only make finitely many rows.

    Either a counter runs up (or down) to a bound in its WHERE, or UNION keeps each row once and
    every column is carried over unchanged.
    """
    name = folded(cte.alias)
    own = [table for table in cte.this.find_all(exp.Table) if folded(table.name) == name]
    if not own:
        return
    union = cte.this.unnest()
    if len(own) == 1 and isinstance(union, exp.Union) and isinstance(union.expression, exp.Select):
        step = union.expression
        if own[0].find_ancestor(exp.Select) is step and _is_bounded(cte, union, step):
            return
    raise GuardRefusal(
        f"The recursive query {cte.alias} has no clear end.",
        construct="WITH RECURSIVE",
        hint="Count the steps in a column (n + 1) and end them in the recursive part (WHERE n < 100), or use range().",
    )


def _is_bounded(cte: exp.CTE, union: exp.Union, step: exp.Select) -> bool:
    if union.args.get("distinct") and all(isinstance(column.unalias(), exp.Column) for column in step.expressions):
        return True
    where = step.args.get("where")
    if where is None:
        return False
    counters = set(_counters(_column_names(cte, union), step))
    return any(_bounds_a_counter(condition, counters) for condition in _conjuncts(where.this))


def _column_names(cte: exp.CTE, union: exp.Union) -> list[str]:
    named = cte.args["alias"].args.get("columns")
    if named:
        return [folded(column.name) for column in named]
    first = union.this.unnest()
    while isinstance(first, exp.Union):
        first = first.this.unnest()
    return [folded(column.alias_or_name) for column in first.expressions]


def _counters(names: list[str], step: exp.Select) -> Iterator[tuple[str, int]]:
    """Columns whose next value is the last one plus or minus a constant, with the direction."""
    for name, expression in zip(names, step.expressions, strict=False):
        moved = expression.unalias().unnest()
        if isinstance(moved, exp.Cast):
            moved = moved.this.unnest()
        if not isinstance(moved, (exp.Add, exp.Sub)):
            continue
        by = moved.expression.unnest()
        if (
            isinstance(moved.this.unnest(), exp.Column)
            and folded(moved.this.unnest().name) == name
            and _is_positive(by)
        ):
            yield name, 1 if isinstance(moved, exp.Add) else -1


def _is_positive(by: exp.Expr) -> bool:
    amount = by.this if isinstance(by, exp.Interval) else by
    if not isinstance(amount, exp.Literal):
        return False
    try:
        return float(amount.this.split()[0]) > 0
    except (ValueError, IndexError):
        return False


def _conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _conjuncts(condition.this)
        yield from _conjuncts(condition.expression)
    else:
        yield condition


def _bounds_a_counter(condition: exp.Expr, counters: set[tuple[str, int]]) -> bool:
    if isinstance(condition, (exp.LT, exp.LTE)):
        low, high = condition.this, condition.expression
    elif isinstance(condition, (exp.GT, exp.GTE)):
        low, high = condition.expression, condition.this
    else:
        return False
    return ((_counter_name(low), 1) in counters and _is_end(high)) or (
        (_counter_name(high), -1) in counters and _is_end(low)
    )


def _counter_name(side: exp.Expr) -> str:
    """The column in `n` or `n + 1`."""
    side = side.unnest()
    if isinstance(side, (exp.Add, exp.Sub)) and _is_positive(side.expression.unnest()):
        side = side.this.unnest()
    return folded(side.name) if isinstance(side, exp.Column) else ""


def _is_end(bound: exp.Expr) -> bool:
    """A number of steps that is written out, a date, or a value that the recursion cannot move."""
    if isinstance(bound.unnest(), exp.Subquery):
        return True
    if bound.find(exp.Column, exp.Query) is not None:
        return False
    return all(literal.is_string or abs(float(literal.this)) <= MAX_STEPS for literal in bound.find_all(exp.Literal))

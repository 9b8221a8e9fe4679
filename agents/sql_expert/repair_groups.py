"""Columns that are shown beside aggregates and were left out of GROUP BY."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from semantic_layer.sql_sources import same, same_column

_EXTREMES = (exp.Max, exp.Min)


def mend_groups(tree: exp.Expr) -> list[str]:
    notes: list[str] = []
    for select in tree.find_all(exp.Select):
        missing = _missing(select)
        for key in missing:
            select.group_by(key.copy(), copy=False)
        if missing:
            listed = ", ".join(key.sql(dialect="duckdb") for key in missing)
            notes.append(f"{listed} was added to GROUP BY.")
        notes.extend(_mend_order(select))
    return notes


def _missing(select: exp.Select) -> list[exp.Expr]:
    group = select.args.get("group")
    if group is not None and (not group.expressions or group.args.get("all")):
        return []
    if any(isinstance(one, exp.Star) or one.find(exp.Window) for one in select.selects):
        return []
    measured = [one for one in select.selects if one.find(exp.AggFunc)]
    if group is None and (not (measured or _orders_by_aggregate(select)) or _means_the_extreme_row(measured)):
        return []
    keys = list(group.expressions) if group else []
    plain = [one for one in select.selects if not one.find(exp.AggFunc, exp.Query) and one.find(exp.Column)]
    return [one.unalias() for one in plain if not _is_key(one, keys, select)]


def _orders_by_aggregate(select: exp.Select) -> bool:
    order = select.args.get("order")
    return order is not None and any(
        found.find_ancestor(exp.Select, exp.Window) is select for found in order.find_all(exp.AggFunc)
    )


def _mend_order(select: exp.Select) -> Iterator[str]:
    """A column that is neither grouped by nor shown has many values in a group: it is ordered by the one that comes first."""
    group, order = select.args.get("group"), select.args.get("order")
    if group is None or order is None or not group.expressions or group.args.get("all"):
        return
    for ordered in order.expressions:
        of = ordered.this
        if not isinstance(of, exp.Column) or any(_is_told(of, key) for key in (*group.expressions, *select.selects)):
            continue
        of.replace(exp.Max(this=of.copy()) if ordered.args.get("desc") else exp.Min(this=of.copy()))
        yield f"Groups are ordered by {ordered.this.sql(dialect='duckdb')}."


def _is_told(of: exp.Column, told: exp.Expr) -> bool:
    return same_column(of, told.unalias()) or (not of.table and same(of.name, told.alias_or_name))


def _means_the_extreme_row(measured: list[exp.Expr]) -> bool:
    """SELECT name, MAX(price) is written for the row with the highest price, which a group for each name is not."""
    return bool(measured) and all(isinstance(one.unalias(), _EXTREMES) for one in measured)


def _is_key(shown: exp.Expr, keys: list[exp.Expr], select: exp.Select) -> bool:
    own, position = shown.unalias(), str(select.selects.index(shown) + 1)
    for key in keys:
        if own == key or same_column(own, key):
            return True
        if isinstance(key, exp.Literal) and key.this == position:
            return True
        if isinstance(key, exp.Column) and not key.table and same(key.name, shown.alias_or_name):
            return True
    return False

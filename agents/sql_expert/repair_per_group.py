"""A sum by columns of a table that repeats the summed rows: each row counts once in each group that it is in.

"Credit of customers by status of their orders" is the credit of those who have an order of that status, however many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from semantic_layer import Inflated
from semantic_layer.sql_sources import Source, Sources, same

_ROWS = "met"
_UNTOUCHED = ("distinct", "qualify", "windows", "with_", "laterals", "pivots")


class _NotSafe(Exception):
    """Something is shown that has more rows than the groups and the rows that are counted."""


def counted_once_a_group(found: Inflated) -> list[str]:
    """What was changed, in a sentence; the SELECT as it came and none where another thing might be meant."""
    if not _is_plain(found):
        return []
    select, home = found.sources.select, found.home
    try:
        inner, outer = _taken_apart(found)
    except _NotSafe:
        return []
    for name in ("joins", "where"):
        select.set(name, None)
    select.set("from_", exp.From(this=inner.subquery(_ROWS, copy=False)))
    for name, part in outer.items():
        select.set(name, part)
    table = home.entity.name if home.entity else home.alias
    return [
        f"Rows of {table} count once in each group; one may be in several, so groups can add up to more than the whole."
    ]


def _is_plain(found: Inflated) -> bool:
    select, sources, home = found.sources.select, found.sources, found.home
    group = select.args.get("group")
    plain = (
        group is not None
        and bool(group.expressions)
        and not any(part for name, part in group.args.items() if name != "expressions")
    )
    inner = all(one.join is None or not (one.join.side or one.join.args.get("using") or one.join.args.get("method"))
                for one in sources.all)  # fmt: skip
    known = all(one.entity is not None for one in sources.all) and home.entity is not None and bool(home.entity.key)
    return (
        plain and inner and known
        and not any(select.args.get(name) for name in _UNTOUCHED)
        and not select.find(exp.Window, exp.Star)
        and all(_is_of(one, home, sources) for one in _aggregates(select))
    )  # fmt: skip


def _aggregates(select: exp.Select) -> Iterator[exp.AggFunc]:
    return (one for one in select.find_all(exp.AggFunc) if one.find_ancestor(exp.Select) is select)


def _is_of(aggregate: exp.AggFunc, home: Source, sources: Sources) -> bool:
    """Whether it is about rows of `home` alone; a count of rows is about the rows that were met."""
    homes = [sources.home(column) for column in aggregate.find_all(exp.Column)]
    return bool(homes) and all(one is not None and one.alias == home.alias for one in homes)


def _taken_apart(found: Inflated) -> tuple[exp.Select, dict[str, object]]:
    """The different rows of each group, and what is shown of them."""
    select, sources, home = found.sources.select, found.sources, found.home
    assert home.entity is not None
    keys = sources.group_keys()
    if any(key.find(exp.AggFunc, exp.Query) for key in keys):
        raise _NotSafe
    shown = _Shown(keys, home, sources)
    outer: dict[str, object] = {
        "expressions": [_named(shown.of(one), one) for one in select.expressions],
        "group": exp.Group(expressions=[exp.column(f"g{at}", table=_ROWS) for at in range(len(keys))]),
    }
    for name in ("having", "order"):
        if select.args.get(name) is not None:
            outer[name] = shown.of(select.args[name])
    ids = [
        exp.alias_(exp.column(name, table=home.alias, quoted=True), f"k{at}") for at, name in enumerate(home.entity.key)
    ]
    groups = [exp.alias_(key.copy(), f"g{at}") for at, key in enumerate(keys)]
    inner = exp.select(*ids, *groups, *shown.columns()).distinct()
    for name in ("from_", "joins", "where"):
        inner.set(name, select.args.get(name))
    return inner, outer


class _Shown:
    """Parts of a SELECT over what was taken apart: groups by name, and columns of the rows that count."""

    def __init__(self, keys: Sequence[exp.Expr], home: Source, sources: Sources) -> None:
        self._keys = [_spelled(key, sources) for key in keys]
        self._home, self._sources = home, sources
        self._names: list[str] = []

    def columns(self) -> list[exp.Expr]:
        return [
            exp.alias_(exp.column(name, table=self._home.alias, quoted=True), f"m{at}")
            for at, name in enumerate(self._names)
        ]

    def of(self, part: exp.Expr) -> exp.Expr:
        """Raises _NotSafe for a column of another table, and for a query within."""
        return part.copy().transform(self._replaced)

    def _replaced(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Query):
            raise _NotSafe
        if isinstance(node, exp.Column) and same(node.table, _ROWS):
            return node
        spelled = _spelled(node, self._sources)
        if spelled in self._keys and not isinstance(node, exp.Literal):
            return exp.column(f"g{self._keys.index(spelled)}", table=_ROWS)
        if not isinstance(node, exp.Column):
            return node
        home = self._sources.home(node)
        if home is None and not node.table and any(
            isinstance(one, exp.Alias) and same(one.alias, node.name) for one in self._sources.select.selects
        ):  # fmt: skip
            return node
        if home is None or home.alias != self._home.alias:
            raise _NotSafe
        name = node.name.casefold()
        if name not in self._names:
            self._names.append(name)
        return exp.column(f"m{self._names.index(name)}", table=_ROWS)


def _named(shown: exp.Expr, before: exp.Expr) -> exp.Expr:
    """By the name that the output had."""
    return shown if isinstance(shown, exp.Alias) or not before.alias_or_name else exp.alias_(
        shown, before.alias_or_name, quoted=True
    )  # fmt: skip


def _spelled(part: exp.Expr, sources: Sources) -> str:
    """With every column by its source, so that the same is spelled the same."""
    copied = part.copy()
    for column in [copied] if isinstance(copied, exp.Column) else list(copied.find_all(exp.Column)):
        home = sources.home(column)
        if home is not None:
            column.set("table", exp.to_identifier(home.alias.casefold()))
            column.set("this", exp.to_identifier(column.name.casefold()))
    return copied.sql(dialect="duckdb")

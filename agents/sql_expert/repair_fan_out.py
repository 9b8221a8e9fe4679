"""A join that repeats rows which an aggregate then counts again: written so that each row counts once, where that is safe.

Safe is a table that only narrows the rows, which becomes a condition (EXISTS), and a count of a table's key, which
becomes a count of different ones. A sum by columns of the table that repeats may be meant otherwise: `once_a_group` is
for where nobody writes it better, and what it says is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp

from agents.sql_expert.repair_per_group import counted_once_a_group
from core.model import SemanticModel
from semantic_layer import Inflated, inflated
from semantic_layer.sql_sources import Source, Sources, conjuncts, same

_SHOWING = ("expressions", "group", "having", "qualify", "order", "distinct", "windows")


def mend_fan_out(sql: str, model: SemanticModel) -> tuple[str, tuple[str, ...]]:
    """The statement and sentences on what was changed; the same statement and none where nothing is safe."""
    tree, notes = sqlglot.parse_one(sql, read="duckdb"), list[str]()
    for select in list(tree.find_all(exp.Select)):
        found = inflated(select, model)
        if found is not None:
            notes.extend(_narrowed(found.home, found.sources) or _counted_once(found, model))
    return (tree.sql(dialect="duckdb", pretty=True), tuple(notes)) if notes else (sql, ())


def once_a_group(sql: str, model: SemanticModel) -> tuple[str, tuple[str, ...]]:
    """The statement with each row counted once in each group, and what that means; the same and none where that is not safe."""
    tree, notes = sqlglot.parse_one(sql, read="duckdb"), list[str]()
    for select in list(tree.find_all(exp.Select)):
        found = inflated(select, model)
        if found is not None:
            notes.extend(counted_once_a_group(found))
    return (tree.sql(dialect="duckdb", pretty=True), tuple(notes)) if notes else (sql, ())


def _counted_once(found: Inflated, model: SemanticModel) -> list[str]:
    """Every count of a key that repeats; none where another aggregate of the SELECT would stay inflated."""
    select, notes = found.sources.select, list[str]()
    while (again := inflated(select, model)) is not None:
        key = _key_counted(again)
        if key is None:
            return notes
        written = again.aggregate.sql(dialect="duckdb")
        again.aggregate.set("this", exp.Distinct(expressions=[key.copy()]))
        notes.append(f"{written} met rows several times: each {key.name} is counted once.")
    return notes


def _key_counted(found: Inflated) -> exp.Column | None:
    inner, home = found.aggregate.this, found.home
    if not isinstance(found.aggregate, exp.Count) or not isinstance(inner, exp.Column) or home.entity is None:
        return None
    is_key = len(home.entity.key) == 1 and same(home.entity.key[0], inner.name)
    return inner if is_key and found.aggregate.find_ancestor(exp.Window) is None else None


def _narrowed(home: Source, sources: Sources) -> list[str]:
    kept = sources.met_once_by(home.alias)
    others = [one for one in sources.all if one.alias not in kept]
    if not _only_narrow(others, kept, sources):
        return []
    inside = [part for part in _conditions(sources) if _aliases(part, sources) - kept]
    outside = [part for part in _where(sources) if not _aliases(part, sources) - kept]
    if not any(_aliases(part, sources) & kept for part in inside):
        return []
    exists = exp.Exists(this=_inner(others, inside))
    select = sources.select
    first, *rest = [one for one in sources.all if one.alias in kept]
    select.set("from_", exp.From(this=_relation(first, select)))
    select.set("joins", [one.join for one in rest])
    select.set("where", exp.Where(this=exp.and_(*outside, exists, copy=False)))
    names = " and ".join(one.entity.name if one.entity else one.alias for one in others)
    return [f"{names} only narrows the rows, so each row counts once (EXISTS in place of a join)."]


def _only_narrow(others: Sequence[Source], kept: frozenset[str], sources: Sources) -> bool:
    """Plain inner joins that nothing is shown, grouped or ordered by, and what is kept can be joined without them."""
    inner = all(one.join is None or (not one.join.side and not one.join.args.get("using")) for one in sources.all)
    if not others or not inner or any(one.entity is None for one in others):
        return False
    first = sources.all[0]
    if first.alias not in kept and len(kept) > 1:
        return False
    select = sources.select
    shown = [part for name in _SHOWING for part in _listed(select.args.get(name))]
    if any(_aliases(part, sources) - kept for part in shown) or any(isinstance(part, exp.Star) for part in shown):
        return False
    ons = [one.join.args.get("on") for one in sources.all if one.alias in kept and one.join is not None]
    return first.alias not in kept or all(on is not None and _aliases(on, sources) <= kept for on in ons)


def _listed(part: object) -> list[exp.Expr]:
    parts = part if isinstance(part, list) else [part]
    return [one for one in parts if isinstance(one, exp.Expr)]


def _relation(source: Source, select: exp.Select) -> exp.Expr:
    relation = select.args["from_"].this if source.join is None else source.join.this
    assert isinstance(relation, exp.Expr)
    return relation


def _inner(others: Sequence[Source], conditions: Sequence[exp.Expr]) -> exp.Select:
    """SELECT 1 over the tables that narrow, tied by their conditions alone."""
    tables = [exp.alias_(exp.to_table(exp.to_identifier(one.entity.name, quoted=True).sql("duckdb"), dialect="duckdb"),
                         one.alias, table=True, quoted=True) for one in others if one.entity]  # fmt: skip
    select = exp.select("1").from_(tables[0])
    for table in tables[1:]:
        select = select.join(table, join_type="cross")
    return select.where(*(part.copy() for part in conditions))


def _conditions(sources: Sources) -> Iterator[exp.Expr]:
    for one in sources.all:
        on = one.join.args.get("on") if one.join is not None else None
        if on is not None:
            yield from conjuncts(on)
    yield from _where(sources)


def _where(sources: Sources) -> list[exp.Expr]:
    where = sources.select.args.get("where")
    return conjuncts(where.this) if where else []


def _aliases(part: exp.Expr, sources: Sources) -> frozenset[str]:
    """Of the sources that a part reads; every one where a column's home cannot be told."""
    columns = [part] if isinstance(part, exp.Column) else list(part.find_all(exp.Column))
    homes = [sources.home(one) for one in columns]
    if any(home is None and not _is_output(column, sources) for column, home in zip(columns, homes, strict=True)):
        return frozenset(one.alias for one in sources.all)
    return frozenset(home.alias for home in homes if home is not None)


def _is_output(column: exp.Column, sources: Sources) -> bool:
    return not column.table and any(same(one.alias_or_name, column.name) for one in sources.select.selects)

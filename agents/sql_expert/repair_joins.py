"""Joins on columns that do not link two tables, where one relationship does."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.model import Relationship, SemanticModel
from semantic_layer.compiler.identifiers import column, identifier
from semantic_layer.sql_sources import Source, Sources, conjuncts, same


def mend_joins(tree: exp.Expr, model: SemanticModel) -> list[str]:
    notes: list[str] = []
    for select in list(tree.find_all(exp.Select)):
        sources = Sources(select, model)
        for source in sources.all:
            on = source.join.args.get("on") if source.join is not None else None
            if on is not None:
                notes.extend(_mended(list(conjuncts(on)), sources, model))
    return notes


def drop_needless(tree: exp.Expr, model: SemanticModel) -> list[str]:
    """A table that is joined on a column that it lacks, though all that is read of it stands in the others."""
    notes: list[str] = []
    for select in list(tree.find_all(exp.Select)):
        sources = Sources(select, model)
        if len(sources.all) < 2 or not sources.known:
            continue
        for source in sources.all[1:]:
            if source.entity is not None and source.join is not None and _is_needless(source, sources):
                _drop(source, sources)
                notes.append(f"{source.entity.name} is not linked and was left out.")
                break
    return notes


def _is_needless(source: Source, sources: Sources) -> bool:
    on = source.join.args.get("on") if source.join is not None else None
    own = [one for one in _columns(sources) if same(one.table, source.alias)]
    inside = set() if on is None else {id(one) for one in on.find_all(exp.Column)}
    lacking = any(id(one) in inside and not source.has(one.name) for one in own)
    others = [other for other in sources.all if other is not source]
    read = [one for one in own if id(one) not in inside]
    return lacking and all(sum(other.has(one.name) for other in others) == 1 for one in read)


def _columns(sources: Sources) -> list[exp.Column]:
    return [one for one in sources.select.find_all(exp.Column) if one.find_ancestor(exp.Select) is sources.select]


def _drop(source: Source, sources: Sources) -> None:
    if source.join is not None:
        source.join.pop()
    for one in _columns(sources):
        if same(one.table, source.alias):
            home = next(other for other in sources.all if other is not source and other.has(one.name))
            one.set("table", identifier(home.alias))


def _mended(parts: list[exp.Expr], sources: Sources, model: SemanticModel) -> Iterator[str]:
    for part in parts:
        ends = _ends(part, sources)
        if ends is None:
            continue
        (own, left), (other, right) = ends
        between = _between(own, other, model)
        if len(between) != 1 or len(between[0].from_columns) != 1 or _is_link(own, left, other, right, between[0]):
            continue
        if same(left.name, right.name) and own.has(left.name) and other.has(right.name):
            continue
        written = part.sql(dialect="duckdb")
        linked = _link(own, other, between[0])
        part.replace(linked)
        yield f"{written} links nothing: {linked.sql(dialect='duckdb')} was taken."


def _ends(part: exp.Expr, sources: Sources) -> tuple[tuple[Source, exp.Column], tuple[Source, exp.Column]] | None:
    if not isinstance(part, exp.EQ) or not isinstance(part.this, exp.Column):
        return None
    if not isinstance(part.expression, exp.Column):
        return None
    own, other = sources.of(part.this.table), sources.of(part.expression.table)
    if own is None or other is None or own.alias == other.alias or own.entity is None or other.entity is None:
        return None
    return (own, part.this), (other, part.expression)


def _between(own: Source, other: Source, model: SemanticModel) -> list[Relationship]:
    names = [source.entity.name for source in (own, other) if source.entity is not None]
    return [one for one in model.relationships if sorted((one.from_entity, one.to_entity)) == sorted(names)]


def _is_link(own: Source, left: exp.Column, other: Source, right: exp.Column, link: Relationship) -> bool:
    wanted = {(link.from_entity, link.from_columns[0].casefold()), (link.to_entity, link.to_columns[0].casefold())}
    ends = ((own, left), (other, right))
    return wanted == {(source.entity.name, end.name.casefold()) for source, end in ends if source.entity is not None}


def _link(own: Source, other: Source, link: Relationship) -> exp.EQ:
    forward = own.entity is not None and own.entity.name == link.from_entity
    left, right = (link.from_columns[0], link.to_columns[0])
    if not forward:
        left, right = right, left
    return exp.EQ(this=column(left, own.alias), expression=column(right, other.alias))

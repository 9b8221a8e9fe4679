"""Joins on columns that do not link two tables, where one relationship does."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.model import Relationship, SemanticModel
from semantic_layer.compiler.identifiers import column
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

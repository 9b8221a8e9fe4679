"""Dimensions on the many side of what is measured: "customers by status of their orders".

A row belongs to each group it is linked to, once. The links are made distinct before they are joined, so a row with
two linked rows of one group is not counted twice in it; such a measure does not add up over groups.
"""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import FieldRef, PlanDimension
from semantic_layer.compiler.dimensions import dimension_sql
from semantic_layer.compiler.identifiers import FreeNames, aliased, column
from semantic_layer.compiler.paths import Path
from semantic_layer.compiler.scope import Bridge, Scope
from semantic_layer.compiler.walking import field_refs

Node = TypeVar("Node")


def dimension_columns(dimensions: tuple[PlanDimension, ...], scope: Scope) -> dict[str, exp.Expr]:
    """An expression for each dimension by name; what is on the many side is bridged in `scope`."""
    bridged: dict[Path, list[PlanDimension]] = {}
    columns: dict[str, exp.Expr] = {}
    for dimension in dimensions:
        way = _way_to_many(dimension, scope)
        if way is None:
            columns[dimension.name] = dimension_sql(dimension, scope)
        else:
            bridged.setdefault(way, []).append(dimension)
    for way, members in bridged.items():
        columns |= _bridge(way, members, scope)
    return {dimension.name: columns[dimension.name] for dimension in dimensions}


def are_look_ups(dimensions: tuple[PlanDimension, ...], scope: Scope) -> bool:
    """Whether each dimension is one value of a row of `scope`."""
    return all(_way_to_many(dimension, scope) is None for dimension in dimensions)


def _way_to_many(dimension: PlanDimension, scope: Scope) -> Path | None:
    """The path through its last hop to many rows; None where all of the dimension is one value of a row."""
    ways = set()
    for ref in field_refs(dimension.of):
        path = scope.any_path(ref)
        last = max((place for place, hop in enumerate(path, start=1) if not hop.to_one), default=0)
        ways.add(path[:last])
    if ways <= {()}:
        return None
    if len(ways) > 1:
        raise InvalidInput(f"“{dimension.label}” mixes rows of several tables.", stage="compiling")
    return ways.pop()


def _bridge(way: Path, dimensions: list[PlanDimension], scope: Scope) -> dict[str, exp.Expr]:
    first = next(place for place, hop in enumerate(way) if not hop.to_one)
    before, hop, after = way[:first], way[first], way[first + 1 :]
    inner = Scope(scope.statement, way[-1].right)
    key_alias = inner.alias_back(after)
    keys = [column(name, key_alias) for name in hop.right_columns]
    free = FreeNames(dimension.name for dimension in dimensions)
    key_names = [free.take(name) for name in hop.right_columns]
    shown = [aliased(key, name) for key, name in zip(keys, key_names, strict=True)]
    for dimension in dimensions:
        own = dataclasses.replace(dimension, of=_from_end(dimension.of, way, scope))
        shown.append(aliased(dimension_sql(own, inner), dimension.name))
    links = inner.select("kept").select(*shown, copy=False).distinct(copy=False)
    links = links.where(*(exp.Is(this=key.copy(), expression=exp.Not(this=exp.Null())) for key in keys), copy=False)
    name = scope.statement.names.take(f"{inner.entity}_links")
    left = scope.alias_of(before)
    on = [
        exp.EQ(this=column(own, left), expression=column(key, name))
        for own, key in zip(hop.left_columns, key_names, strict=True)
    ]
    scope.bridges.append(Bridge(name=name, links=links, on=exp.and_(*on), hop=hop))
    return {dimension.name: column(dimension.name, name) for dimension in dimensions}


def _from_end(node: Node, way: Path, scope: Scope) -> Node:
    """The expression with its fields told from where `way` ends."""
    if isinstance(node, FieldRef):
        rest = scope.any_path(node)[len(way) :]
        return dataclasses.replace(node, via=tuple(hop.relationship.name for hop in rest))
    if isinstance(node, tuple):
        return type(node)(_from_end(item, way, scope) for item in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {part.name: getattr(node, part.name) for part in dataclasses.fields(node) if part.init}
        return type(node)(**{name: _from_end(value, way, scope) for name, value in parts.items()})
    return node

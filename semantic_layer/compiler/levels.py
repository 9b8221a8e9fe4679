"""A SELECT in the making: what it reads, and an expression for each column it could show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sqlglot import exp

from semantic_layer.compiler.identifiers import FreeNames, aliased, column, identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`select` has no projections yet; `columns` holds shown and hidden ones.

    `filters` is the clause that keeps rows of this level: HAVING where it groups, else WHERE.
    """

    select: exp.Select
    columns: dict[str, exp.Expr]
    filters: Literal["where", "having"]
    distinct: bool = False
    ctes: tuple[tuple[str, exp.Query], ...] = ()

    def column(self, name: str) -> exp.Expr:
        return self.columns[name].copy()

    def keep(self, condition: exp.Expr) -> Level:
        select = self.select.copy()
        select = select.having(condition) if self.filters == "having" else select.where(condition)
        return replace(self, select=select)


def projected(level: Level, shown: Iterable[str]) -> exp.Select:
    """The level as a SELECT of the `shown` columns, without its common table expressions."""
    select = level.select.select(*(aliased(level.column(name), name) for name in shown))
    return select.distinct() if level.distinct else select


def as_cte(level: Level, names: FreeNames, wanted: str) -> Level:
    """The next level, which reads all columns of this one from a common table expression."""
    name = names.take(wanted)
    return Level(
        select=exp.select().from_(exp.Table(this=identifier(name))),
        columns={known: column(known, name) for known in level.columns},
        filters="where",
        ctes=(*level.ctes, (name, projected(level, level.columns))),
    )


def with_ctes(query: exp.Query, ctes: Iterable[tuple[str, exp.Query]]) -> exp.Query:
    listed = [exp.CTE(this=body, alias=exp.TableAlias(this=identifier(name))) for name, body in ctes]
    if listed:
        query.set("with_", exp.With(expressions=listed))
    return query

"""Names as they are written in SQL: quoted only where they must be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlglot import exp

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Words that DuckDB or sqlglot's DuckDB dialect does not read as a plain name everywhere.
_RESERVED_WORDS = """
all alter analyse analyze and anti any array as asc asof asymmetric at authorization between binary both by case
cast check collate collation column columns concurrently constraint create cross cube current_catalog current_date
current_role current_schema current_time current_timestamp current_user default deferrable desc describe distinct
do drop else end except exists extract false fetch filter following for force foreign freeze from full generated
glob grant group grouping having if ilike in initially inner insert install intersect interval into is isnull join
lambda lateral leading left like limit load localtime localtimestamp lock map merge natural not notnull null offset
on only or order outer over overlaps partition pivot pivot_longer pivot_wider placing position positional preceding
primary qualify range recursive references returning revoke right rollback rollup row rows select semi session_user
set show similar some struct substring summarize symmetric table tablesample then to trailing trim true try_cast
tuple unbounded union unique unnest unpack unpivot update use user using values variadic verbose when where window
with within
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())


def identifier(name: str) -> exp.Identifier:
    plain = _PLAIN.fullmatch(name) is not None and name.casefold() not in _RESERVED
    return exp.Identifier(this=name, quoted=not plain)


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def aliased(expression: exp.Expr, name: str) -> exp.Expr:
    """`expression AS name`, or the bare column where it already has that name."""
    if isinstance(expression, exp.Column) and expression.name == name:
        return expression
    return exp.Alias(this=expression, alias=identifier(name))


def relation(name: str, alias: str) -> exp.Table:
    if name == alias:
        return exp.Table(this=identifier(name))
    return exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier(alias)))


class FreeNames:
    """Hands out names that no table, and nothing handed out before, has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def take(self, wanted: str) -> str:
        name, count = wanted, 2
        while name.casefold() in self._taken:
            name, count = f"{wanted}_{count}", count + 1
        self._taken.add(name.casefold())
        return name

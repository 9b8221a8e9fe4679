"""Whether a join repeats rows that an aggregate then counts again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.model import SemanticModel
from semantic_layer.sql_sources import Source, Sources

_REPEATABLE = (
    exp.Min,
    exp.Max,
    exp.AnyValue,
    exp.ArgMin,
    exp.ArgMax,
    exp.First,
    exp.Last,
    exp.LogicalAnd,
    exp.LogicalOr,
    exp.ApproxDistinct,
)
_RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflated:
    """`aggregate` counts rows of `home`, one of `sources`, several times."""

    aggregate: exp.AggFunc
    home: Source
    sources: Sources


def inflation(sql: str, model: SemanticModel) -> str | None:
    """Why an aggregate of `sql` counts rows several times; None where it does not, or that cannot be told."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return None
    for select in tree.find_all(exp.Select):
        found = inflated(select, model)
        if found is not None:
            return _told(found)
    return None


def inflated(select: exp.Select, model: SemanticModel) -> Inflated | None:
    """The first aggregate of this SELECT, not of one inside of it, that counts rows several times."""
    sources = Sources(select, model)
    if len(sources.all) < 2 or not sources.known:
        return None
    grains = sources.grains()
    for aggregate in _sensitive(select):
        homes = [home for column in value_columns(aggregate.this) if (home := sources.home(column)) is not None]
        if homes and not any(home.alias in grains for home in homes):
            return Inflated(aggregate=aggregate, home=homes[0], sources=sources)
        if not homes and not grains:
            return Inflated(aggregate=aggregate, home=sources.all[0], sources=sources)
    return None


def _sensitive(select: exp.Select) -> Iterator[exp.AggFunc]:
    """Aggregates of this SELECT, not of one inside of it, that change where a row comes twice."""
    for aggregate in select.find_all(exp.AggFunc):
        if aggregate.find_ancestor(exp.Select) is not select:
            continue
        distinct = isinstance(aggregate.this, exp.Distinct)
        if not distinct and not isinstance(aggregate, _REPEATABLE + _RANKS):
            yield aggregate


def value_columns(of: object) -> Iterator[exp.Column]:
    """The columns whose values are aggregated; those that only choose between constants are not."""
    if isinstance(of, exp.Column):
        yield of
    elif isinstance(of, exp.Case | exp.If):
        branches = [of] if isinstance(of, exp.If) else of.args.get("ifs") or []
        for branch in branches:
            yield from value_columns(branch.args.get("true"))
        yield from value_columns(of.args.get("default") or of.args.get("false"))
    elif isinstance(of, exp.Expr) and not isinstance(of, exp.Query):
        for part in of.iter_expressions():
            yield from value_columns(part)


def _told(found: Inflated) -> str:
    sources, home = found.sources, found.home
    met = sources.met_once_by(home.alias)
    other = next((source for source in sources.all if source.alias not in met), sources.all[-1])
    return (
        f"{found.aggregate.sql(dialect='duckdb')} counts rows of {_name(home)} several times: "
        f"one of them may meet many rows of {_name(other)}. Aggregate {_name(home)} before the join."
    )


def _name(source: Source) -> str:
    return source.entity.name if source.entity else source.alias

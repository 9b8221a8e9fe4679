"""SQL → Plan, where the SQL says no more than a Plan can."""

from __future__ import annotations

from dataclasses import replace

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.errors import UserError
from core.model import SemanticModel
from core.plan import Exists, Limit, Plan
from core.query import Query
from semantic_layer.compiler.compile import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.join_check import inflation
from semantic_layer.lift_conditions import condition, joined
from semantic_layer.lift_expressions import ExpressionReader
from semantic_layer.lift_joins import Joins, read_joins
from semantic_layer.lift_literals import CannotLift
from semantic_layer.lift_outputs import grouped_parts, row_parts
from semantic_layer.lift_reasons import clause, reason_of
from semantic_layer.lift_sets import lifted_set
from semantic_layer.sql_sources import Sources

_READ = frozenset(
    {"expressions", "from_", "joins", "where", "group", "having", "order", "limit", "distinct", "kind", "hint"}
)


def lift(sql: str, model: SemanticModel) -> Plan | None:
    """A Plan whose SQL returns the same rows (in an order of its own where none is asked for), or None.

    Of periods, the first day is a date. SQL whose join inflates an aggregate has no Plan.
    """
    found = lift_or_reason(sql, model)
    return found if isinstance(found, Plan) else None


def lift_or_reason(sql: str, model: SemanticModel) -> Plan | str:
    """As `lift`; a sentence on what has no place in a Plan instead of None."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        plan = _lifted(tree, model)
        inflated = inflation(sql, model)
        if inflated is not None:
            return inflated
        compile_plan(plan, model)
    except CannotLift as found:
        return reason_of(found)
    except SeveralPaths:
        return "Several relationships lead to the same table."
    except (SqlglotError, RecursionError):
        return "The SQL cannot be read."
    except UserError as refused:
        return refused.message
    return plan


def lift_query(sql: str, model: SemanticModel) -> Query:
    """The SQL as it stands; with its Plan, and what its columns are, where it lifts under the names it shows."""
    plan = lift(sql, model)
    if plan is None:
        return Query(sql=sql)
    tree = sqlglot.parse_one(sql, read="duckdb")
    named = all(isinstance(one, exp.Alias | exp.Column | exp.Star) for one in tree.find(exp.Select).selects)  # type: ignore[union-attr]
    return replace(compile_plan(plan, model), sql=sql) if named else Query(sql=sql)


def _lifted(query: exp.Expr, model: SemanticModel) -> Plan:
    if isinstance(query, exp.SetOperation):
        limit = _limit(query, ordered=bool(query.args.get("order")))
        return lifted_set(query, lambda side: _lifted(side, model), limit)
    if not isinstance(query, exp.Select):
        raise CannotLift("no SELECT")
    other = next((key for key, value in query.args.items() if value and key not in _READ), None)
    if other is not None:
        raise CannotLift(clause(other))
    sources = Sources(query, model)
    joins = read_joins(sources)
    reader = ExpressionReader(sources, joins.paths, joins.entity, lambda inner: _lifted(inner, model))
    kept = [condition(part, reader) for part in joins.rest]
    grouped = query.args.get("group") or query.args.get("having") or any(_measures(one) for one in query.selects)
    parts = grouped_parts(query, reader) if grouped else row_parts(query, reader)
    where = joined([*kept, *(_partners(joins, reader) if joins.unmatched == "dropped" else ())])
    return Plan(
        entity=joins.entity,
        measures=parts.measures,
        dimensions=parts.dimensions,
        rows=parts.rows,
        where=where,
        having=parts.having,
        order=parts.order,
        limit=_limit(query, ordered=bool(parts.order)),
        unmatched=joins.unmatched,
    )


def _measures(shown: exp.Expr) -> bool:
    return any(found.find_ancestor(exp.Select) is shown.parent for found in shown.find_all(exp.AggFunc))


def _partners(joins: Joins, reader: ExpressionReader) -> list[Exists]:
    """A Plan joins what it reads; what an inner join with a table that nothing reads asks for is a partner there."""
    covered = {joins.walks[alias][:length] for alias in reader.used for length in range(len(joins.walks[alias]) + 1)}
    unread = {walk: alias for alias, walk in joins.walks.items() if walk and walk not in covered}
    farthest = [walk for walk in unread if not any(other[: len(walk)] == walk for other in unread if other != walk)]
    return [Exists(entity=joins.paths[unread[walk]][0], via=walk) for walk in farthest]


def _limit(query: exp.Query, *, ordered: bool) -> Limit | None:
    limit = query.args.get("limit")
    if limit is None:
        return None
    count = limit.expression if isinstance(limit, exp.Limit) else None
    if not ordered or not isinstance(count, exp.Literal) or not count.this.isdecimal() or int(count.this) < 1:
        raise CannotLift("a limit without an order")
    return Limit(count=int(count.this), ties="cut")

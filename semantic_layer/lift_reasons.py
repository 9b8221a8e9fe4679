"""Why SQL has no Plan, in a sentence for the person who wrote it."""

from __future__ import annotations

from semantic_layer.lift_literals import CannotLift

_CLAUSES = {
    "with_": "WITH",
    "qualify": "QUALIFY",
    "offset": "OFFSET",
    "windows": "WINDOW",
    "sample": "USING SAMPLE",
    "pivots": "PIVOT",
    "laterals": "LATERAL",
}
_SENTENCES = {
    "no SELECT": "Only a SELECT can be shown as chips.",
    "DISTINCT ON": "DISTINCT ON has no chip.",
    "CASE of a value": "CASE with a value after it has no chip; CASE WHEN has one.",
    "EXISTS": "This EXISTS follows no single relationship of the model.",
    "a star among others": "A star beside other columns has no chip.",
    "an order by what is not shown": "It is ordered by something that is not shown.",
    "what is not grouped by": "It names a column that is not grouped by.",
    "ANY_VALUE of what the group does not tell": "ANY_VALUE takes a value that the group does not tell.",
    "distinct groups": "DISTINCT together with GROUP BY has no chip.",
    "columns beside aggregates": "Columns stand beside aggregates without GROUP BY.",
    "grouping sets": "ROLLUP, CUBE and GROUPING SETS have no chip.",
    "a key that is computed and not shown": "It groups by something computed that is not shown.",
    "a column that is not grouped by": "A column is shown that is not grouped by.",
    "a position that is not there": "It names a column by a position that is not there.",
    "a name that is an output and a column": "A name means both a column and something computed.",
    "a set operation that keeps duplicates": "UNION ALL and its like have no chip; UNION has one.",
    "a first side that is cut or combined": "The first part of the UNION is cut or combined itself.",
    "a star that is combined": "A star in a UNION has no chip.",
    "a source that is no table": "It reads from a query or a function in FROM.",
    "one alias twice": "Two tables have the same alias.",
    "joins that no relationships tell": "A join follows no relationship of the model.",
    "a join of another kind": "Only inner and left joins on relationships have chips.",
    "joins of two kinds": "Inner and left joins stand side by side.",
    "a condition in an outer join": "A left join has a condition beyond its keys.",
    "columns of two tables compared": "Columns of two tables are compared.",
    "a limit without an order": "LIMIT without ORDER BY takes any rows, which no chip does.",
    "NOT IN a query": "NOT IN a query has no chip here.",
    "a comparison of constants": "Two constants are compared.",
    "NOT IN a query that may hold nulls": "NOT IN a query that may hold nulls keeps no row at all.",
    "NOT IN of what may be null": "NOT IN of a column that may be null has no chip.",
    "an order that fills gaps": "ORDER BY fills gaps, which has no chip.",
}
_SHOWN = 80


def clause(key: str) -> str:
    return f"the clause {_CLAUSES.get(key, key.strip('_').replace('_', ' ').upper())}"


def reason_of(found: CannotLift) -> str:
    told = str(found)
    if told.startswith("the clause "):
        return f"{told.removeprefix('the clause ')} has no chip."
    if told in _SENTENCES:
        return _SENTENCES[told]
    shown = told if len(told) <= _SHOWN else f"{told[:_SHOWN]}…"
    return f"“{shown}” has no chip."

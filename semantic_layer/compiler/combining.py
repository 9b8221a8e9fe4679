"""Union, intersection and difference of two Plans.

Order and limit of the first Plan are those of the whole; those of the second are its own. Rows are compared as
wholes, nulls being equal, and each is listed once.
"""

from __future__ import annotations

from sqlglot import exp

from core.errors import InvalidInput
from core.plan import SetOperation
from semantic_layer.compiler.identifiers import column, identifier
from semantic_layer.compiler.levels import Level
from semantic_layer.compiler.scope import Statement

_OPERATORS: dict[str, type[exp.SetOperation]] = {
    "union": exp.Union,
    "intersection": exp.Intersect,
    "difference": exp.Except,
}


def combined(first: exp.Query, second: exp.Query, operation: SetOperation, statement: Statement) -> Level:
    """A level that reads the rows of both; its columns are named as the first Plan's."""
    if len(first.selects) != len(second.selects):
        raise InvalidInput(
            f"Lists of {len(first.selects)} and {len(second.selects)} columns cannot be combined.", stage="compiling"
        )
    names = [shown.alias_or_name for shown in first.selects]
    both = _OPERATORS[operation.operator](this=_side(first), expression=_side(second), distinct=True)
    name = statement.names.take("combined")
    return Level(
        select=exp.select().from_(exp.Table(this=identifier(name))),
        columns={shown: column(shown, name) for shown in names},
        filters="where",
        ctes=((name, both),),
    )


def _side(query: exp.Query) -> exp.Query:
    """In brackets where it has an order, a limit or common table expressions of its own."""
    own = ("order", "limit", "with_")
    if isinstance(query, exp.SetOperation) or any(query.args.get(part) for part in own):
        return exp.Subquery(this=query)
    return query

"""The door of the compiler."""

from __future__ import annotations

from sqlglot import exp

from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from semantic_layer.compiler.readable import sql_text
from semantic_layer.compiler.statement import compiled, new_statement


def compile_plan(plan: Plan, model: SemanticModel) -> Query:
    """One statement. Raises UnknownName, InvalidInput for what cannot be compiled safely."""
    statement = new_statement(model)
    made = compiled(plan, statement)
    return Query(
        sql=sql_text(made.query),
        tables=tables_of(made.query, model),
        columns=made.columns,
        joins=made.joins,
        plan=plan,
    )


def tables_of(query: exp.Query, model: SemanticModel) -> tuple[str, ...]:
    """Tables of the model that the statement reads, in order of their first use."""
    known = {entity.name for entity in model.entities}
    read = [table.name for table in query.find_all(exp.Table) if table.name in known]
    return tuple(dict.fromkeys(read))

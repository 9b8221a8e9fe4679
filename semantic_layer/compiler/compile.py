"""The door of the compiler."""

from __future__ import annotations

from sqlglot import exp

from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from semantic_layer.compiler.ambiguity import question_back
from semantic_layer.compiler.heeded import with_assumptions
from semantic_layer.compiler.meaning import DoesNotAddUp, question_of_meaning
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.compiler.probe import probe_of
from semantic_layer.compiler.readable import sql_text
from semantic_layer.compiler.statement import compiled, new_statement, written_measures


def compile_plan(plan: Plan, model: SemanticModel) -> Query:
    """One statement.

    Raises UnknownName for a name the model does not have, InvalidInput for what cannot be compiled safely, Unclear
    where several relationships lead to a table and the Plan does not say which, or a sum of what does not add up is
    asked for. The Query's Plan says how averages were weighted and levels put together over time.
    """
    try:
        statement = new_statement(model)
        made = compiled(plan, statement)
        probe = probe_of(plan, written_measures(plan, statement), new_statement(model))
    except SeveralPaths as found:
        raise question_back(found, plan, model) from None
    except DoesNotAddUp as sum_:
        raise question_of_meaning(sum_, plan, model) from None
    return Query(
        sql=sql_text(made.query),
        tables=tables_of(made.query, model),
        columns=made.columns,
        joins=made.joins,
        plan=with_assumptions(plan, model),
        probe=probe,
    )


def tables_of(query: exp.Query, model: SemanticModel) -> tuple[str, ...]:
    """Tables of the model that the statement reads, in order of their first use."""
    known = {entity.name for entity in model.entities}
    read = [table.name for table in query.find_all(exp.Table) if table.name in known]
    return tuple(dict.fromkeys(read))

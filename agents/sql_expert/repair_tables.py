"""Names of tables: another spelling, singular for plural, a schema before the name."""

from __future__ import annotations

from sqlglot import exp

from agents.sql_expert.near_names import nearest
from core.model import SemanticModel
from semantic_layer.compiler.identifiers import identifier
from semantic_layer.sql_sources import same

_SCHEMAS = frozenset({"main", "public", "dbo"})


def mend_tables(tree: exp.Expr, model: SemanticModel) -> list[str]:
    known = [entity.name for entity in model.entities]
    queries = {cte.alias.casefold() for cte in tree.find_all(exp.CTE)}
    notes: list[str] = []
    for table in list(tree.find_all(exp.Table)):
        if not isinstance(table.this, exp.Identifier) or table.name.casefold() in queries:
            continue
        if table.db.casefold() in _SCHEMAS and not table.catalog:
            table.set("db", None)
        if table.db or any(same(table.name, name) for name in known):
            continue
        meant = nearest(table.name, known)
        if meant is not None:
            notes.append(f"There is no table {table.name}: read as {meant}.")
            _rename(table, meant, tree)
    return notes


def _rename(table: exp.Table, meant: str, tree: exp.Expr) -> None:
    old = table.name
    if not table.alias:
        for column in tree.find_all(exp.Column):
            if same(column.table, old):
                column.set("table", identifier(meant))
    table.set("this", identifier(meant))

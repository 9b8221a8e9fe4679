"""Mends SQL of a model on its tree: what is told here is shown with the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agents.sql_expert.repair_casts import mend_casts
from agents.sql_expert.repair_columns import mend_columns
from agents.sql_expert.repair_groups import mend_groups
from agents.sql_expert.repair_joins import drop_needless, mend_joins
from agents.sql_expert.repair_nulls import mend_nulls
from agents.sql_expert.repair_tables import mend_tables
from agents.sql_expert.repair_unasked import drop_unasked, mend_stand_ins
from agents.sql_expert.repair_values import mend_values
from agents.sql_expert.resolved import Linked
from core.errors import GuardRefusal
from core.model import SemanticModel
from semantic_layer import ValueIndex

_OTHER_DIALECTS = {"mysql": "MySQL", "sqlite": "SQLite", "postgres": "PostgreSQL", "tsql": "SQL Server"}
_FAILURES = (SqlglotError, ValueError, TypeError, AttributeError, KeyError, IndexError)

Accepts = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """`notes` are sentences on what was mended; none where the SQL stands as it came."""

    sql: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """The question that a statement is to answer, and what its words may stand for."""

    text: str
    linked: Linked


def repair(
    sql: str,
    model: SemanticModel,
    values: ValueIndex,
    put_back: Callable[[str], str],
    asked: AskedFor | None = None,
) -> Repaired:
    """`put_back` gives what a literal stands for.

    Raises GuardRefusal for text that no dialect reads as one statement, InvalidInput for a filter on a value that is
    not in the data.
    """
    tree, notes = _parsed(sql)
    if not isinstance(tree, exp.Query):
        return Repaired(sql=sql)
    for literal in list(tree.find_all(exp.Literal)):
        if literal.is_string:
            literal.set("this", put_back(literal.this))
    notes += mend_tables(tree, model)
    notes += mend_joins(tree, model)
    notes += drop_needless(tree, model)
    notes += mend_columns(tree, model)
    notes += mend_casts(tree, model)
    if asked is not None:
        notes += mend_stand_ins(tree, model, asked.linked, asked.text)
    notes += mend_values(tree, model, values)
    if asked is not None:
        notes += drop_unasked(tree, model, asked.linked)
    notes += mend_groups(tree)
    notes += mend_nulls(tree, model)
    return Repaired(sql=tree.sql(dialect="duckdb", pretty=True, comments=False), notes=tuple(dict.fromkeys(notes)))


def translated(sql: str, accepts: Accepts) -> Repaired | None:
    """The statement read as another dialect's and written for DuckDB, where that is accepted."""
    for dialect, name in _OTHER_DIALECTS.items():
        tree = _read(sql, dialect)
        if tree is None:
            continue
        written = tree.sql(dialect="duckdb", pretty=True, comments=False)
        if accepts(written):
            return Repaired(sql=written, notes=(f"Translated from the SQL of {name}.",))
    return None


def _parsed(sql: str) -> tuple[exp.Expr, list[str]]:
    tree = _read(sql, "duckdb")
    if tree is not None:
        return tree, []
    for dialect, name in _OTHER_DIALECTS.items():
        tree = _read(sql, dialect)
        if tree is not None:
            return tree, [f"Translated from the SQL of {name}."]
    raise GuardRefusal("The SQL cannot be read as one statement.", construct="syntax", hint="Write one SELECT.")


def _read(sql: str, dialect: str) -> exp.Expr | None:
    try:
        statements = [one for one in sqlglot.parse(sql, read=dialect) if one is not None]
    except _FAILURES:
        return None
    return statements[0] if len(statements) == 1 else None

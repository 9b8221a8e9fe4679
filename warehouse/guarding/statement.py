"""From text to a statement that may run: the order of the checks."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from core.errors import GuardRefusal
from core.question import Caller
from warehouse.guarding.bounds import check_bounds
from warehouse.guarding.calls import check_calls
from warehouse.guarding.columns import check_columns, check_session
from warehouse.guarding.dialect import DIALECT, written
from warehouse.guarding.nodes import check_nodes, check_root, spoken
from warehouse.guarding.rules import Shields
from warehouse.guarding.second_reading import check_reading
from warehouse.guarding.spelling import as_duckdb_reads, serializable, without_explain
from warehouse.guarding.tables import base_tables
from warehouse.guarding.text import tokens_within_bounds

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # What cannot be parsed is refused below, not logged.
# The parser and generator meet calls with too few or odd arguments unprepared.
_PARSER_FAILURES = (SqlglotError, ValueError, TypeError, AttributeError, KeyError, IndexError)
MAX_DEPTH = 250
_REWRITES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """`sql` was generated from `tree`; `tables` are the workspace's tables it reads; `parameters` counts its placeholders."""

    sql: str
    tables: tuple[str, ...]
    tree: exp.Expr
    parameters: int = 0


def guard(sql: str, tables: Mapping[str, Sequence[str]], caller: Caller | None = None) -> Guarded:
    """`tables` maps each table of the workspace to its columns; what runs shows a caller no more than its rules permit.

    Raises GuardRefusal or UnknownName, and InvalidInput for a rule that does not fit its table.
    """
    shields = Shields(caller, tables)
    prefix, body = without_explain(sql, tokens_within_bounds(sql))
    try:
        tree, text = _settled(as_duckdb_reads(body))
        found = base_tables(tree, tables)
        check_bounds(tree)
        check_calls(tree, text)
        check_session(tree, found, tables)
        check_columns(tree, found, tables)
        names = tuple(dict.fromkeys(name for _, name in found))
        if prefix:
            shields.refuse_plans(names)
        shielded = shields.put_up(tree, found)
        text = _written(tree) if shielded else text
        check_reading(serializable(tree, text), tuple(tables), shielded)
    except RecursionError:
        raise GuardRefusal(
            "The SQL is nested too deeply.", construct="nesting", hint="Use WITH for the inner parts."
        ) from None
    return Guarded(
        sql=prefix + text,
        tables=names,
        tree=tree,
        parameters=sum(1 for _ in tree.find_all(exp.Placeholder)),
    )


def _settled(sql: str) -> tuple[exp.Expr, str]:
    """The tree of the text that will run: written anew until parsing it gives the same text again."""
    text = _written(_parsed(sql), copy=False)
    for _ in range(_REWRITES):
        tree = _parsed(text)
        again = _written(tree)
        if again == text:
            return tree, text
        text = again
    raise GuardRefusal("The SQL can be read in more than one way.", construct="text", hint="Write it in a simpler way.")


def _written(tree: exp.Expr, *, copy: bool = True) -> str:
    """Writing changes a tree in place where it is not copied first."""
    try:
        return written(tree, copy=copy)
    except _PARSER_FAILURES as error:
        raise GuardRefusal("The SQL cannot be written for DuckDB.", construct="text") from error


def _parsed(sql: str) -> exp.Expr:
    try:
        statements = [part for part in sqlglot.parse(sql, read=DIALECT) if part is not None]
    except _PARSER_FAILURES as error:
        raise GuardRefusal(_told(error), construct="syntax", hint="Check the SQL near that place.") from error
    statements = [part for part in statements if not isinstance(part, exp.Semicolon)]
    if not statements:
        raise GuardRefusal("There is no statement.", construct="empty", hint="Write a SELECT.")
    if len(statements) > 1:
        raise GuardRefusal(
            "Only one statement can run at a time.",
            construct=f"{spoken(statements[1])} after ;",
            hint="Remove what stands after the semicolon.",
        )
    (tree,) = statements
    check_root(tree)
    _check_depth(tree)
    check_nodes(tree)
    return tree


def _check_depth(tree: exp.Expr) -> None:
    """Long chains (1 + 1 + 1 ...) make deep trees without a parenthesis."""
    layer, depth = [tree], 0
    while layer:
        depth += 1
        if depth > MAX_DEPTH:
            raise GuardRefusal(
                "The SQL is nested too deeply.",
                construct="nesting",
                hint="Use IN, greatest() or a list for long chains.",
            )
        layer = [child for node in layer for child in node.iter_expressions()]


def _told(error: Exception) -> str:
    if isinstance(error, ParseError) and error.errors:
        first = error.errors[0]
        return f"The SQL cannot be read: line {first['line']}, column {first['col']}, near “{first['highlight']}”."
    return "The SQL cannot be read."

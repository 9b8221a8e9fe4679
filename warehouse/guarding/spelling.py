"""Statements that DuckDB reads and the parser does not, in words that both read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from warehouse.guarding.dialect import written
from warehouse.guarding.listed import listed
from warehouse.guarding.text import tokens_within_bounds

_OPENING = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSING = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}
_PIVOTING = {TokenType.PIVOT, TokenType.UNPIVOT}
_QUERYING = {TokenType.SELECT, TokenType.FROM}
_TRAILING = {TokenType.ORDER_BY, TokenType.LIMIT}
_TAKE_LAMBDAS = listed(
    """
    apply array_apply array_filter array_reduce array_transform filter list_apply list_filter list_reduce list_transform
    reduce transform columns
    """
)


def as_duckdb_reads(sql: str) -> str:
    """Raises GuardRefusal for text that is out of bounds."""
    for spell in (pivot_as_source, arrows_on_columns, columns_named_all):
        sql = spell(sql, tokens_within_bounds(sql))
    return sql


def serializable(tree: exp.Expr, text: str) -> str:
    """`text`, with a value for each PIVOT that takes its columns from the data: DuckDB's parser tells of no other."""
    dynamic = [pivot for pivot in tree.find_all(exp.Pivot) if _takes_columns_from_data(pivot)]
    if not dynamic:
        return text
    told = tree.copy()
    for pivot in [pivot for pivot in told.find_all(exp.Pivot) if _takes_columns_from_data(pivot)]:
        on = [_with_a_value(column) for column in pivot.expressions]
        pivot.set("expressions", on)
    return written(told)


def _takes_columns_from_data(pivot: exp.Pivot) -> bool:
    return not pivot.args.get("unpivot") and any(not isinstance(column, exp.In) for column in pivot.expressions)


def _with_a_value(column: exp.Expr) -> exp.Expr:
    return column if isinstance(column, exp.In) else exp.In(this=column, expressions=[exp.Literal.string("x")])


def without_explain(sql: str, tokens: Sequence[Token]) -> tuple[str, str]:
    """The EXPLAIN in front (or nothing), and the statement that it explains."""
    if not tokens or tokens[0].text.upper() != "EXPLAIN":
        return "", sql
    body = sql[tokens[0].end + 1 :]
    inner = tokens_within_bounds(body)
    if inner and inner[0].token_type is not TokenType.IDENTIFIER and inner[0].text.upper() == "ANALYZE":
        return "EXPLAIN ANALYZE ", body[inner[0].end + 1 :]
    return "EXPLAIN ", body


def pivot_as_source(sql: str, tokens: Sequence[Token]) -> str:
    """`PIVOT t ON ... ORDER BY x` as `SELECT * FROM (PIVOT t ON ...) ORDER BY x`."""
    depth, pivot = 0, None
    for token in tokens:
        kind = token.token_type
        depth += (kind in _OPENING) - (kind in _CLOSING)
        if depth:
            continue
        if pivot is None and kind in _QUERYING:
            return sql
        if pivot is None and kind in _PIVOTING:
            pivot = token.start
        elif pivot is not None and kind in _TRAILING:
            return f"{sql[:pivot]}SELECT * FROM ({sql[pivot : token.start]}) {sql[token.start :]}"
    return sql


def arrows_on_columns(sql: str, tokens: Sequence[Token]) -> str:
    """`f(x -> 'a')` as `f(((x)) -> 'a')` where f takes no lambda, so that the arrow is read as JSON's."""
    callers: list[str] = []
    columns: list[Token] = []
    for place, token in enumerate(tokens):
        if token.token_type in _OPENING:
            callers.append(tokens[place - 1].text.lower() if place and token.token_type is TokenType.L_PAREN else "")
        elif token.token_type in _CLOSING and callers:
            callers.pop()
        elif token.token_type is TokenType.ARROW and callers and place >= 2:
            before = tokens[place - 2].token_type
            first = before is TokenType.L_PAREN and callers[-1] != "columns"
            if first or (before is TokenType.COMMA and callers[-1] not in _TAKE_LAMBDAS):
                columns.append(tokens[place - 1])
    for column in reversed(columns):
        sql = f"{sql[: column.start]}(({sql[column.start : column.end + 1]})){sql[column.end + 1 :]}"
    return sql


def columns_named_all(sql: str, tokens: Sequence[Token]) -> str:
    """`ORDER BY "all"` as `ORDER BY ("all")`: a column of that name is not the word ALL."""
    ordering: list[bool] = [False]
    found: list[Token] = []
    for before, token in pairwise(tokens):
        if before.token_type in _OPENING:
            ordering.append(False)
        elif before.token_type in _CLOSING and len(ordering) > 1:
            ordering.pop()
        elif before.token_type is TokenType.ORDER_BY:
            ordering[-1] = True
        starts = before.token_type in (TokenType.ORDER_BY, TokenType.COMMA) and ordering[-1]
        if starts and token.token_type is TokenType.IDENTIFIER and token.text.upper() == "ALL":
            found.append(token)
    for token in reversed(found):
        sql = f"{sql[: token.start]}({sql[token.start : token.end + 1]}){sql[token.end + 1 :]}"
    return sql

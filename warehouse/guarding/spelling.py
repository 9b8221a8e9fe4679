"""Statements that DuckDB reads and the parser does not, in words that both read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

from warehouse.guarding.listed import listed

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


def without_explain(sql: str, tokens: Sequence[Token]) -> tuple[str, str]:
    """The EXPLAIN in front (or nothing), and the statement that it explains."""
    words = [token.text.upper() for token in tokens[:2]]
    if words[:1] != ["EXPLAIN"]:
        return "", sql
    if words == ["EXPLAIN", "ANALYZE"]:
        return "EXPLAIN ANALYZE ", sql[tokens[1].end + 1 :]
    return "EXPLAIN ", sql[tokens[0].end + 1 :]


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

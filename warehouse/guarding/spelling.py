"""Statements that DuckDB reads and the parser does not, in words that both read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot.tokenizer_core import Token, TokenType

_OPENING = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSING = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}
_PIVOTING = {TokenType.PIVOT, TokenType.UNPIVOT}
_QUERYING = {TokenType.SELECT, TokenType.FROM}
_TRAILING = {TokenType.ORDER_BY, TokenType.LIMIT}


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

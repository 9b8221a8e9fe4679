"""Bounds on the text itself, before any parser sees it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import sqlglot
from sqlglot.errors import TokenError
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token, TokenType

from core.errors import GuardRefusal

MAX_CHARACTERS = 100_000
MAX_TOKENS = 20_000
MAX_NESTING = 60
MAX_TYPE_NESTING = 8
MAX_OPEN_JOINS = 6
MAX_BARE_IFS = 6

_OPENING = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE}
_CLOSING = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END}
_PLAIN_CONTROLS = frozenset("\t\n\r")
_INVISIBLE = frozenset({"Cf", "Co", "Cs", "Zl", "Zp"})


def tokens_within_bounds(sql: str) -> Sequence[Token]:
    """Raises GuardRefusal for text that is too long, too deep or holds what a reader cannot see."""
    if len(sql) > MAX_CHARACTERS:
        raise GuardRefusal(
            f"The SQL is longer than {MAX_CHARACTERS:,} characters.",
            construct="length",
            hint="Join a table instead of a list.",
        )
    if any((ord(character) < 32 and character not in _PLAIN_CONTROLS) or character == "\x7f" for character in sql):
        raise GuardRefusal(
            "The SQL holds a control character.", construct="control character", hint="Use chr() for it."
        )
    try:
        tokens = sqlglot.tokenize(sql, read="duckdb")
    except TokenError as error:
        raise GuardRefusal("The SQL cannot be read: a quote or comment is not closed.", construct="text") from error
    if len(tokens) > MAX_TOKENS:
        raise GuardRefusal(
            f"The SQL has more than {MAX_TOKENS:,} words.", construct="length", hint="Join a table instead of a list."
        )
    _check_visible(sql, tokens)
    _check_nesting(tokens)
    _check_joins(tokens)
    _check_ifs(tokens)
    return tokens


def _check_visible(sql: str, tokens: Sequence[Token]) -> None:
    """Data may hold any character, so string literals are left out."""
    if sql.isascii():
        return
    place = 0
    for token in tokens:
        if token.token_type in (TokenType.STRING, TokenType.HEREDOC_STRING):
            _check_characters(sql[place : token.start])
            place = token.end + 1
    _check_characters(sql[place:])


def _check_characters(part: str) -> None:
    for character in part:
        category = unicodedata.category(character)
        if category in _INVISIBLE or (category == "Zs" and character != " "):
            name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
            raise GuardRefusal(
                f"The SQL holds an invisible character outside a string ({name}).",
                construct="invisible character",
                hint="Write an ordinary space.",
            )


def _check_nesting(tokens: Sequence[Token]) -> None:
    """Parsing time doubles with every bracket that could be of a type's parameters: those may be nested less."""
    of_types: list[bool] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.token_type in _OPENING:
            of_types.append(before is not None and before.token_type in Parser.TYPE_TOKENS)
        elif token.token_type in _CLOSING and of_types:
            of_types.pop()
        if len(of_types) > MAX_NESTING:
            raise GuardRefusal(
                f"The SQL is nested more than {MAX_NESTING} levels deep.",
                construct="nesting",
                hint="Use WITH for the inner queries.",
            )
        if sum(of_types) > MAX_TYPE_NESTING:
            raise GuardRefusal(
                f"Types and calls named like types are nested more than {MAX_TYPE_NESTING} levels deep.",
                construct="nesting",
                hint="Use a flatter structure.",
            )


def _check_joins(tokens: Sequence[Token]) -> None:
    """Parsing time doubles with every JOIN whose condition is still to come."""
    waiting = 0
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.token_type is TokenType.JOIN and (
            before is None or before.text.upper() not in ("CROSS", "NATURAL", "POSITIONAL")
        ):
            waiting += 1
        elif token.token_type in (TokenType.ON, TokenType.USING):
            waiting = max(0, waiting - 1)
        if waiting > MAX_OPEN_JOINS:
            raise GuardRefusal(
                "The SQL has joins without a condition.", construct="JOIN", hint="Write ON or USING after each JOIN."
            )


def _check_ifs(tokens: Sequence[Token]) -> None:
    """Parsing time doubles with every IF that is no call."""
    bare = sum(
        token.text.upper() == "IF"
        and token.token_type is not TokenType.IDENTIFIER
        and following.token_type is not TokenType.L_PAREN
        for token, following in pairwise(tokens)
    )
    if bare > MAX_BARE_IFS:
        raise GuardRefusal("The SQL has IF without parentheses.", construct="IF", hint="Write IF(a, b, c) or CASE.")

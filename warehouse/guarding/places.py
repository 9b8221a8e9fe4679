"""Which characters of SQL an error is about, as far as that can be told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from core.errors import GuardRefusal, QueryFailed, TablespeakError, UnknownName
from warehouse.guarding.second_reading import syntax_told
from warehouse.guarding.text import MAX_CHARACTERS

_STRINGS = frozenset({TokenType.STRING, TokenType.HEREDOC_STRING, TokenType.NUMBER})
_UNREADABLE = frozenset({"syntax", "text"})


class Place(NamedTuple):
    """Characters `start` to `end` (not included), counted from 0."""

    start: int
    end: int


def place_of(error: TablespeakError, sql: str) -> Place | None:
    """None where the error is about the whole, or what it names is not found in the text."""
    if len(sql) > MAX_CHARACTERS:
        return None
    match error:
        case UnknownName():
            return _named(error.name, sql)
        case GuardRefusal() if error.construct in _UNREADABLE:
            return _syntax(sql)
        case GuardRefusal():
            return _construct(error.construct, sql)
        case QueryFailed() if error.near:
            return _near(error.near, sql)
        case _:
            return None


def _syntax(sql: str) -> Place | None:
    """DuckDB counts bytes."""
    told = syntax_told(sql)
    if told is None:
        return _by_other_parser(sql)
    written = sql.encode()
    location = json.loads(told.get("location", "null"))
    first = int(location[0] if location else told.get("position", 0))
    length = int(location[1]) if location else 1
    start = len(written[:first].decode(errors="ignore"))
    return _within(start, start + max(1, len(written[first : first + length].decode(errors="ignore"))), sql)


def _by_other_parser(sql: str) -> Place | None:
    try:
        sqlglot.parse(sql, read="duckdb")
    except sqlglot.errors.ParseError as error:
        found = error.errors[0] if error.errors else None
        near = f"{found['start_context']}{found['highlight']}" if found else ""
        start = sql.find(near) if near else -1
        if found is None or start < 0:
            return None
        return _within(start + len(found["start_context"]), start + len(near), sql)
    except (SqlglotError, RecursionError):
        return None
    return None


def _within(start: int, end: int, sql: str) -> Place:
    start = max(0, min(start, len(sql.rstrip()) - 1))
    return Place(start, max(start + 1, min(end, len(sql)))) if sql else Place(0, 0)


def _tokens(sql: str) -> Sequence[Token]:
    try:
        return sqlglot.tokenize(sql, read="duckdb")
    except SqlglotError:
        return ()


def _named(name: str, sql: str) -> Place | None:
    """A dotted name by its last part, where the part before it stands before it."""
    *owners, last = name.split(".")
    tokens = [token for token in _tokens(sql) if token.token_type not in _STRINGS]
    whole = _first([token for token in tokens if token.text.casefold() == name.casefold()])
    if whole is not None or not owners:
        return whole
    found = [
        token
        for before, dot, token in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if token.text.casefold() == last.casefold()
        and dot.text == "."
        and before.text.casefold() == owners[-1].casefold()
    ]
    return _first(found) or _named(last, sql)


def _construct(construct: str, sql: str) -> Place | None:
    """A call by its name; a statement's word by the word. A sentence names nothing in the text."""
    words = construct.removesuffix("()").split()
    if not words:
        return None
    tokens = [token for token in _tokens(sql) if token.token_type not in _STRINGS]
    called = construct.endswith("()")
    for at, token in enumerate(tokens):
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.text.casefold() == words[0].casefold() and (not called or follows == "("):
            return Place(token.start, token.end + 1)
    return None


def _near(near: str, sql: str) -> Place | None:
    """As it stands in what ran, else the first name in it."""
    start = sql.casefold().find(near.casefold()) if len(sql.casefold()) == len(sql) else sql.find(near)
    if start >= 0 and len(near) > 2:
        return Place(start, start + len(near))
    names = [token for token in _tokens(near) if token.token_type not in _STRINGS and token.text.strip()]
    return next((place for name in names if (place := _named(name.text, sql)) is not None), None)


def _first(tokens: Sequence[Token]) -> Place | None:
    return Place(tokens[0].start, tokens[0].end + 1) if tokens else None

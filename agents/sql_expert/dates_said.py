"""The dates of a question, where its words are neither a column's name nor a value of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agents.sql_expert.columns_said import is_column_said
from agents.sql_expert.dates import date_phrases
from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.moments import DatePhrase
from agents.sql_expert.named_times import SEASONS, is_value_said
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token


def dates_said(
    tokens: Sequence[Token], schema: Schema, values: Mapping[str, Sequence[ValueLink]]
) -> dict[int, DatePhrase]:
    """By the token that each begins at."""
    found = (said for one in date_phrases(tokens) for said in _said(one, tokens, schema, values))
    return {one.first: one for one in found}


def _said(
    one: DatePhrase, tokens: Sequence[Token], schema: Schema, values: Mapping[str, Sequence[ValueLink]]
) -> Iterator[DatePhrase]:
    if is_column_said(one, tokens, schema):
        return
    if not is_value_said(one, tokens, schema, values):
        yield one
        return
    behind = next((at + 1 for at in range(one.first, one.last) if tokens[at].folded in SEASONS), one.last)
    for rest in date_phrases(tokens[behind : one.last]):
        yield replace(rest, first=rest.first + behind, last=rest.last + behind)

"""What is known while a question is read from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.draft import Filter, Target
from agents.sql_expert.fields import is_identifier
from agents.sql_expert.filters import Joiner
from agents.sql_expert.lexemes import Lexeme
from core.plan import AggregateFunction
from core.table import NUMERIC_TYPES

Section = Literal["select", "filter", "group", "order"]


class Reader(Cursor):
    """`functions` wait for the noun they are applied to; `joiner` and `negated` for the next condition.

    `joined`: the last word was "and" or a comma; `having`: the condition is about what somebody has; `beside`: columns
    that are shown beside the rows are being listed ("with date and channel").
    """

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        super().__init__(lexemes)
        self.section: Section = "select"
        self.functions: list[AggregateFunction] = []
        self.distinct = False
        self.negated = False
        self.joiner: Joiner = "and"
        self.descending: bool | None = None
        self.joined = False
        self.having = False
        self.beside = False
        self.earlier_targets: list[Target] = []

    def add_target(self, target: Target) -> None:
        if (self.distinct or target.distinct) and target.function is None:
            self.draft.distinct = True
        self.draft.targets.append(target)

    def add_filter(self, found: Filter) -> None:
        self.draft.filters.append(found)
        self.negated, self.joiner, self.joined = False, "and", False


def is_key(lexeme: Lexeme) -> bool:
    """Whether its likeliest column tells rows apart: there is no more or less of it."""
    return bool(lexeme.fields) and is_identifier(lexeme.fields[0].field)


def is_numeric(lexeme: Lexeme) -> bool:
    """Whether its likeliest meaning is a column of numbers."""
    if not lexeme.fields or lexeme.fields[0].field.type not in NUMERIC_TYPES:
        return False
    return not lexeme.entities or lexeme.fields[0].score >= lexeme.entities[0].score


def is_text_column(lexeme: Lexeme | None) -> bool:
    """“Director names”, of a column of directors."""
    named = lexeme is not None and bool(lexeme.fields) and not lexeme.entities
    return lexeme is not None and named and lexeme.fields[0].field.type == "text"


def is_in_list(lexeme: Lexeme) -> bool:
    """A column in a list of columns, or what joins it to the next."""
    joins = any(cue.kind in ("and", "punctuation") for cue in lexeme.cues)
    return joins or (bool(lexeme.fields) and not lexeme.only_value)

"""Values that stand behind a noun, and the columns that may hold them."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme, ValueLink


def held_by(noun: Lexeme, value: Lexeme) -> list[ValueLink]:
    """“The artist "Metallica"”: a value in any column of the entity that stands before it, or of what that is about."""
    named = {link.entity.name: link.score for link in noun.entities}
    held = [scaled(link, named[link.entity.name]) for link in value.values if link.entity.name in named]
    column = max((link.score for link in noun.fields), default=0.0)
    about = value.kind == "quoted" and max(named.values(), default=0.0) > column
    return held or [scaled(link, 0.8) for link in value.values if about]


def scaled(link: ValueLink, factor: float) -> ValueLink:
    return ValueLink(
        entity=link.entity,
        field=link.field,
        value=link.value,
        rows=link.rows,
        score=link.score * factor,
        exact=link.exact,
    )

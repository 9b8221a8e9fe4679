"""What stands behind a verb or an operator: a column of its own, or a value that another column holds."""

from __future__ import annotations

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.draft import Noun
from agents.sql_expert.lexemes import Lexeme
from core.model import Measure
from semantic_layer.words import full_words, singular

_NAMED = 0.95


def is_done_to(verb: Lexeme, mention: Lexeme) -> bool:
    """“Hit more than 30 home runs”: what stands behind the number is compared, though there are hits."""
    said = verb.text.casefold()
    counted = bool(mention.fields) and _is_figure(mention)
    words = {word for link in verb.fields for word in full_words(link.field.name)}
    return counted and not verb.entities and said not in words and said in {singular(word) for word in words}


def _is_figure(mention: Lexeme) -> bool:
    return mention.fields[0].score >= _NAMED and isinstance(mention.fields[0].field, Measure) and not mention.entities


def searched(cursor: Cursor, noun: Noun) -> Lexeme | None:
    return noun.lexeme or (cursor.draft.targets[-1].noun.lexeme if cursor.draft.targets else None)


def is_held_elsewhere(lexeme: Lexeme, searched: Lexeme | None) -> bool:
    """“Orders that contain omnivores”, where those are a value of another column: no text is looked for."""
    exact = [link for link in lexeme.values if link.exact]
    own = {(link.entity.name, link.field.name) for link in searched.fields} if searched is not None else set()
    return bool(exact) and bool(own) and not any((link.entity.name, link.field.name) in own for link in exact)

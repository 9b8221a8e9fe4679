"""Verbs that are spelt like a value: “which company opens the most tickets”."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader


def is_verb_between(reader: Reader, lexeme: Lexeme) -> bool:
    """“Which company opens the most tickets” is not about those that are open."""
    exact = any(str(link.value.value).casefold() == lexeme.text.casefold() for link in lexeme.values)
    if not exact and lexeme.text.casefold().endswith("ed") and _happens_to(reader, lexeme):
        return True
    subject = reader.at > 0 and reader.draft.targets and reader.lexemes[reader.at - 1].names
    return bool(subject) and not exact and lexeme.text.endswith("s") and reader.cue("superlative", ahead=1) is not None


def _happens_to(reader: Reader, lexeme: Lexeme) -> bool:
    """“Have not released an album”: what is done to rows of another entity, rather than a value spelt alike."""
    after = (one for one in reader.lexemes[reader.at + 1 :] if one.kind != "filler")
    noun, before = next(after, None), reader.lexemes[reader.at - 1] if reader.at else None
    if noun is None or before is None or not noun.entities:
        return False
    held = {link.entity.name for link in lexeme.values}
    verb = any(cue.kind in ("not", "never", "have", "clause") for cue in before.cues)
    return verb and noun.entities[0].entity.name not in held

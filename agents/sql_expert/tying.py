"""Words that the table between two named ones is called by: "drugs that interact with enzymes", by way of interactions."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader

_NEAR = 4
_CLEAR = 0.5
_STRAIN = 0.3
_AUXILIARY = frozenset({"do", "does", "did", "can", "could", "will", "would", "to", "not"})


def read_tie(reader: Reader, lexeme: Lexeme) -> bool:
    """Takes a verb, or what stands behind "are", between two tables; how they are linked is then what it says."""
    if not lexeme.ties:
        return False
    if not (_is_verb(reader, lexeme) or _is_predicate(reader)):
        return False
    subject, obj = _named(reader, -1), _named(reader, 1)
    if not subject or not obj or subject & obj:
        return False
    reader.draft.strain += _STRAIN
    reader.take("filler")
    return True


def _is_verb(reader: Reader, lexeme: Lexeme) -> bool:
    before = reader.peek(-1)
    if before is None:
        return False
    introduced = bool(before.cue("clause") or before.cue("have")) or before.text.casefold() in _AUXILIARY
    return introduced or (bool(before.entities) and lexeme.text.endswith(("ed", "ing")))


def _is_predicate(reader: Reader) -> bool:
    """“Are compatible with”."""
    before = reader.peek(-1)
    being = before is not None and (
        before.cue("be") or before.text.casefold().endswith((" are", " is", " were", " was"))
    )
    return bool(being) and reader.cue("preposition", ahead=1) is not None


def _named(reader: Reader, step: int) -> set[str]:
    """Tables named nearest before or behind."""
    for distance in range(1, _NEAR + 1):
        place = reader.at + step * distance
        lexeme = reader.lexemes[place] if 0 <= place < len(reader.lexemes) else None
        if lexeme is None or lexeme.cue("punctuation"):
            return set()
        if lexeme.names or lexeme.values:
            return {link.entity.name for link in lexeme.entities if link.score >= _CLEAR}
    return set()

"""“The day of the payment”: the date itself that is asked for, and no rows put together by the day."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader, is_numeric

_DAY = frozenset({"day", "days"})
_LEADING = frozenset({"the", "all", "all the", "their", "its", "and", ",", "show", "list"})
_LEAST = 0.5


def is_date_asked_for(reader: Reader, lexeme: Lexeme) -> bool:
    """Where columns are listed, with nothing counted or summed: “the name, day and place of events”."""
    draft = reader.draft
    if lexeme.text.casefold() not in _DAY or reader.section != "select" or reader.functions:
        return False
    if not lexeme.fields or lexeme.fields[0].score < _LEAST:
        return False
    if any(one.function or (one.noun.lexeme is not None and is_numeric(one.noun.lexeme)) for one in draft.targets):
        return False
    before, following = reader.peek(-1), reader.peek(1)
    led = before is not None and before.text.casefold() in _LEADING
    goes_on = following is None or any(cue.kind in ("preposition", "and", "punctuation") for cue in following.cues)
    return led and goes_on and not any(order.superlative for order in draft.orders)

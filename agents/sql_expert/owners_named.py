"""“The name of the store”: whose column is meant is named behind “of”."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agents.sql_expert.fields import is_identifier
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.tokens import Token

_WHOLE = 0.8
_ARTICLES = frozenset({"the", "a", "an", "all", "each", "any", "every", "this", "these"})


def keep_to_owner(
    span: Sequence[Token],
    fields: dict[tuple[str, str], FieldLink],
    entities_of: Callable[[Sequence[Token]], Sequence[EntityLink]],
) -> None:
    """Where all of a table's name was said, a column of another that has a part of its name is not meant.

    Keys are: they refer to its rows. `entities_of` tells what the words behind “of” name.
    """
    at = max((place for place, one in enumerate(span) if one.folded == "of"), default=0)
    if not at or not fields:
        return
    while at + 1 < len(span) and span[at + 1].folded in _ARTICLES:
        at += 1
    owners = {link.entity.name for link in entities_of(span[at + 1 :]) if link.score >= _WHOLE}
    if not owners:
        return
    for key, link in list(fields.items()):
        known = link.evidence == "same words" or link.score >= _WHOLE or is_identifier(link.field)
        if link.entity.name not in owners and not known:
            del fields[key]

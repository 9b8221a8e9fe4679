"""Words that have no meaning in the model: periods, light words beside a name, and what is really left over."""

from __future__ import annotations

from agents.sql_expert.arranging import read_grain_word, read_unit
from agents.sql_expert.fillers import LIGHT
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.ranks import ORDINALS
from agents.sql_expert.reader import Reader
from agents.sql_expert.tying import read_tie
from agents.sql_expert.wrapped import read_wrapped
from semantic_layer.vocabulary import word_set
from semantic_layer.words import singular

_FIGURES = word_set("value amount size score total")
"""“Inventory value” is another figure than the inventory."""


def leave_over(reader: Reader, lexeme: Lexeme) -> None:
    if read_grain_word(reader, lexeme) or read_unit(reader, lexeme) or read_wrapped(reader, lexeme):
        return
    if read_tie(reader, lexeme):
        return
    place = ORDINALS.get(lexeme.text.casefold())
    following = reader.peek(1)
    if place is not None and following is not None and following.cue("superlative"):
        reader.take("number")
        reader.draft.place = place
        return
    if _is_light(reader, lexeme) or _is_within_group(reader, lexeme):
        reader.draft.strain += 0.3
        reader.take("filler")
        return
    reader.draft.leftover.append(reader.take("filler"))


def _is_within_group(reader: Reader, lexeme: Lexeme) -> bool:
    """“By transport mode”, where a column is called mode: what it is grouped by is named in full behind the word."""
    following, before = reader.mention(1), reader.lexemes[reader.at - 1] if reader.at else None
    grouped = before is not None and before.cue("group") is not None and lexeme.text.isalpha() and lexeme.text.islower()
    if not grouped or following is None or not following.fields or following.only_value:
        return False
    return following.fields[0].score >= _NAMED and following.fields[0].evidence == "same words"


_NAMED = 0.99


def _is_light(reader: Reader, lexeme: Lexeme) -> bool:
    """“Faculty members”, “affiliation type”: a word of no meaning of its own beside a name."""
    before = reader.lexemes[reader.at - 1] if reader.at else None
    named = before is not None and before.kind == "mention" and (before.names or bool(before.values))
    word = singular(lexeme.text.casefold())
    rows = before is not None and bool(before.entities)
    rows = rows and before is not None and all(one.score <= before.entities[0].score for one in before.fields)
    return named and word in LIGHT and not (rows and word in _FIGURES)

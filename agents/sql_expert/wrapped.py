"""Comparisons wrapped around what is compared ("a higher resolution than 500"), and how often something is done ("twice")."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from agents.sql_expert.draft import Filter, Noun
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.operands import read_operand
from agents.sql_expert.qualities import LESS, MORE
from agents.sql_expert.reader import Reader, is_numeric


def read_wrapped(reader: Reader, lexeme: Lexeme) -> bool:
    """“A higher resolution than 500”; nothing is taken where it is not about one column and a number or an aggregate."""
    word = lexeme.text.casefold()
    mention = reader.mention(1)
    if word not in MORE | LESS or mention is None or not is_numeric(mention) or not reader.cue("than", ahead=2):
        return False
    start, used = reader.at, len(reader.draft.used)
    reader.take("comparison")
    noun = Noun(lexeme=reader.take("field"))
    reader.take("filler")
    reader.skip("preposition")
    operand = read_operand(reader, any_text=False)
    if operand is None or (operand.number is None and operand.function is None):
        reader.at = start
        del reader.draft.used[used:]
        return False
    operator: Literal["<", ">"] = ">" if word in MORE else "<"
    found = Filter(operator=operator, noun=noun, operands=(operand,), joiner=reader.joiner, negated=reader.negated)
    reader.add_filter(found)
    reader.section = "filter"
    return True


def so_often(reader: Reader, found: Filter) -> Filter:
    """“Visited at least twice”: rows of what is done are counted, instead of asked to be there."""
    number = found.operands[0].lexeme if found.operands else None
    following = reader.peek()
    said = following is not None and following.text.casefold() == "times"
    often = number is not None and number.text.casefold() in ("once", "twice", "thrice")
    if found.noun.lexeme or found.noun.quality or not (often or said):
        return found
    done = reader.draft.filters[-1] if reader.draft.filters else None
    if done is None or done.operator != "exists" or done.noun.lexeme is None or not done.noun.lexeme.entities:
        return found
    if said:
        reader.take("filler")
    reader.draft.filters.pop()
    return replace(found, noun=done.noun, counted=True, joiner=done.joiner)

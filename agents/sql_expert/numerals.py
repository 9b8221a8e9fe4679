"""Reading numbers: how many are shown, or of what there are so many."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.comparing import with_noun_after
from agents.sql_expert.draft import Filter, Noun, Operand, Ordering
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.numbered_kinds import may_hold
from agents.sql_expert.qualities import LESS, MORE, quality
from agents.sql_expert.reader import Reader, is_numeric


def read_number(reader: Reader, lexeme: Lexeme) -> None:
    following = reader.peek(1)
    before = reader.peek(-1)
    word = before.text.casefold() if before else ""
    if following is not None and any(cue.kind == "superlative" for cue in following.cues):
        reader.take("number")
        reader.draft.limit = int(lexeme.number or 0) or None
    elif word in ("first", "last") and isinstance(lexeme.number, int):
        reader.take("number")
        reader.draft.limit = lexeme.number
        reader.draft.leftover = [one for one in reader.draft.leftover if one is not before]
        if word == "last":
            reader.draft.orders.append(Ordering(descending=True, superlative=True))
    elif following is not None and following.cue("comparison") and following.text.casefold().startswith("or "):
        _suffixed_number(reader, lexeme)
    elif following is not None and following.cue("or") and _is_comparative(reader.peek(2)):
        _suffixed_quality(reader, lexeme)
    elif not (_limits(reader, lexeme) or numbered(reader, lexeme)):
        reader.draft.leftover.append(reader.take("number"))


def _limits(reader: Reader, lexeme: Lexeme) -> bool:
    """“Which 4 cars ...”, “show 10 orders”."""
    named = reader.mention(1) is not None and not reader.draft.targets and not reader.functions
    if _ranked_later(reader) and reader.mention(1) is not None and isinstance(lexeme.number, int):
        reader.take("number")
        reader.draft.limit = lexeme.number
        return True
    if not named or reader.section != "select" or reader.draft.limit or not isinstance(lexeme.number, int):
        return False
    if reader.at and not reader.lexemes[reader.at - 1].cue("ask") and reader.lexemes[reader.at - 1].kind != "filler":
        return False
    reader.take("number")
    reader.draft.limit = lexeme.number
    return True


def _ranked_later(reader: Reader) -> bool:
    """“Names of the 3 employees who are paid the least”."""
    article = reader.at > 0 and reader.lexemes[reader.at - 1].text.casefold() in ("the", "of the")
    later = reader.lexemes[reader.at + 1 :]
    return article and not reader.draft.limit and any(one.cue("superlative") for one in later)


def numbered(reader: Reader, lexeme: Lexeme) -> bool:
    """“Cars with 8 cylinders”, “customers with 3 orders”: the number of what stands behind it."""
    mention = reader.mention(1)
    if mention is None or not (
        reader.draft.targets or reader.draft.groups or reader.draft.context or reader.section == "filter"
    ):
        return False
    counted = bool(mention.entities) and (not is_numeric(mention) or mention.entities[0].score >= 0.95)
    if not counted and not is_numeric(mention) and not is_code(mention, lexeme):
        return False
    operand = Operand(number=lexeme.number, lexeme=reader.take("number"))
    noun = Noun(lexeme=reader.take("entity" if counted else "field"))
    reader.add_filter(
        Filter(operator="=", noun=noun, operands=(operand,), joiner=reader.joiner, negated=reader.negated,
               counted=counted)
    )  # fmt: skip
    reader.section = "filter"
    return True


def is_code(mention: Lexeme, number: Lexeme) -> bool:
    """“Cars with 6 cylinders”, where cylinders are 4, 6 or rotary."""
    best = mention.fields[0] if mention.fields else None
    return best is not None and best.score >= _CLEAR and may_hold(best.field, str(number.number))


_CLEAR = 0.9


def _is_comparative(lexeme: Lexeme | None) -> bool:
    return lexeme is not None and lexeme.text.casefold() in MORE | LESS


def _suffixed_quality(reader: Reader, lexeme: Lexeme) -> None:
    """“Nurses who are 30 or younger”."""
    operand = Operand(number=lexeme.number, lexeme=reader.take("number"))
    reader.take("comparison")
    word = reader.take("comparison").text.casefold()
    found = Filter(operator=">=" if word in MORE else "<=", operands=(operand,), joiner=reader.joiner)
    measured = quality(word)
    reader.add_filter(
        replace(found, noun=Noun(quality=measured)) if measured is not None else with_noun_after(reader, found)
    )
    reader.section = "filter"


def _suffixed_number(reader: Reader, lexeme: Lexeme) -> None:
    operand = Operand(number=lexeme.number, lexeme=reader.take("number"))
    cue = reader.take_cue("comparison")
    if cue is not None:
        found = Filter(operator=">=" if cue.value == ">=" else "<=", operands=(operand,), joiner=reader.joiner)
        reader.add_filter(with_noun_after(reader, found))

"""Columns that are shown beside the rows: "the 10 largest orders with date and channel"."""

from __future__ import annotations

from agents.sql_expert.draft import Noun, Target
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader, is_in_list
from core.model import Measure


def _is_shown_beside(reader: Reader, lexeme: Lexeme) -> bool:
    """“The 10 largest orders with date and channel”: columns that every row has are no condition, but shown."""
    draft = reader.draft
    if reader.negated or draft.groups or any(target.function for target in draft.targets) or not lexeme.fields:
        return False
    if not all(one.kind == "filler" or is_in_list(one) for one in reader.lexemes[reader.at :]):
        return False
    best, ranked = lexeme.fields[0].field, any(order.superlative for order in draft.orders)
    named = max((link.score for link in lexeme.entities), default=0.0)
    counts = isinstance(best, Measure) and best.profile.minimum == 0 and not ranked
    told = best.profile.nulls == 0 or any(
        one.cue("punctuation") for one in reader.lexemes[max(0, reader.at - 3) : reader.at]
    )
    rows = (bool(draft.targets) or bool(draft.orders)) and _listed_there(reader)
    return rows and lexeme.fields[0].score > max(0.6, named) and told and best.type != "boolean" and not counts


def _listed_there(reader: Reader) -> bool:
    """Right behind “with”, “and” or a comma, with nothing said of it."""
    before = next(one for one in reversed(reader.lexemes[: reader.at]) if one.kind != "filler")
    following = reader.peek(1)
    ends = following is None or any(cue.kind in ("and", "punctuation") for cue in following.cues)
    return ends and any(cue.kind in ("clause", "and", "punctuation") for cue in before.cues)


def show_beside(reader: Reader, lexeme: Lexeme) -> bool:
    if not reader.beside or not _is_shown_beside(reader, lexeme):
        return False
    reader.add_target(Target(noun=Noun(lexeme=reader.take("field"))))
    reader.draft.keeps_entity, reader.joined = True, False
    return True


def names_columns_in_bracket(reader: Reader) -> bool:
    """“Full name (first and last name)”: the columns that are meant by what stands before the bracket."""
    if reader.section != "select" or not reader.draft.targets or reader.functions:
        return False
    behind = reader.lexemes[reader.at + 1 :]
    closed = next((at for at, one in enumerate(behind) if one.text == ")"), 0)
    inside = behind[:closed]
    return any(one.fields for one in inside) and all(one.kind == "filler" or is_in_list(one) for one in inside)

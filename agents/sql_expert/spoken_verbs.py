"""Verbs that are spelt like a value or a table: “which company opens the most tickets”, “hosts who host no party”."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.by_agents import DONE
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.fillers import FILLER
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.qualities import EVENTS, VERBS
from agents.sql_expert.reader import Reader, is_numeric
from semantic_layer.words import singular


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


def is_verb_of_subject(reader: Reader, lexeme: Lexeme) -> bool:
    """“Hosts who did not host any party”: there are none of what follows; they are never without themselves."""
    if not reader.negated or not lexeme.entities:
        return False
    own = lexeme.entities[0].entity.name
    subjects = [one for one, role in reader.draft.used if role in ("entity", "field") and one.entities]
    following = next((one for one in reader.lexemes[reader.at + 1 :] if not _says_nothing(one)), None)
    other = following is not None and bool(following.entities) and following.entities[0].entity.name != own
    return other and bool(subjects) and subjects[-1].entities[0].entity.name == own


def is_done_to_figure(reader: Reader, lexeme: Lexeme) -> bool:
    """“Total nights sold”: what is done to what is added up, and no other figure that it is a word for."""
    before = reader.lexemes[reader.at - 1] if reader.at else None
    target = reader.draft.targets[-1] if reader.draft.targets else None
    if before is None or target is None or target.noun.lexeme is not before or not is_numeric(before):
        return False
    done = lexeme.text.casefold() in EVENTS | FILLER
    return done and not lexeme.entities and all(one.evidence in REWORDED for one in lexeme.fields)


def agrees_with_rows(reader: Reader, lexeme: Lexeme) -> bool:
    """“Which customers owe more than 1000”: a word without an ending right behind rows in the plural is their verb."""
    before = reader.lexemes[reader.at - 1] if reader.at else None
    rows = before.text.casefold() if before is not None and before.entities else ""
    word = lexeme.text.casefold()
    return singular(rows) != rows and singular(word) == word


def passes_verb(reader: Reader, lexeme: Lexeme) -> bool:
    """Pass over a verb that says of whom or what, as over any that means nothing of its own."""
    if not _has_object(reader, lexeme):
        return False
    plain = replace(lexeme, kind="filler", fields=())
    reader.lexemes = [*reader.lexemes[: reader.at], plain, *reader.lexemes[reader.at + 1 :]]
    reader.take("filler")
    return True


def _has_object(reader: Reader, lexeme: Lexeme) -> bool:
    """“Products supplied by Acme”, “who have written a book”: a verb that says whom or what, though a column has its root.

    Where nothing is named behind it ("customers who signed up"), the column itself is what is said; so is a date that is
    called like the verb ("who reviewed a purchase").
    """
    words = lexeme.text.casefold().split()
    done = len(words) == 1 and (words[0].endswith("ed") or words[0] in DONE or _takes_figure(reader, words[0]))
    if not done or lexeme.entities or lexeme.values or not lexeme.fields or reader.negated:
        return False
    if lexeme.fields[0].score >= _IN_FULL and is_temporal(lexeme.fields[0].field):
        return False
    behind = [one for one in reader.lexemes[reader.at + 1 :] if not _leads_on(one)]
    following = behind[0] if behind else None
    if following is None or following.date is not None:
        return False
    if any(one.cue("each") or one.cue("group") for one in reader.lexemes[reader.at + 1 : reader.at + 2]):
        return bool(following.entities)  # “booked by each customer”, and not “returned each month”
    if following.cue("superlative") is not None and len(behind) > 1:
        return bool(behind[1].entities)
    return bool(following.names or following.values) or following.kind == "quoted"


def _takes_figure(reader: Reader, word: str) -> bool:
    """“Earn an hourly rate above 15”: the figure is named behind the verb."""
    behind = [one for one in reader.lexemes[reader.at + 1 :] if one.kind != "filler"][:2]
    told = len(behind) > 1 and any(one.kind in ("comparison", "comparative", "average") for one in behind[1].cues)
    return word in VERBS and told and is_numeric(behind[0])


_IN_FULL = 0.95


def _leads_on(lexeme: Lexeme) -> bool:
    """“By the”, “to a”, “by each”: what stands between a verb and its object."""
    joining = any(cue.kind in ("preposition", "each") for cue in lexeme.cues)
    return lexeme.kind == "filler" or lexeme.text.casefold().startswith("by") or joining


def _says_nothing(lexeme: Lexeme) -> bool:
    return lexeme.kind == "filler" or any(cue.kind in ("preposition", "not") for cue in lexeme.cues)

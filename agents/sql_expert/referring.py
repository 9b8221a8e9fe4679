"""Whether a question stands on what was told before it."""

from __future__ import annotations

import re

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.reading_words import read_words
from agents.sql_expert.references import spelled_out
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.pointing import pointers_in

_PRONOUN = re.compile(r"\b(?:them|they|their|its|those|these|he|she|him|his|her|it)\b", re.IGNORECASE)
_ONE = ("he", "she", "him", "his", "her", "it")
_ASKED_OF = re.compile(r"\b(?:do|did|does|are|were|have|had|of|is|was|can)\s*$", re.IGNORECASE)


def refers_back(task: Understanding) -> bool:
    """Words stand for what was told before, so that the question says nothing alone."""
    last = next((turn.plan for turn in reversed(task.question.history) if turn.plan is not None), None)
    text = task.question.text.strip()
    if last is None and (points_at_nobody(text, task) or stands_for_nothing(text, task)):
        return True
    if last is None:
        lost = _OF_THEM.search(text) is not None or (bool(task.question.history) and _stands_for(text))
        return lost and not names_first(text, task)
    if any(one.noun is not None for one in pointers_in(text, task)):
        return True
    return spelled_out(text, last, task.model) is not None and not names_first(text, task)


def points_at_nobody(text: str, task: Understanding) -> bool:
    """“Which department does he work in?”, with nobody named before it."""
    pointer = next((one for one in pointers_in(text, task) if one.kind == "person"), None)
    if pointer is None:
        return False
    lexemes = read_words(text[: pointer.start], task.model, task.values, schema_of(task.model))
    asked = [one for one in lexemes if one.names or one.values or one.kind in ("unknown", "quoted")]
    named = [one for one in asked if lexemes.index(one) and not lexemes[lexemes.index(one) - 1].cue("ask")]
    return not named


def stands_for_nothing(text: str, task: Understanding) -> bool:
    """“What is its price?”, “how many orders did he place?”: nothing is named before it in the same sentence."""
    pronoun = _ALONE.search(text)
    if pronoun is None:
        return False
    before = text[: pronoun.start()]
    lexemes = read_words(before, task.model, task.values, schema_of(task.model)) if before.strip() else []
    named = [one for one in lexemes if one.names or one.values or one.kind in ("unknown", "quoted", "number")]
    if not named:
        return True
    asked = len(named) == 1 and not named[0].values and named[0].kind == "mention"
    return (
        asked
        and _SUBJECT.search(text) is not None
        and re.search(r"[,;.]|\b(?:and|who|that|which)\b", before[3:]) is None
    )


_ALONE = re.compile(
    r"\b(?:its|his|her|their|he|she|him|they|(?:of|for|about|bought|ordered|sold) (?:it|them))\b", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^(?:how many|how much|what|which) [\w ]+? (?:did|does|do|has|have) (?:he|she|they) \w+", re.IGNORECASE
)


def _stands_for(text: str) -> bool:
    """A pronoun or “which one” where nothing was told that it could stand for."""
    found = _SAID_BEFORE.search(text)
    return found is not None and found[0] != "IT"


_OF_THEM = re.compile(
    r"^(?:and |so |but )?(?:which|who|how many|what|any|all|some|most|none)(?: (?:ones?|two|share|percentage))? "
    r"of (?:them\b|(?:these|those)\b(?! \w+s\b))",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:them|they|their|its|he|she|him|his|her|which ones?|that one|(?:of|about|from) (?:these|those)|"
    r"it(?! (?:take|takes|took|rain|snow|true|possible|mean|matter|make)))\b",
    re.IGNORECASE,
)


def names_first(text: str, task: Understanding) -> bool:
    """“Customers and their orders”: the pronoun stands for what the same sentence names before it."""
    pronoun = _PRONOUN.search(text)
    if pronoun is None or pronoun[0].lower() in _ONE or _ASKED_OF.search(text[: pronoun.start()]):
        return False
    lexemes = read_words(text[: pronoun.start()], task.model, task.values, schema_of(task.model))
    return any(link.score >= 0.7 for lexeme in lexemes if lexeme.cue("ask") is None for link in lexeme.entities)

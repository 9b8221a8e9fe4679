"""The words of a follow-up without those that only say that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reading_words import read_words
from agents.sql_expert.schema import schema_of

_OPENING = re.compile(
    r"^(?:(?:no|nope|not that|sorry|actually|oops|wait|and|but|now|then|ok|okay|so|also|please|rather|again|"
    r"i meant?|i (?:want(?:ed)?|need(?:ed)?)|make (?:that|it|this)|(?:give|show)(?: me)?(?= \d+\W*$)|"
    r"(?:and )?(?:what|how) about|what of|just|only|"
    r"(?:the )?same(?: thing)?(?= (?:for|in|with|of|but)\b)|instead|keep|(?:just |only )?(?:the )?(?:ones|those)(?= \w))"
    r"\b[\s,.:;-]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:[\s,]+(?:instead|please|only|alone|though|again|now|then|ones?))*[\s?.!]*$", re.IGNORECASE)
_WITHOUT = re.compile(
    r"^(?:without|excluding|exclude|except(?: for)?|leave out|leaving out|minus|but not|not|drop|remove|skip|ignore|"
    r"ignoring|apart from|other than)\b\s*(?:the |any )?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:for|in|of|from|by|to|at(?! (?:least|most))|on|with|the ones?|those|these|them"
    r"|that are|which are|who are|were|are|is|the|all the|now)\b\s*",
    re.IGNORECASE,
)
_JOINING = frozenset({"and", "or", "punctuation", "preposition", "filler", "be"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`words` are what is changed to, or what is left out where it is `without`; `opened` by words like “and”."""

    text: str
    words: str
    without: bool = False
    opened: bool = False


def said_of(text: str) -> Said:
    words = _CLOSING.sub("", _OPENING.sub("", text.strip()) or text.strip())
    out, opened = _WITHOUT.match(words), _OPENING.match(text.strip()) is not None
    if out:
        return Said(text=text, words=words[out.end() :], without=True, opened=opened)
    return Said(text=text, words=words, opened=opened)


def bare(words: str) -> str:
    """Without the prepositions and articles it starts with."""
    while (shorter := _LEADING.sub("", words)) != words:
        words = shorter
    return words


def lexemes_of(words: str, task: Understanding) -> list[Lexeme]:
    return read_words(words, task.model, task.values, schema_of(task.model))


def is_joining(lexeme: Lexeme) -> bool:
    """It says nothing but how the words beside it belong together."""
    if lexeme.names or lexeme.values or lexeme.number is not None or lexeme.date is not None:
        return False
    return lexeme.kind == "filler" or (bool(lexeme.cues) and all(cue.kind in _JOINING for cue in lexeme.cues))


def mentions_in(words: str, task: Understanding) -> Sequence[Lexeme]:
    """Nothing but names and values; empty where any other word is said."""
    lexemes = [one for one in lexemes_of(words, task) if not is_joining(one)]
    return lexemes if all(one.names or one.values for one in lexemes) else ()

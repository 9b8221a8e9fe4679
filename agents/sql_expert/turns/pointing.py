"""Words of a question that point back: “he”, “them”, “its”, “that county”, “those two”, “there”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.tokens import Token, tokenise
from agents.sql_expert.turns.said import lexemes_of
from semantic_layer.vocabulary import word_set

Kind = Literal["person", "thing", "set", "noun", "place"]
_PERSON = word_set("he she him")
_SET = word_set("they them those these")
_OWN: dict[str, Kind] = {"his": "person", "her": "person", "its": "thing", "their": "set"}
_POINTING = word_set("that this those these such")
_LEADS_ON = word_set("""
and or but in of for from to at on by with per who whom that which what when where how is are was were has have had do does did
as than then if more most less least
""")
_NOT_A_THING = word_set(
    "take takes took rain rains rained snow snows snowed true possible mean means matter make makes"
)
_TIMES = word_set("day week month quarter year weekend morning evening time days weeks months quarters years times")
_BEFORE_THAT = word_set("""
in of for from to at on by with per about does do did is are was were has have had and or but what who which as like behind had
""")


_ANY = _PERSON | _SET | frozenset(_OWN) | _POINTING | {"it", "same", "there"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Characters `start` to `end`; `own` where it is a possessive, `alone` a mere “that”, `noun` what it names."""

    start: int
    end: int
    kind: Kind
    own: bool = False
    alone: bool = False
    noun: Lexeme | None = None


def pointers_in(text: str, task: Understanding) -> Sequence[Pointer]:
    """In the order of the text."""
    tokens = [one for one in tokenise(text) if one.kind != "symbol" or one.text not in ("?", "!", ".")]
    if not any(one.folded in _ANY for one in tokens):
        return ()
    lexemes = lexemes_of(text, task)
    found: list[Pointer] = []
    for at, token in enumerate(tokens):
        if found and token.start < found[-1].end:
            continue
        pointer = _pointer(tokens, at, lexemes)
        if pointer is not None:
            found.append(pointer)
    return found


def _pointer(tokens: Sequence[Token], at: int, lexemes: Sequence[Lexeme]) -> Pointer | None:
    token = tokens[at]
    word, following = token.folded, tokens[at + 1] if at + 1 < len(tokens) else None
    after = following.folded if following is not None else ""
    if token.kind != "word" or token.text == "IT":
        return None
    if word in _OWN and (word != "her" or (after and after not in _LEADS_ON)):
        return Pointer(start=token.start, end=token.end, kind=_OWN[word], own=True) if after else None
    if word in _PERSON or word == "her":
        return Pointer(start=token.start, end=token.end, kind="person")
    if word == "it":
        return None if after in _NOT_A_THING else Pointer(start=token.start, end=token.end, kind="thing")
    if word in _POINTING or (word == "same" and at and tokens[at - 1].folded == "the"):
        return _demonstrative(tokens, at, lexemes)
    if word in _SET:
        return Pointer(start=token.start, end=token.end, kind="set")
    if word == "there" and not after and at and tokens[at - 1].folded not in ("is", "are", "was", "were", "be", "been"):
        return Pointer(start=token.start, end=token.end, kind="place")
    return None


def _demonstrative(tokens: Sequence[Token], at: int, lexemes: Sequence[Lexeme]) -> Pointer | None:
    """“That county”, “those two customers”; alone, “those” and “that” where nothing follows that would tell of which."""
    token, start = tokens[at], tokens[at].start
    if token.folded == "same":
        start = tokens[at - 1].start
    place = at + 1
    while place < len(tokens) and (tokens[place].number is not None or tokens[place].folded in ("very", "same")):
        place += 1
    following = tokens[place] if place < len(tokens) else None
    before = tokens[at - 1].folded if at else ""
    if following is not None and following.kind == "word":
        noun = next((one for one in lexemes if one.start == following.start and one.names), None)
        if following.folded in _TIMES or (noun is None and following.folded not in ("one", "ones")):
            return _alone(token, following, before)
        behind = next((one for one in tokens if noun is not None and one.start >= noun.end), None)
        if token.folded == "that" and before not in _BEFORE_THAT and at > 0 and _may_relate(token, behind, lexemes):
            return None
        if noun is not None:
            if behind is not None and behind.folded in ("who", "that", "which", "whose", "with", "where"):
                return None
            return Pointer(start=start, end=noun.end, kind="noun", noun=noun)
        end = following.end
        return Pointer(start=start, end=end, kind="set" if following.folded == "ones" else "thing")
    return _alone(token, following, before)


def _may_relate(token: Token, behind: Token | None, lexemes: Sequence[Lexeme]) -> bool:
    """“Towns that border Spain” rather than “who manages that town”."""
    before = next((one for one in reversed(lexemes) if one.end <= token.start), None)
    named = before is not None and any(link.score >= _IN_FULL for link in before.entities)
    verb = before is not None and before.text.casefold().endswith(("ed", "ages"))
    ends = behind is None or behind.folded in _LEADS_ON
    return (named and not verb) or not ends


_IN_FULL = 0.95


def _alone(token: Token, following: Token | None, before: str) -> Pointer | None:
    if token.folded in ("same", "such"):
        return None
    if following is not None and following.folded not in (
        "is",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "do",
        "did",
    ):
        return None
    if token.folded in ("those", "these"):
        return Pointer(start=token.start, end=token.end, kind="set")
    if following is None and before not in ("", "about"):
        return Pointer(start=token.start, end=token.end, kind="thing", alone=True)
    return None


def with_nouns(text: str, pointers: Sequence[Pointer]) -> str:
    """The text with the nouns alone: “which of those towns” → “which towns”."""
    for one in reversed(pointers):
        noun = one.noun.text if one.noun is not None else ""
        before = re.sub(r"\bof $", "", text[: one.start])
        text = f"{before}{noun}{text[one.end :]}"
    return text


def put_in(text: str, pointers: Sequence[Pointer], name: str) -> str:
    """The text with the name where words point back."""
    for one in reversed(pointers):
        said = f"{name}'s" if one.own else (f"in {name}" if one.kind == "place" else name)
        text = f"{text[: one.start]}{said}{text[one.end :]}"
    return re.sub(rf"\b(?:all|any|each|both|some) of {name}\b", name, text)


_UNDONE = word_set("""
cancel miss lose drop fail skip reject refuse avoid decline quit leave return lack exclude delete remove break sell cost
cancelled missed lost dropped failed skipped rejected refused avoided declined left returned lacks lacked excluded deleted
removed broke sold costs above below over under than not never no
""")


def with_plain_verb(text: str, name: str) -> str | None:
    """“Which lessons did NAME take?” and “which pupils took NAME?” with “have” for the verb.

    None where it is no such question, or where the verb denies it.
    """
    asked = r"^(?P<start>.*\b(?:which|what|how many) (?!(?:is|are|was|were|do|does|did|has|have|had)\b)\w+(?: \w+)?"
    done = r"(?P<verb>[a-z]+)(?: (?:part|place))?(?: (?:in|at|on|for|with|from|to|by|of))?"
    object_ = re.match(rf"{asked}) (?:do|does|did|has|have|had) {name} (?:ever |all )?{done}[\s?.!]*$", text, re.I)
    subject = re.match(
        rf"{asked}) (?:(?:have|has|had|did|do|does|are|were|is|was) )?{done} {name}[\s?.!]*$", text, re.I
    )
    found = object_ or subject
    if found is None or found["verb"].lower() in _UNDONE:
        return None
    return f"{found['start']} did {name} have?" if object_ is not None else f"{found['start']} have {name}?"

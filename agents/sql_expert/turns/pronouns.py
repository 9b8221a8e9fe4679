"""Words that stand for what was told before, in the places of a sentence where they are not its subject."""

from __future__ import annotations

import re

_THERE = re.compile(
    r"\s+(?:(?:live|lives|lived|living|work|works|worked|working|located|based|registered|employed) )?"
    r"(?:over there|in there|there|at that place|in that place)(?P<end>[\s?.!]*)$",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"\b(?:is|are|was|were|be|been|exist)\s+there\b", re.IGNORECASE)
_IN_WHICH = re.compile(
    r"^(?P<start>(?:and |so )*)(?:in|at|on|from|for|to|of|with|by) (?P<which>(?:which|what) .+?) "
    r"(?P<verb>are|is|were|was|do|does|did|have|has) (?:they|those|these|it|he|she)(?: (?P<rest>\w+))?[\s?.!]*$",
    re.IGNORECASE,
)


def place_left_out(text: str) -> str | None:
    """“Total salary there” without its last word; None where it tells of no place that was told."""
    if _EXISTS.search(text) or (matched := _THERE.search(text)) is None:
        return None
    return f"{text[: matched.start()]}{matched['end']}"


def with_noun(text: str, noun: str) -> str | None:
    """“In which buildings are they?” → “which buildings are the rooms in”."""
    matched = _IN_WHICH.match(text)
    if matched is None:
        return None
    rest = f" {matched['rest']}" if matched["rest"] else ""
    return f"{matched['start']}{matched['which']} {matched['verb']} the {noun}{rest}"

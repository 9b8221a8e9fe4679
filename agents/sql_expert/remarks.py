"""Remarks that ask for nothing of their own: how to join, that letters' case is ignored, that both ends are meant.

They are taken out of a question before it is read, since what they ask for is done in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from agents.sql_expert.candidates import Candidate
from core.plan import WordReading

_WHY = "what is done in any case"
_JOIN = r"left\s+(?:outer\s+)?join\b"
_CURRENT = r"(?:the\s+)?current\s+(?:day|week|month|quarter|year)"
_REMARKS = re.compile(
    rf"""
      ,?\s*\(?\b(?:by\s+doing|by|using)\s+an?\s+{_JOIN}[^.?;]*
    | \s*\(\s*(?:match(?:ed|ing)?\s+(?:with\s+wildcards\s+)?)?case[\s-]+insensitive(?:ly)?\s*\)
    | ,?\s*\b(?:matched\s+)?case[\s-]+insensitive(?:ly)?\b
    | ,?\s*\(?\b(?:regardless|irrespective|independent(?:ly)?)\s+of\s+(?:the\s+)?
      (?:letter\s+|upper\s*(?:/|or)\s*lower\s*)?cas(?:e|ing)\b\s*\)?
    | ,?\s*\(?\b(?:ignoring|ignore|not\s+minding)\s+(?:the\s+)?(?:letter\s+)?cas(?:e|ing)\b\s*\)?
    | \s*\(\s*(?:both\s+(?:ends\s+|dates\s+)?)?inclusive(?:\s+of\s+(?:the\s+)?(?:start|end|both)[^()]*)?\s*\)
    | ,?\s*\(?\s*\binclusive\s+of\s+today(?:'s\s+date)?\s*\)?
    | (?<=\d)\s+inclusive\b
    | \s*\(\s*as\s+a\s+date\s*\)
    | (?:,|\.)?\s*\(?\b(?:and\s+)?round(?:ed|ing)?(?:\s+off|\s+up|\s+it|\s+them
      |\s+(?:the|your|all)\s+(?:results?|answers?|values?|figures?|percentages?))?
      \s+to\s+(?:(?:\d+|one|two|three|four|the\s+nearest)\s+)?(?:decimals?|digits?|(?:whole\s+)?(?:number|integer)s?)(?:\s+(?:places?|points?|digits?))?\s*\)?
    | ,?\s*\bbased\s+on\s+joining\s+(?:the\s+)?[\w,\s]+?\stables?\b
    | (?<=[.?!])\s+(?:please\s+)?(?:represent|express|format|display)\s+(?:each|every|the|all)\s+[^.?!]+?\s(?:as|in)\s[^.?!]+[.?!]*\s*$
    | ,?\s*\bstarting\s+(?:from|at|with)\s+the\s+(?:top|highest|best|largest)\b(?=[.?!]*\s*$)
    | (?<=\bin\s)the\s+whole\s+of\s+(?=(?:the\s+)?(?:previous|last|current|this)\b)
    | \bISO\s+(?=weeks?\b)
    | (?<=\bdistinct)\s+list\s+of\b
    | (?:,|[.?!])\s*(?:(?:list|show|name|give|return)\s+)?(?:each|every)\s+(?:one\s+|name\s+)?(?:only\s+|just\s+)?once(?=[.?!]*\s*$)
    | (?<=\bunique)\s+list\s+of\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PERIODS = r"\b(?:last|previous)\s+(?:\d+\s+|\w+\s+)?(?:calendar\s+)?(?:week|month|quarter|year)s?"
_BEFORE_NOW = re.compile(
    rf"(?P<period>{_PERIODS}),?\s*(?P<remark>\(?\s*(?:excluding|exclusive\s+of|not\s+including|not\s+counting)\s+{_CURRENT}\s*\)?)",
    re.IGNORECASE,
)


_DAYS_AGO = re.compile(
    r"(?P<period>\b(?:past|last)\s+)(?P<days>\d+)(?P<unit>\s+days?),?(?P<remark>\s*\(?\s*inclusive\s+of\s+(?P=days)\s+days?\s+ago\s*\)?)",
    re.IGNORECASE,
)


def with_first_day(text: str) -> str:
    """“The past 30 days, inclusive of 30 days ago” are 31 days."""
    found = _DAYS_AGO.search(text)
    if found is None:
        return text
    days = str(int(found["days"]) + 1)
    if len(days) > len(found["days"]):
        return text
    start, end = found.span("remark")
    return text[: found.start("days")] + days + text[found.end("days") : start] + " " * (end - start) + text[end:]


def remarks_in(text: str) -> list[tuple[int, int]]:
    """Where they start and end."""
    found = [match.span() for match in _REMARKS.finditer(text)]
    return found + [match.span("remark") for match in _BEFORE_NOW.finditer(text)]


def without(text: str, remarks: Iterable[tuple[int, int]]) -> str:
    """Blanked, so that all other words stay where they are."""
    for start, end in remarks:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def told_of(candidate: Candidate, text: str, remarks: Iterable[tuple[int, int]]) -> Candidate:
    told = tuple(_read(text, *remark) for remark in remarks)
    reading = tuple(sorted((*candidate.plan.reading, *told), key=lambda one: one.start))
    return replace(candidate, plan=replace(candidate.plan, reading=reading))


def _read(text: str, start: int, end: int) -> WordReading:
    words = text[start:end].strip(" ,()")
    begin = text.index(words, start)
    return WordReading(words=words, start=begin, end=begin + len(words), role="filler", meaning=_WHY)

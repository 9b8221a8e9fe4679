"""Questions about data, told apart from what they say of the drawing."""

from __future__ import annotations

import re

from agents.dashboard_designer.asked import CHART_NAME, WEAK_NAME, asked_mark

_ASKING = r"(?:(?:could|can|would|will)\s+you|please|i\s+(?:want|would\s+like|'d\s+like|need)(?:\s+you)?\s+to|and|then|also)\s+"
_VERB = (
    r"(?:show|give|make|draw|plot|create|display|return|present|visuali[sz]e|visuali[sz]ing|illustrate|represent|report|"
    r"use|using|utili[sz]e|produce|generate|build|put|get|see|want|dispaly|depict)"
)
_THESE = r"(?:(?:me|us|it|them|this|that|these|those|(?:the\s+)?(?:results?|data|answers?|distribution\s+as))\s+)*"
_AS = r"(?:(?:in|as|with|by|using|through|via|into|on|to)\s+)?"
_ADJECTIVES = (
    r"(?:(?:single|simple|nice|stacked|grouped?|grouping|clustered|multi(?:ple)?|horizontal|vertical|colou?red)[\s-]+)*"
)
_SHOWING = (
    r"(?:\s*(?:\b(?:that\s+)?(?:shows?|showing|illustrat(?:es?|ing)|display(?:s|ing)?|depict(?:s|ing)?|represent(?:s|ing)?|"
    r"reveal(?:s|ing)?|describ(?:es|ing)|visuali[sz]ing|visuali[sz]es|compar(?:es|ing)|finding|listing|indicat(?:es|ing))\b"
    r"|to\s+(?:show|display|illustrate|visuali[sz]e|represent|depict|see|present)\b|for\s+(?:showing|finding|displaying))"
    r"(?:\s+(?:me|us)\b)?(?:\s+(?:about|that|on)\b)?|\s+(?:about|on|of|for)\b(?!\s+(?:the\s+)?[xy]\b)|\s*:)?"
)
_MENTION = re.compile(
    rf"(?:{_ASKING})*(?:\b{_VERB}\s+{_THESE}|\b{_VERB}\s+)?\b{_AS}(?:(?:an?|the|one)\s+)?{_ADJECTIVES}(?:{CHART_NAME})\b{_SHOWING}",
    re.IGNORECASE,
)
_WEAK_MENTION = re.compile(
    rf"(?:{_ASKING})*(?:\b{_VERB}\s+{_THESE}(?:{_AS})|\b(?:in|as|with|by|using|through|via|into)\s+)"
    rf"(?:an?|one)\s+{_ADJECTIVES}(?:{WEAK_NAME})\b(?!\s+(?:position|summary|line|title|name|id|type|number|entr|size))"
    rf"{_SHOWING}",
    re.IGNORECASE,
)
_AXIS = re.compile(r"\b[xy][\s-]?ax[ie]s\b", re.IGNORECASE)
_LETTER = r"(?:the\s+)?[xy](?:[\s-]?ax[ie]s)?\b"
_DIRECTION = r"(?:asc|desc)\w*|(?:increasing|decreasing)(?:ly)?|(?:from\s+)?(?:the\s+)?(?:low|high|small|large)\w*\s+to\s+(?:the\s+)?\w+"
_COUNTED = r"(?:the\s+)*(?:total\s+numbers?|numbers?|counts?)\b(?!\s+of)"
_ORDERING = re.compile(
    rf"[,;]?\s*(?:{_ASKING})*\b(?:sort|order|rank|list|display|show|arrange|put)(?:ed|ing|s)?\b"
    rf"(?=[^,.;?]*\b(?:{_LETTER}|{_COUNTED}))(?=[^,.;?]*\b(?:{_DIRECTION}))[^,.;?]*",
    re.IGNORECASE,
)
_ON_AXIS = re.compile(
    r"\b(?:is\s+|are\s+|put\s+|where\s+)*(?:on|in|as|along|for)\s+(?:the\s+)?[xy][\s-]?ax[ie]s\b", re.IGNORECASE
)
_X_AXIS = re.compile(r"\b(?:the\s+)?x[\s-]?ax[ie]s\b(?:\s+(?:is|are|shows?|represents?|being)\b)?", re.IGNORECASE)
_Y_AXIS = re.compile(r"\b(?:the\s+)?y[\s-]?ax[ie]s\b(?:\s+(?:is|are|shows?|represents?|being)\b)?", re.IGNORECASE)
_BY_SERIES = re.compile(
    r"\b(?:stack(?:ed|ing)|colou?r(?:ed|ing)?|facet(?:ed)?)\s+(?:(?:it|them|bars?|points?|up)\s+)*(?=by\b)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<=by )\s*attributes?\b", re.IGNORECASE)
_BINNED = re.compile(
    r"\bbin(?:s|ned|ning)?\b(?P<what>[^,.;?]{0,60}?)\b(?P<by>into|by|to|per|with)\s+(?P<the>(?:the|an?|each|every)\s+)?"
    r"(?P<unit>(?:day\s+of\s+(?:the\s+)?week|week\s*day|month|year|quarter|week|day|hour)s?)(?P<rest>\s+(?:intervals?|bins?|buckets?)\b)?",
    re.IGNORECASE,
)
_SHAPE = re.compile(
    r"\b(?:the\s+|an?\s+)*(?:distributions?|relationships?|relations?|correlations?|comparisons?|proportions?|trends?)\s+"
    r"(?:of|between|among|about|in|over)\b|\b(?:use|with|using)?\s*(?:a\s+)?different\s+colou?rs?\s+for\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")


def without_drawing_words(question: str) -> str:
    """The question about the data, every word in its place: what only says how to draw is blanked out.

    A question that says nothing else stays as it is.
    """
    text = question
    if asked_mark(question) is not None or _AXIS.search(question):
        text = _without(text, _ORDERING)
        text = _without(text, _MENTION, _WEAK_MENTION, _ON_AXIS, _X_AXIS, _BY_SERIES, _ATTRIBUTE, _SHAPE)
        text = _Y_AXIS.sub(_and, text)
    else:
        text = _without(text, _WEAK_MENTION)
    text = _BINNED.sub(_by_unit, text)
    return text if _WORD.search(text) else question


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _and(found: re.Match[str]) -> str:
    return "and".ljust(len(found[0])) if found.string[: found.start()].strip(" ,.") else _blank(found)


def _by_unit(found: re.Match[str]) -> str:
    """Of "bin the date into the month interval" is left "the date by month"."""
    kept = {"what": found["what"], "by": "by".ljust(len(found["by"])), "unit": found["unit"]}
    text = list(_blank(found))
    for name, part in kept.items():
        start = found.start(name) - found.start()
        text[start : start + len(part)] = part
    return "".join(text)

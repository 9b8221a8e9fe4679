"""The words of a question that say how to draw: axes, series, layout, order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agents.dashboard_designer.asked import asked_mark
from core.chart import Mark

_STOP = r"(?=\s*(?:[,.;?!]|$)|\s+(?:and|with|where|while|while|using|in\s+an?|as\s+an?|by\s+an?)\s|\s+(?:the\s+)?[xy][\s-]?axis)"
_NOT_AN_OBJECT = r"(?!(?:in|from|by|on|with|of|please|asc|desc|order|sort|rank|and|should)\w*\b)"
_AXIS = r"(?:the\s+)?\b([xy])[\s-]?ax[ie]s"
_IS = r"(?:\s+(?:is|are|shows?|being|as|for|represents?|displays?|has|=))?[\s:]+(?:the\s+)?"
_AFTER = re.compile(rf"{_AXIS}{_IS}{_NOT_AN_OBJECT}(\w[^,.;?]*?){_STOP}", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:^|[,.;]|\b(?:of|show|plot|with|put|and|draw|where|use|having|shows))\s+(?:the\s+)?"
    rf"((?:(?!\b(?:and|with|where|sort|order|rank)\b)[^,.;?])+?)\s+(?:(?:is|are)\s+)?(?:on|in|as|along|for)\s+{_AXIS}",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?:of|plot|show|draw|compare|between)\s+((?:(?!\bof\b)[^,.;?])+?)\s+(?:vs\.?|versus|against)\s+([^,.;?]+?)"
    r"(?=\s+(?:as|in|by|with|using|where|colou?r|for\s+each|use)\b|\s*[,.;?]|\s*$)",
    re.IGNORECASE,
)
_THING = (
    r"(?:the\s+|its\s+|their\s+|each\s+|different\s+|various\s+|attributes?\s+|columns?\s+|fields?\s+)*(\w[^,.;?]*?)"
)
_SERIES = re.compile(
    r"\b(?:stack(?:ed|ing)?|colou?r(?:ed|ing|s)?|split|broken\s+down|separated?|differentiated|facet(?:ed)?)\s+"
    rf"(?:(?:it|them|bars?|points?|lines?|chart|up)\s+)*(?:by|for|on|per|according\s+to)\s+{_THING}{_STOP}",
    re.IGNORECASE,
)
_COLOUR_EACH = re.compile(
    rf"\b(?:one|a|an?other|different|distinct|unique)\s+(?:colou?rs?|lines?|series)\s+(?:for|per)\s+{_THING}{_STOP}",
    re.IGNORECASE,
)
_EACH_BY_COLOUR = re.compile(
    r"\b(?:each|every|different)\s+(\w[^,.;?]*?)\s+(?:is\s+|being\s+)?"
    r"(?:differentiated|distinguished|shown|told\s+apart|represented|marked|identified)\s+(?:by|in|with)\s+"
    r"(?:an?\s+|its\s+own\s+|different\s+|unique\s+)*colou?rs?",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    rf"\b(?:group(?:ed|ing|s)?(?:\s+(?:it|them|up))?)\s+(?:by|for|per)\s+{_THING}{_STOP}", re.IGNORECASE
)
_STACKED = re.compile(r"\bstack(?:ed|ing|s)?\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:group(?:ed|ing)?|cluster(?:ed)?|side[\s-]by[\s-]side|dodged)\s+(?:bar|column)s?\b|\bside[\s-]by[\s-]side\b",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(
    r"\bsmall\s+multiples?\b|\bfacet(?:ed|s)?\b|\btrellis\b|\b(?:one|a|an?\s+own|separate)\s+(?:small\s+)?"
    rf"(?:charts?|graphs?|plots?|panels?)\s+(?:for\s+(?:each|every)|per)\s+{_THING}{_STOP}",
    re.IGNORECASE,
)
_COLOURED = re.compile(r"\bgroup(?:ed|ing|s)?\s+(?:scatter|line|area)", re.IGNORECASE)
_ASCENDING = re.compile(
    r"\basc(?:end(?:ing|ed|s)?)?\b|\bincreasing\b|\b(?:low|small|few|least|short)(?:est|er)?\s+to\s+(?:the\s+)?"
    r"(?:high|large|big|great|most|long)\w*|\balphabetic\w*|\ba\s+to\s+z\b|\boldest\s+(?:first|to)|\bsmallest\s+first",
    re.IGNORECASE,
)
_DESCENDING = re.compile(
    r"\bdesc(?:end(?:ing|ed|s)?)?\b|\bdecreasing\b|\b(?:high|large|big|great|most|long)(?:est|er)?\s+to\s+(?:the\s+)?"
    r"(?:low|small|few|least|short)\w*|\breverse\w*\s+alphabetic\w*|\bz\s+to\s+a\b|\bnewest\s+(?:first|to)|"
    r"\b(?:largest|biggest|highest)\s+first",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(
    r"[,.;?!]|\b(?:and|then)\s+(?:(?:could|can|would)\s+you\s+|please\s+|i\s+(?:want|would\s+like)\s+(?:you\s+)?to\s+)?"
    r"(?=(?:sort|order|rank|list|display|show)\b)|\b(?:in|using|with|by)\s+an?\s+\w+\s+(?:chart|graph|plot)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\b(?:the\s+)?([xy])(?:[\s-]?ax[ie]s)?\b", re.IGNORECASE)
_BY_NAME = re.compile(r"\balphabetic\w*|\ba\s+to\s+z\b|\bz\s+to\s+a\b", re.IGNORECASE)
_SORTED = re.compile(r"\b(?:sort|order|rank|arrang)\w*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SortWords:
    """`axis` where one is named; else `words` are those around the direction."""

    descending: bool
    axis: Literal["x", "y"] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Phrases as they stand in the question. `grouped` may be the series or what the axis is of."""

    mark: Mark | None = None
    layout: Literal["stacked", "beside"] | None = None
    x: str | None = None
    y: str | None = None
    series: str | None = None
    grouped: str | None = None
    sort: SortWords | None = None
    names_axes: bool = False
    multiples: bool = False
    coloured: bool = False


def read_request(question: str) -> Request:
    axes = _axes(question)
    multiples = _MULTIPLES.search(question)
    apart = multiples[1] if multiples and multiples.re.groups else None
    named = [found[1] for pattern in (_SERIES, _COLOUR_EACH, _EACH_BY_COLOUR) for found in pattern.finditer(question)]
    grouped = _GROUPED.search(question)
    return Request(
        mark=asked_mark(question),
        layout="stacked" if _STACKED.search(question) else "beside" if _BESIDE.search(question) else None,
        x=axes.get("x"),
        y=axes.get("y"),
        series=next(iter([apart, *named] if apart else named), None),
        grouped=grouped[1] if grouped else None,
        sort=_sort(question),
        names_axes=bool(re.search(r"\b[xy][\s-]?ax[ie]s\b|\bthe\s+[XY]\b|\bby\s+(?:the\s+)?[XY]\b", question)),
        multiples=multiples is not None,
        coloured=_COLOURED.search(question) is not None,
    )


def _axes(question: str) -> dict[str, str]:
    axes: dict[str, str] = {}
    for found in _BEFORE.finditer(question):
        axes.setdefault(found[2].lower(), found[1])
    for found in _AFTER.finditer(question):
        axes.setdefault(found[1].lower(), found[2])
    against = _AGAINST.search(question)
    if against is not None and asked_mark(question) == "point":
        axes.setdefault("x", against[1])
        axes.setdefault("y", against[2])
    return axes


def _sort(question: str) -> SortWords | None:
    """The last direction that is named, with what its clause says."""
    found = max(
        (
            (match.start(), match.end(), descending)
            for descending, pattern in ((False, _ASCENDING), (True, _DESCENDING))
            for match in pattern.finditer(question)
        ),
        default=None,
    )
    if found is None:
        return None
    start, end, descending = found
    begins = max((match.end() for match in _CLAUSE_ENDS.finditer(question, 0, start)), default=0)
    ends = next((match.start() for match in _CLAUSE_ENDS.finditer(question, end)), len(question))
    clause = question[begins:ends]
    if _BY_NAME.search(clause):
        return SortWords(descending=descending, axis="x", words=clause)
    letter = _LETTER.search(clause)
    axis: Literal["x", "y"] | None = None if letter is None else "x" if letter[1].lower() == "x" else "y"
    sorting = list(_SORTED.finditer(clause, 0, start - begins))
    return SortWords(descending=descending, axis=axis, words=clause[sorting[-1].start() if sorting else 0 :])

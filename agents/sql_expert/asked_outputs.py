"""How an analyst frames what is asked: groups said first, what is returned, what it is sorted by, how it is written.

Taken off the words before the figures are read; what says how rows come is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """`figures`: the words of what is shown; `tail`: groups and periods that all of it is told for, with a space before.

    `sorted_by`: words of the figure that the rows are sorted by; `most`: so many rows; `percent`: a share is asked for.
    """

    figures: str
    tail: str = ""
    sorted_by: str = ""
    descending: bool | None = None
    most: int | None = None
    percent: bool = False


_OPEN = re.compile(
    r"^(?:(?:please|can you|could you)\s+)?(?:what(?:'s|’s| is| are| was| were)|return|show(?: me)?|give(?: me)?|calculate|compute|"
    r"find|list|"
    r"get|determine|report|provide|tell me|display|output|select)\s+",
    re.IGNORECASE,
)
_GROUP = r"(?:by|per|for (?:each|every)|in (?:each|every)|of (?:each|every)|(?:grouped|broken down|split|segmented) by|across(?: all)?)"
_FIRST = re.compile(
    r"^(?:(?:for|in|on|at|within) (?:each|every)|by|per)\s+(?P<group>[^,:;]+?)\s*[,:;]\s*(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LAST = re.compile(
    rf"(?:,\s*|\s+)(?P<tail>{_GROUP}\s+(?P<group>(?:(?!\s{_GROUP}\s)[^.?!:;()])+))$", re.IGNORECASE | re.DOTALL
)
_PERIOD = re.compile(
    r"(?:,\s*|\s+)(?P<tail>(?:in|during|for|since|over|between|from|before|after|within) (?:the )?(?:(?:last|past|previous|this|current|"
    r"year|"
    r"month|quarter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]\b|\d{4}\b).*))$",
    re.IGNORECASE | re.DOTALL,
)
_SORTED = re.compile(
    r"(?:,\s*|\s+|\.\s*)(?:and\s+)?(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?|arranged)(?:\s+(?:it|them|the\s+(?:results?|rows?|output|list|answer)))?"
    r"\s+(?:(?:by|on|according to)\s+(?:the\s+|their\s+)?(?P<by>.+?))?(?P<how>\s*,?\s*\(?(?:(?:in|from|with)\s+)?(?:the\s+)?"
    r"(?:(?P<down>desc(?:ending)?|highest to lowest|largest to smallest|high(?:est)? first|highest first|largest first|most to least)|"
    r"(?P<up>asc(?:ending)?|lowest to highest|smallest to largest|lowest first|alphabetical(?:ly)?))(?:\s+order)?\)?)?"
    r"(?P<after>\s+for each [^,.;]+)?$",
    re.IGNORECASE | re.DOTALL,
)
_ROUNDED = re.compile(
    r"(?:,\s*|\s+|\.\s*)\(?(?:and\s+)?round(?:ed|ing)?(?:\s+(?:off|it|them|(?:the|your|all)\s+\w+(?:\s+\w+)?))?"
    r"(?:\s+(?:off|up))?\s+to\s+"
    r"(?:(?:\d+|one|two|three|four|the nearest)\s+)?(?:decimals?|digits?|(?:whole\s+)?(?:number|integer)s?)?"
    r"(?:\s+(?:places?|points?|digits?))?\)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?:,\s*|\s+)\(?(?:(?:express(?:ed)?|shown|given|returned|written)\s+)?(?:as|in)\s+(?:an?\s+)?(?:percent(?:age)?s?|%|"
    r"decimal(?:s| number)?|"
    r"float|fraction)\)?(?!\s+of\b)(?=\s|[,.?!;]|$)",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?:,\s*|\s+|\.\s*)(?:only\s+)?(?:(?:limit(?:ed)?\s+to|show|return|give|list)\s+)?(?:only\s+)?(?:the\s+)?top\s+(?P<most>\d+)(?:\s+(?:only|rows|results))?$",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"[.?!;]\s*(?:please\s+)?(?:return|show|include|output|display|give)\s+(?P<what>[^.?!;]+)$", re.IGNORECASE
)


def unwritten(text: str) -> tuple[str, bool]:
    """Without what says only how figures are written; and whether a percentage was among it."""
    plain = _ROUNDED.sub("", text)
    percent = _PERCENT.search(plain)
    return _PERCENT.sub("", plain), percent is not None


def framed(text: str) -> Framed:
    plain, percent = unwritten(text)
    plain = _ended(plain)
    found = Framed(figures=plain, percent=percent)
    found = _sorted(found)
    top = _TOP.search(found.figures)
    if top is not None:
        found = replace(found, figures=_ended(found.figures[: top.start()]), most=int(top["most"]))
        found = _sorted(found)
    first = _FIRST.match(found.figures)
    if first is not None:
        found = replace(found, figures=_ended(first["rest"]), tail=f" for each {first['group']}")
    opened = _OPEN.sub("", found.figures)
    return _tailed(replace(found, figures=_ended(opened)))


def _ended(text: str) -> str:
    return " ".join(text.split()).strip(" ,;.?!")


def _sorted(found: Framed) -> Framed:
    match = _SORTED.search(found.figures)
    if match is None or not (match["by"] or match["how"]):
        return found
    descending = True if match["down"] else False if match["up"] else None
    return replace(
        found,
        figures=_ended(found.figures[: match.start()] + (match["after"] or "")),
        sorted_by=match["by"] or "",
        descending=descending,
    )


def _tailed(found: Framed) -> Framed:
    """Groups at the end, and periods beside them, hold for every figure that was told."""
    figures, tail, grouped = found.figures, "", bool(found.tail)
    for _ in range(3):
        group = None if grouped else _LAST.search(figures)
        match = group or _PERIOD.search(figures)
        if match is None or not figures[: match.start()].strip() or _inside(figures, match.start()):
            break
        grouped = grouped or group is not None
        figures, tail = _ended(figures[: match.start()]), f" {match['tail']}{tail}"
    return replace(found, figures=figures, tail=f"{tail}{found.tail}")


def _inside(text: str, at: int) -> bool:
    """Whether the place lies in parentheses."""
    return text[:at].count("(") > text[:at].count(")")

"""Which kind of deep question was asked, and the words that say what it is about.

Only the words around the subject decide; the subject itself is read by the SQL expert's rules. What is not asked in one
of these forms is a usual question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agents.analyst.deep import forms
from agents.number_words import ONES, TENS
from core.plan import Grain

Kind = Literal[
    "change",
    "drivers",
    "unusual",
    "forecast",
    "difference",
    "relation",
    "trend",
    "season",
    "cohort",
    "funnel",
    "standing",
    "overview",
    "why",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`subject` are the words for what is measured, `others` what it is set against: groups, another number, steps, periods.

    `direction` is 1 or -1 where the question takes a rise or a fall for granted. `ahead` periods of `grain` are to come.
    """

    kind: Kind
    subject: str = ""
    others: tuple[str, ...] = ()
    direction: int = 0
    ahead: int | None = None
    grain: Grain | None = None


_POLITE = re.compile(
    r"^(?:(?:please|hi|hello|hey|so|ok|okay|and|but|now)[, ]+)*(?:(?:can|could|would) you (?:please )?(?:tell me|explain|show me|"
    r"say|check|see|find out)|do you know|i (?:wonder|want to know|would like to know|need to know)|tell me|i'd like to know)?"
    r"(?: (?:if|whether))?[, ]*",
    re.IGNORECASE,
)
_FORMS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("drivers", forms.LEVERS),
    ("standing", forms.STANDING),
    ("cohort", forms.COHORT),
    ("funnel", forms.FUNNEL),
    ("forecast", forms.FORECAST),
    ("season", forms.SEASON),
    ("trend", forms.TREND),
    ("relation", forms.RELATION),
    ("difference", forms.DIFFERENCE),
    ("unusual", forms.UNUSUAL),
    ("drivers", forms.DRIVERS),
    ("change", forms.CHANGE),
    ("why", forms.WHY),
    ("overview", forms.OVERVIEW),
)
_PATTERNS = tuple((kind, tuple(re.compile(form, re.IGNORECASE) for form in written)) for kind, written in _FORMS)
_STEPS = re.compile(r"\s*(?:,\s*(?:and |then |to )?|\bto\b|\bthen\b|→|->|\band\b|>)\s*", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|relative to|than(?: in| during| on| for)?)\b", re.IGNORECASE
)
_FROM_TO = re.compile(r"\b(?:from|between) (?P<before>.+?) (?:to|and) (?P<after>.+)$", re.IGNORECASE)
_YEAR_AGO = re.compile(
    r"\b(?:the same (?:\w+) (?:of )?(?:a year ago|last year|the year before)|a year (?:ago|earlier|before)|(?:the )?"
    r"(?:previous|prior) year|"
    r"year[- ]over[- ]year|yoy)\b",
    re.IGNORECASE,
)
_ONLY_DEEP = re.compile(
    r"why\b|what (?:else )?(?:most |mainly |really |best |strongly )?"
    r"(?:drives?|affects?|influences?|determines?|predicts?|impacts?|explains?)\b",
    re.IGNORECASE,
)
YEAR_AGO = "a year before"


def is_only_deep(text: str) -> bool:
    """Whether no list and no figure can be meant: it asks why, or what drives a figure."""
    found = _POLITE.match(" ".join(text.split()))
    return (
        _ONLY_DEEP.match(" ".join(text.split()), found.end() if found else 0) is not None and asked_of(text) is not None
    )


def asked_of(text: str) -> Asked | None:
    """None for a usual question."""
    words = " ".join(text.split()).strip().rstrip("?.! ")
    words = words[_POLITE.match(words).end() :] if _POLITE.match(words) else words  # type: ignore[union-attr]
    for kind, patterns in _PATTERNS:
        for pattern in patterns:
            match = pattern.fullmatch(words)
            if match is not None and (found := _read(kind, match)) is not None:
                return found
    return None


def _read(kind: Kind, match: re.Match[str]) -> Asked | None:
    parts = {name: (value or "").strip() for name, value in match.groupdict().items()}
    direction = (
        -1
        if parts.get("down") or parts.get("word") in ("fewer", "less")
        else 1
        if parts.get("up") or parts.get("word") == "more"
        else 0
    )
    subject = parts.get("subject", "")
    match kind:
        case "change":
            return _change(subject, parts.get("rest", ""), direction)
        case "forecast":
            return Asked(kind=kind, subject=subject, ahead=_count(parts), grain=_grain(parts))
        case "difference":
            groups = (parts.get("a", ""), parts.get("b", "")) if parts.get("a") else (parts.get("by", ""),)
            return Asked(kind=kind, subject=subject, others=groups)
        case "relation":
            return Asked(kind=kind, subject=subject, others=(parts["other"],))
        case "cohort":
            return Asked(kind=kind, subject=subject, grain=_grain(parts))
        case "funnel":
            steps = tuple(step for step in _STEPS.split(parts["steps"]) if step)
            return Asked(kind=kind, others=steps) if len(steps) > 1 else None
        case _:
            return Asked(kind=kind, subject=subject, direction=direction)


def _change(subject: str, rest: str, direction: int) -> Asked:
    """The periods stand in what follows: “in March”, “from February to March”, “in May compared with April”."""
    whole = f"{subject} {rest}".strip()
    if _YEAR_AGO.search(whole):
        plain = _AGAINST.sub(" ", _YEAR_AGO.sub(" ", whole))
        return Asked(kind="change", subject=" ".join(plain.split()), others=(YEAR_AGO,), direction=direction)
    between = _FROM_TO.search(whole)
    if between is not None:
        about = whole[: between.start()].strip()
        return Asked(
            kind="change",
            subject=f"{about} in {_bare(between['after'])}",
            others=(f"{about} in {_bare(between['before'])}",),
            direction=direction,
        )
    against = _AGAINST.split(whole, maxsplit=1)
    if len(against) == 2 and all(part.strip() for part in against):
        about = re.split(r"\b(?:in|during|on|for|last|this)\b", against[0], maxsplit=1)[0].strip()
        before = against[1].strip()
        lead = "" if before.casefold().startswith(("last", "the previous", "this")) else "in "
        return Asked(
            kind="change", subject=against[0].strip(), others=(f"{about} {lead}{_bare(before)}",), direction=direction
        )
    return Asked(kind="change", subject=whole, direction=direction)


def _bare(period: str) -> str:
    return re.sub(r"^(?:in|during|on|for) ", "", period.strip(), flags=re.IGNORECASE)


def _count(parts: dict[str, str]) -> int | None:
    said = (parts.get("count") or parts.get("count2") or "").casefold()
    if said.isdigit():
        return int(said)
    if said in ("few", "couple"):
        return 3 if said == "few" else 2
    numbers: dict[str, int] = {**ONES, **TENS}
    return numbers.get(said, 1 if parts.get("unit") or parts.get("unit2") else None)


def _grain(parts: dict[str, str]) -> Grain | None:
    return (parts.get("unit") or parts.get("unit2") or "").casefold() or None  # type: ignore[return-value]

"""Words that claim something about a figure: direction, extreme, total, share."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UP = re.compile(
    r"\b(?:ros[es]|rose|rise|rises|risen|rising|increas\w*|grew|grow(?:s|n|ing|th)?|gain\w*|climb\w*|jump\w*|surg\w*|"
    r"soar\w*|higher|more|above|ahead|exceed\w*|improv\w*|(?<!make )(?<!makes )(?<!made )(?<!making )up(?! to)|"
    r"upward\w*|expan\w*|rall\w+|accelerat\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fell|fall(?:s|en|ing)?|drop\w*|declin\w*|decreas\w*|lower|less|fewer|below|behind|shr[aiu]nk\w*|slip\w*|"
    r"slump\w*|down|downward\w*|los[te]|loses|losing|plung\w*|sank|sink\w*|worse\w*|reduc\w*|contract\w*|dip(?:ped|s)?|"
    r"slid\w*|tumbl\w*|weaken\w*|halved)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:highest|largest|biggest|greatest|(?<!at )most(?! recent)|top(?! \d)|best|leads?|led|leading|leader|"
    r"peak(?:ed|s)?|maximum|max|strongest|number one)\b",
    re.IGNORECASE,
)
_LOW = re.compile(
    r"\b(?:lowest|smallest|(?<!at )least|fewest|bottom(?! \d)|worst|minimum|min|weakest|trough)\b", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\b(?:totals?|totall?ed|totall?ing|overall|altogether|combined|sum|in all|together)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(?:average[ds]?|averaging|mean|median|typical\w*)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:of|share|shares|account\w*|mak(?:e|es|ing) up|made up|represent\w*|contribut\w*|compris\w*|part)\b",
    re.IGNORECASE,
)
_OF_TOTAL = re.compile(
    r"\b(?:of|in) (?:the |a |all |its )?(?:grand |overall |combined )?(?:total|sum|whole)\b", re.IGNORECASE
)
_DIFFERENCE = re.compile(
    r"\b(?:more|less|fewer|ahead|behind|above|below|higher|lower|difference|gap|by|margin|lead)\b", re.IGNORECASE
)
_CHANGE = re.compile(r"\b(?:chang\w+|difference|unchanged|swing)\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:rang\w+|between|from|spread|vari\w+)\b", re.IGNORECASE)
_ABSENCE = re.compile(r"\b(?:without|no|missing|empty|null|absent|lack\w*)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|never|neither|nor|hardly|barely|scarcely|cannot|no longer|nobody|nowhere|unlike|except|excluding)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a stretch of text claims; `direction` is 1 up, -1 down, 0 none, None where both are said."""

    direction: int | None
    high: bool
    low: bool
    total: bool
    average: bool
    share: bool
    difference: bool
    change: bool
    range: bool
    absence: bool


def claims_of(text: str) -> Claims:
    """Names of values and columns, and hedges, are to be blanked out of `text` before."""
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    without_of = _OF_TOTAL.sub(" ", text)
    return Claims(
        direction=None if up and down else up - down,
        high=bool(_HIGH.search(text)),
        low=bool(_LOW.search(text)),
        total=bool(_TOTAL.search(without_of)),
        average=bool(_AVERAGE.search(text)),
        share=bool(_SHARE.search(text)),
        difference=bool(_DIFFERENCE.search(text)),
        change=bool(_CHANGE.search(text)),
        range=bool(_RANGE.search(text)),
        absence=bool(_ABSENCE.search(text)),
    )


def negation_in(text: str) -> str | None:
    """The word that turns a claim around, if there is one."""
    match = _NEGATION.search(text)
    return match[0] if match else None

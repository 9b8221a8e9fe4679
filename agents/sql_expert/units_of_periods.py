"""Units of a period asked for: “which month of 2024 had the lowest revenue” asks for a month, of the rows of that year."""

from __future__ import annotations

import re

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.tokens import tokenise
from semantic_layer.words import singular

_ASKED = re.compile(
    r"^(?P<which>(?:in |on |during )?(?:which|what) (?:day|weekday|week|month|quarter|year|hour)s?),? (?:of|in|during|within) "
    r"(?P<period>[^?,]+?) (?P<rest>(?:had|has|have|saw|sees|see|was|were|is|are|did|do|does|brought|brings|got|made|came|sold)\b.*?)"
    r"(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)

_YEAR_BEFORE = re.compile(
    r"^(?P<lead>(?:(?:show|give|compare)(?: me)? )?(?:the |our )?)(?!which|what|how)(?P<what>.+?) by (?P<unit>month|quarter)"
    r"(?P<period>(?: (?:in |of |for )?(?:(?:19|20)\d\d|this year))?),? "
    r"(?:compared (?:to|with)|vs\.?|versus|against) (?:the )?(?:same (?:month|quarter|period|time) (?:of |in )?(?:the )?)?"
    r"(?:last|previous|prior) year(?P<end>[?.!\s]*)$",
    re.IGNORECASE,
)

_BEST = re.compile(
    r"^(?P<lead>(?:what (?:is|was) |show(?: me)? )?(?:the |our )?)(?P<what>[a-z]+(?: [a-z]+){0,3}?) (?:on|in|during|of) "
    r"(?:the |our )(?P<end>best|strongest|top|worst|weakest|slowest) (?P<unit>day|week|month|quarter|year)\b"
    r"(?P<tail>(?: (?:of|in|during|since|for) .*?)?[?.!\s]*)$",
    re.IGNORECASE,
)
_EVERY = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "yearly"}
_BOTTOM = ("worst", "weakest", "slowest")


def with_periods_behind(text: str) -> str:
    """The period stands behind; `text` itself where it is none."""
    text = _BEST.sub(_at_its_best, text.strip())
    text = _YEAR_BEFORE.sub(
        lambda one: f"year over year growth of {one['what']} by {one['unit']}{one['period']}{one['end']}", text.strip()
    )
    found = _ASKED.match(text.strip())
    if found is None:
        return text
    tokens = tokenise(found["period"])
    phrases = date_phrases(tokens)
    whole = len(phrases) == 1 and phrases[0].first == 0 and phrases[0].last == len(tokens)
    if not whole or found["period"].lower() in (
        "the week",
        "the month",
        "the year",
        "the day",
        "week",
        "month",
        "year",
    ):
        return text
    return f"{found['which']} {found['rest']} in {found['period']}{found['end']}"


def _at_its_best(found: re.Match[str]) -> str:
    """“Revenue on the best day” is the highest that a day had."""
    end = "lowest" if found["end"].lower() in _BOTTOM else "highest"
    what = found["what"]
    rows = " " not in what and singular(what.casefold()) != what.casefold() and what.casefold() not in _MONEY
    if rows:
        return f"{found['lead']}{end} number of {what} by {found['unit']}{found['tail']}"
    return f"{found['lead']}{end} {_EVERY[found['unit'].lower()]} {what}{found['tail']}"


_MONEY = frozenset({"sales", "revenues", "takings", "earnings", "profits", "costs", "expenses", "proceeds"})

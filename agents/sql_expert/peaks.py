"""Turning points of a series: "when was unemployment highest", "the rate when prices peaked", "the latest month in the data"."""

from __future__ import annotations

import re

from agents.sql_expert.fields import time_field
from core.model import SemanticModel

_END = r"[?.!\s]*$"
_HIGH = r"(?:at (?:its|their|the) )?(?:the )?(?:highest|largest|biggest|greatest|peak|maximum|top)"
_LOW = r"(?:at (?:its|their|the) )?(?:the )?(?:lowest|smallest|bottom|minimum)"
_EXTREME = (
    rf"(?:(?:was|were|is|are) (?:(?P<high>{_HIGH})|(?P<low>{_LOW}))|"
    r"(?:(?P<rose>peaked|topped out|hit (?:its|their) (?:peak|high|maximum))|"
    r"(?P<fell>bottomed(?: out)?|hit (?:its|their) (?:low|minimum|bottom))))"
)
_WHEN = re.compile(
    rf"^when (?:was|were|is|are|did) (?:the )?(?P<what>(?:(?! the | at | in ).)+?) (?:(?P<high>{_HIGH}|peak)|(?P<low>{_LOW}|bottom out))"
    rf"(?P<tail>(?: in| during| since| for)\b.*?)?{_END}",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^(?P<lead>what (?:was|is|were)|show(?: me)?|give me)? ?(?:the )?(?P<asked>[\w ]+?) (?:when|at the time|on the day(?: that)?|"
    rf"in the (?:month|year|week)(?: that| when)?) (?:the )?(?P<what>(?:(?! was | were | is | are ).)+?) {_EXTREME}{_END}",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"^(?:what(?:'s|’s| is| was)|which is|show(?: me)?)?\s*(?:the )?(?P<end>latest|most recent|newest|last|first|earliest|oldest) "
    r"(?:day|date|week|month|quarter|year|period)s? "
    rf"(?:in|of|on|covered by) (?:the |this |our )?(?:data|data ?set|table|file|series|records|list){_END}",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:go|goes|went|gone|turn|turned|turns|dip|dipped|fall|fell) negative\b", re.IGNORECASE)
_DID = re.compile(
    r"^(?P<lead>(?:in |on )?(?:which|what) [\w-]+) (?:did|does|do) (?:the )?(?P<what>(?:(?! is ).)+?) (?=is below 0)",
    re.IGNORECASE,
)
_BEFORE_AND_AFTER = re.compile(
    rf"^(?P<what>.+?) before and (?:after|since) (?P<date>\d{{4}}(?:-\d\d(?:-\d\d)?)?|[a-z]{{3,9}} \d{{4}}){_END}",
    re.IGNORECASE,
)


def turning_points(text: str, model: SemanticModel) -> str:
    """The same question by what is highest and lowest; `text` itself where nothing is said so."""
    text = _DID.sub(lambda found: f"{found['lead']} has {found['what']} ", _NEGATIVE.sub("is below 0", text))
    text = _THEN.sub(lambda found: f"{found['asked']} with the {_end(found)} {found['what']}", text)
    text = _BEFORE_AND_AFTER.sub(
        lambda found: f"{found['what']} before {found['date']} and {found['what']} since {found['date']}", text
    )
    time = _time(model)
    if time is None:
        return text
    text = _WHEN.sub(lambda found: f"which {time} has the {_end(found)} {found['what']}{found['tail'] or ''}", text)
    return _LAST.sub(lambda found: f"{_SPOKEN[found['end'].lower()]} {time}", text)


_SPOKEN = {
    **dict.fromkeys(("latest", "most recent", "newest", "last"), "latest"),
    **dict.fromkeys(("first", "earliest", "oldest"), "earliest"),
}


def _end(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return "lowest" if groups.get("low") or groups.get("fell") else "highest"


def _time(model: SemanticModel) -> str | None:
    """What the only time of the only table is called."""
    found = time_field(model.entities[0]) if len(model.entities) == 1 else None
    return found.label if found is not None else None

"""Two groups against each other: "was the price higher in Rome or in Paris", "which is higher: in Rome or in Paris"."""

from __future__ import annotations

import re

from agents.sql_expert.over_time.frames import SETS_GROUPS

_END = r"[?.!\s]*$"
_IN = r"(?:in|for|on|at|among|with|of)"
_EITHER = re.compile(
    rf"^(?:was|is|were|are|did|does) (?:the )?(?P<what>.+?) (?:higher|lower|bigger|larger|smaller|greater|better|worse|longer|shorter|more|"
    rf"less) (?P<in>{_IN}) (?P<one>.+?),? or (?:(?P=in) )?(?P<other>[\w'-]+(?: [\w'-]+)?)(?P<tail> (?:in|during|on|since)\b[^?]*)?{_END}",
    re.IGNORECASE,
)
_FURTHER = "higher|lower|bigger|larger|smaller|greater|better|worse|longer|shorter|more|less"
_BOTH = re.compile(r"[.?!]\s*(?:(?:give|show|tell)(?: me)?|and) (?:the )?both(?: \w+)?\W*$", re.IGNORECASE)
_TAIL = r"(?P<tail> (?:(?:in|during|on|since)\b(?: \w+){1,3}|with [\w ]+ date in [\w ]+))?"
_FURTHER_THAN = re.compile(
    rf"^(?:was|is|were|are|did|does) (?=.*\b{SETS_GROUPS})(?:the )?(?P<what>.+?) (?:{_FURTHER}) (?P<in>{_IN}) (?P<one>[^,?]+?) "
    rf"than (?:(?P=in) )(?P<other>[\w'-]+(?: [\w'-]+)?){_TAIL}{_END}",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"^(?:which|what) (?:is|was|are|were) (?:{_FURTHER})[,:]? (?:the )?(?P<what>.+?) (?P<in>{_IN}) (?P<one>[\w'-]+(?: [\w'-]+)?)"
    rf",? or (?:(?P=in) )?(?P<other>[\w'-]+(?: [\w'-]+)?){_TAIL}{_END}",
    re.IGNORECASE,
)
_MORE_ROWS = re.compile(
    rf"^(?:were|are|was|is|did|do|have|has|had)(?: (?:there|we))? (?:more|fewer|less) (?=.*\b{SETS_GROUPS})"
    r"(?P<what>[\w -]+?) (?P<in>to|in|from|for|on|at|with|by|of) "
    rf"(?P<one>[^,?]+?) than (?:(?P=in) )(?P<other>[\w'-]+(?: [\w'-]+)?){_TAIL}{_END}",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"^(?:average|mean|median|total|number|count|share|percentage|highest|lowest|maximum|minimum|sum)\b", re.IGNORECASE
)


def of_two_groups(text: str) -> str:
    """A figure of each of the two; `text` itself where nothing is compared so."""
    said = _BOTH.sub("?", text.strip())
    found = _EITHER.match(said) or _FURTHER_THAN.match(said) or _WHICH.match(said)
    if found is not None and _FUNCTION.match(found["what"]):
        return _of_each(found, found["what"])
    if (found := _MORE_ROWS.match(said)) is not None:
        return _of_each(found, f"number of {found['what']}")
    return text


def _of_each(found: re.Match[str], what: str) -> str:
    tail, joint = found["tail"] or "", "made by" if found["in"].lower() == "by" else found["in"]
    return f"{what} {joint} {found['one']}{tail} and {what} {joint} {found['other']}{tail}"

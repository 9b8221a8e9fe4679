"""Figures without their groups, and the rows they are of: “the overall total?”, “how many orders is that?”, “commission”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.references import FUNCTIONS
from agents.sql_expert.turns.reread import figures_of_groups, sound
from agents.sql_expert.turns.said import mentions_in
from core.plan import Aggregate, Plan
from core.table import NUMERIC_TYPES

_OVERALL = re.compile(
    r"^(?:(?:and|so|then|now|ok|but)\b[\s,]*)*(?:(?:what(?:'s| is| was| are)|how much is|show(?: me)?|give me)"
    r"(?: that| it| this)? )?(?:the )?"
    r"(?:in (?P<in>total|all)|(?:overall|grand|whole|combined|total) (?P<word>total|sum|average|mean|figure|amount|number)|"
    r"(?P<alone>total|sum|average|mean|altogether|overall)"
    r"(?: (?:of|for|over|across) (?:them |those |these )?all| altogether| overall)?)\W*$",
    re.IGNORECASE,
)
_THAT_MANY = re.compile(
    r"^(?:(?:and|so|then|but)\b[\s,]*)*how many (?P<what>\w+(?: \w+)?)"
    r" (?:is|are|was|were|does) (?:that|this|those|these|it)(?: make| in total| altogether)?\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"^(?:the )?[\w-]+(?: [\w-]+)?\W*$")


def overall(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where nothing was told by groups, or another function is asked for."""
    if last.combine is not None or not last.measures:
        return None
    said = text.strip()
    if (many := _THAT_MANY.match(said)) is not None:
        return figures_of_groups(last, f"number of {many['what']}", task)
    if (matched := _OVERALL.match(said)) is not None:
        return _without_groups(last, (matched["word"] or matched["alone"] or "total").lower(), task)
    return _another_figure(last, said, task)


def _without_groups(last: Plan, word: str, task: Understanding) -> Plan | None:
    if not last.dimensions or last.limit is not None or last.having is not None or len(last.measures) != 1:
        return None
    value = last.measures[0].value
    if not isinstance(value, Aggregate):
        return None
    told = FUNCTIONS.get(word)
    if told is not None and told != value.function and not (told == "sum" and value.function == "count"):
        return None
    return sound(replace(last, dimensions=(), order=(), comparisons=()), task)


def _another_figure(last: Plan, said: str, task: Understanding) -> Plan | None:
    """The bare name of a column that is added up or averaged as the one before was."""
    value = last.measures[0].value if len(last.measures) == 1 else None
    if not last.dimensions or not isinstance(value, Aggregate) or value.of is None or not _WORD.match(said):
        return None
    words = re.sub(r"^the ", "", said.rstrip("?!. "), flags=re.IGNORECASE)
    mentions = mentions_in(words, task)
    if len(mentions) != 1 or not mentions[0].fields or mentions[0].values or mentions[0].entities:
        return None
    if mentions[0].fields[0].field.type not in NUMERIC_TYPES:
        return None
    function = next((name for name, one in FUNCTIONS.items() if one == value.function), None)
    return figures_of_groups(last, f"{function} {words}", task) if function is not None else None

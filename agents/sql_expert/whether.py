"""More that yes or no answers: "did it ever snow in June", "was 2015 warmer than 2012", "is there anyone older than 60"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.measured import measured_by
from agents.sql_expert.measures import count_rows
from agents.sql_expert.qualities import quality
from agents.sql_expert.schema import schema_of
from core.model import SemanticModel
from core.plan import Plan

Read = Callable[[str], Plan | None]
_PERIOD = r"(?:the )?(?:(?:[a-z]{3,9}|q[1-4]|h[12]) )?(?:19|20)\d\d"
_YEARS = re.compile(
    rf"^(?:was|were|is|are) (?P<one>{_PERIOD}) (?:a )?(?:much )?(?P<how>[a-z]+) (?:year |month |season )?than (?P<other>{_PERIOD})\W*$",
    re.I,
)
_COLUMNS = re.compile(
    r"^(?:is|are|was|were) (?:the |our )?(?P<one>[a-z][\w -]*?) (?P<how>more|fewer|less|higher|lower|larger|bigger|greater|smaller) than "
    r"(?:the |our )?(?P<other>[a-z][\w -]*?)(?P<tail>(?: (?:in|for|during|since)\b[^?]*)?)\W*$",
    re.I,
)
_ANYONE = re.compile(
    r"^(?P<be>is|was|are|were) there (?:anyone|anybody|someone|somebody)(?: who(?: is| was)?| that)? ", re.I
)
_ASKED = re.compile(r"^(?:did|does|do|has|have|had|is|are|was|were)\b", re.I)
_CHOICE = re.compile(
    r"\b(?:or|than (?![$€£]?\d)|which|who|what|how|when|why|each|by|per|list|show|all|every|each|both|always)\b", re.I
)
_EVER = re.compile(r"\bever ", re.I)


def anyone_said(text: str) -> str:
    """“Is there anyone older than 60” asks whether there are any people who are."""
    return _ANYONE.sub("are there any people who are ", text.strip(), count=1)


def pairs_of(text: str, model: SemanticModel) -> Iterator[tuple[tuple[str, str], str]]:
    """Two questions for figures, and the word that says which should be more."""
    found = _YEARS.match(text)
    told = quality(found["how"].lower()) if found is not None else None
    if found is not None and told is not None:
        links = sorted(measured_by(told, schema_of(model)), key=lambda one: -one.score)
        if links:
            name, way = links[0].field.label, "more" if told.descending else "less"
            yield (f"average {name} in {found['one']}", f"average {name} in {found['other']}"), way
        return
    found = _COLUMNS.match(text)
    if found is not None and not re.search(r"\b(?:of|in|for|on|from)\b", found["one"]):
        way, tail = found["how"], found["tail"]
        for figure in ("total", "average"):
            yield (f"{figure} {found['one']}{tail}", f"{figure} {found['other']}{tail}"), way


def listed_any(text: str, model: SemanticModel, read: Read) -> Plan | None:
    """The number of rows that would be listed, where nothing but whether there are any is asked."""
    if _ASKED.match(text) is None or _CHOICE.search(text):
        return None
    plan = read(_EVER.sub("", text))
    if plan is None or plan.rows is None or plan.where is None or plan.limit is not None or plan.combine is not None:
        return None
    if plan.measures or plan.dimensions or plan.having is not None:
        return None
    return replace(plan, rows=None, measures=(count_rows(model.entity(plan.entity)),), order=())

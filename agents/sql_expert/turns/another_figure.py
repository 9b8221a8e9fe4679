"""“And by quantity”, said of groups with a figure: by that figure instead, and not for each quantity."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_measure, is_metric
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.model import Measure
from core.plan import Plan

_BY = re.compile(
    r"^(?P<lead>(?:(?:and|but|now|or|no|not that|ok|okay|then|what about|how about|rather|sorry)\b[\s,]*)*)"
    r"(?:(?:rank|order|sort|do|show) (?:it|them|these|those) )?by (?:the |total )?"
    r"(?P<what>[a-z]+(?: [a-z]+)?)(?P<end>(?: instead)?[?.!\s]*)$",
    re.IGNORECASE,
)
_NAMED = 0.85


def by_another_figure(text: str, last: Plan, schema: Schema) -> str:
    """`text` itself where no groups were told, or what follows is no figure that adds up."""
    found = _BY.match(text.strip())
    if found is None or not last.dimensions or len(last.measures) != 1:
        return text
    links = links_of(found["what"], schema)
    best = next(iter(links.fields), None)
    if best is None or best.score < _NAMED or (links.entities and links.entities[0].score >= best.score):
        return text
    adds = is_measure(best.field) and isinstance(best.field, Measure) and best.field.aggregation == "sum"
    return f"what about {found['what']}" if adds or is_metric(best) else text

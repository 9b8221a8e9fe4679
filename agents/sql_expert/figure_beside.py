"""The figure that a ranking goes by, told beside it: “the five customers who paid the most in fees, with the amount”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.plan import OutputRef, Plan
from semantic_layer.words import word_stems

Read = Callable[[str], Plan | None]
_BESIDE = re.compile(
    r"^(?P<asked>.+?)(?:,\s*|\s+|[.?!]\s+)(?:(?:(?:along |together )?with|and|including|showing|plus|show|"
    r"give|state|tell)(?: me)?(?: also)?) "
    r"(?:(?:the|their|its|respective|exact|corresponding|both) )*"
    r"(?P<word>amounts?|totals?|sums?|figures?|numbers?|counts?|values?|"
    r"how (?:much|many)(?: (?:it|that|they|there) (?:is|was|were|are|had|did))?|\w+)(?: (?:for |of )?each)?(?: too| as well)?\W*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"^(?:amount|total|sum|figure|number|count|value|how )", re.IGNORECASE)
_RANKED = re.compile(r"\b(?:most|least|highest|lowest|top|best|worst|largest|biggest|smallest|fewest)\b", re.IGNORECASE)


def figure_beside(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the ranking as a question of its own."""
    found = _BESIDE.match(text.strip())
    if found is None or _RANKED.search(found["asked"]) is None:
        return
    plan = read(found["asked"])
    if plan is None or plan.combine is not None or not plan.dimensions:
        return
    by = {one.by.name for one in plan.order if isinstance(one.by, OutputRef)}
    ranked = [one for one in plan.measures if one.name in by]
    general = _FIGURE.match(found["word"]) is not None
    if ranked and (general or any(word_stems(found["word"]) <= word_stems(one.label) for one in ranked)):
        yield replace(plan, measures=tuple(replace(one, shown=one.shown or one.name in by) for one in plan.measures))

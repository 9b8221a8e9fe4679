"""An order told behind the question: "…? Sort from highest to lowest", "…, highest share first", "…, longest first, top 10"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.plan import Limit, Order, OutputRef, Plan
from semantic_layer.words import word_stems

Read = Callable[[str], Plan | None]
_DOWN = r"highest|largest|biggest|most|longest|greatest|best|descending|desc|newest|latest"
_UP = r"lowest|smallest|least|fewest|shortest|worst|ascending|asc|oldest|earliest"
_ORDERED = re.compile(
    r"^(?P<asked>.+?)\s*[.?!;,]\s*(?:and\s+)?"
    r"(?:(?:sort|order|rank|arrange)(?:ed)?(?:\s+(?:it|them|by it|the (?:results?|rows?|list)))?"
    r"(?:\s+by\s+(?:the\s+|their\s+)?(?P<by>[\w ]+?))?"
    rf"\s*,?\s*(?:(?:from|in|with)\s+)?(?:the\s+)?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:(?:\s+\w+)?\s+first|\s+to\s+\w+|\s+order)?"
    rf"|(?:with\s+)?(?:the\s+)?(?:(?P<down2>{_DOWN})|(?P<up2>{_UP}))(?:\s+(?P<by2>\w+))?\s+first)"
    r"(?:\s*(?:,|and)\s*(?:only\s+)?(?:the\s+)?(?:top|first|show only|limit)\s+(?P<most>\d+))?[.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)


def ordered_apart(text: str, read: Read, sure: Callable[[str], bool]) -> Iterator[Plan]:
    """`read` understands what stands before; nothing where all is `sure` as it stands, or no figure is known to be meant."""
    found = _ORDERED.match(text.strip())
    plan = read(found["asked"]) if found is not None and not sure(text) else None
    if found is None or plan is None or plan.rows is not None or not plan.dimensions or plan.top_per_group is not None:
        return
    by = _figure(plan, found["by"] or found["by2"] or "")
    if by is None or (plan.limit is not None and found["most"]):
        return
    order = Order(by=OutputRef(name=by), descending=bool(found["down"] or found["down2"]))
    limit = Limit(count=int(found["most"]), ties="cut") if found["most"] else plan.limit
    yield replace(plan, order=(order,), limit=limit)


def _figure(plan: Plan, words: str) -> str | None:
    """The one that is called so, or the only one; a share stands for the figure it is of."""
    outputs = [(one.name, one.label) for one in plan.measures if one.shown]
    outputs = [(one.name, one.label) for one in plan.comparisons] or outputs
    if len(outputs) == 1:
        return outputs[0][0]
    said = word_stems(words)
    told = [name for name, label in outputs if said and said <= word_stems(f"{label} {name}".replace("_", " "))]
    return told[0] if len(told) == 1 else None

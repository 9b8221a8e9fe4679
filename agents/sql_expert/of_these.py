"""A count and a part of it: "how many orders were there in each of the last 8 weeks? How many of these were returned?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import free_name
from core.model import SemanticModel
from core.plan import Aggregate, Exists, Plan

Read = Callable[[str], Plan | None]
_OF_THESE = re.compile(
    r"^(?P<all>how many .+?)\s*[?.;,]\s*(?:and )?(?:(?:out )?of (?:these|those|them),? )?how many (?:of (?:these|those|them) )?"
    r"(?P<part>.+?)[?.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_SAID = re.compile(r"\bof (?:these|those|them)\b", re.IGNORECASE)


def of_these(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the whole count, and the part as one of the same rows."""
    found = _OF_THESE.match(text.strip())
    if found is None or not _SAID.search(text):
        return
    whole = read(found["all"])
    value = whole.measures[0].value if whole is not None and is_figure(whole) else None
    if whole is None or not isinstance(value, Aggregate) or value.function != "count" or value.where is not None:
        return
    if any(isinstance(one, Exists) for one in parts_of(whole.where)):
        return  # groups over time may be of either date
    noun = model.entity(whole.entity).label
    part = re.sub(rf"^{re.escape(noun)}s? ", "", found["part"], flags=re.IGNORECASE)
    kept = read(f"how many {noun} {part}")
    if (
        kept is None
        or not is_figure(kept)
        or kept.entity != whole.entity
        or kept.dimensions
        or kept.measures[0].value != value
    ):
        return
    own = tuple(one for one in parts_of(kept.where) if one not in parts_of(whole.where))
    if own:
        first = whole.measures[0]
        name = free_name(first.name, [first.name, *(one.name for one in whole.dimensions)])
        label = f"{first.label} among them"
        yield replace(
            whole, measures=(first, replace(first, name=name, label=label, value=replace(value, where=all_of(own))))
        )

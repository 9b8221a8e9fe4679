"""Text that a column contains, starts or ends with: one, or any of several."""

from __future__ import annotations

from typing import Literal, cast

from agents.sql_expert.constants import text_of
from agents.sql_expert.draft import Filter
from core.plan import And, FieldRef, Or, TextMatch


def text_match(found: Filter, of: FieldRef) -> TextMatch | And | Or:
    """“Contains "tea" or "coffee"”; neither of them, where that is denied."""
    how = cast(Literal["contains", "starts_with", "ends_with"], found.operator)
    texts = tuple(TextMatch(of=of, how=how, text=text_of(one), negated=found.negated) for one in found.operands)
    if len(texts) == 1:
        return texts[0]
    return Or(conditions=texts) if (found.listed_with == "or") != found.negated else And(conditions=texts)

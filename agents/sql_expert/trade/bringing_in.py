"""What somebody or something brought in: “what did suites bring in”, “how much do we make from bakeries” are revenue, not rows."""

from __future__ import annotations

import re

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Measure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_HOW_MUCH = "[so|and] (what|how much|how much money|how much revenue|how much income)"
_MADE = saying(
    f"{_HOW_MUCH} (did|do|does|have|has) [the|our|all] {{what}} "
    "(make|made|earn|earned|bring|brought|generate|generated|gross|grossed|pull|pulled|turn over|contribute|contributed) "
    "{ours:in|us|for us|in for us|us in} {rest}"
)
_ALONE = saying(
    f"{_HOW_MUCH} (did|do|does|have|has) [the|our|all] {{what}} (make|made|earn|earned|generate|generated|gross|grossed) {{rest}}"
)
_FROM = saying(
    f"{_HOW_MUCH} (did|do|have|has) (we|you|they|i) "
    "(make|made|earn|earned|get|got|take|took|taken|receive|received|collect|collected|bring|brought|pull|pulled|gross|grossed) "
    "[in] (from|with|off|out of|through) [the|our|all] {what} {rest}"
)
_NOBODY = word_set("we you they i it us each every each of everyone anybody people")
_PAY = word_set("salary wage wages pay earnings bonus commission")
_SPENDING = re.compile(r"\b(?:not|never|n't)\b", re.IGNORECASE)


def bringing_in(text: str, roles: Roles) -> str:
    if (
        not text.lower().lstrip().startswith(("what", "how", "so", "and"))
        or not roles.has_takings
        or _SPENDING.search(text)
    ):
        return text
    found = _FROM.match(text) or _MADE.match(text)
    if found is None and not _is_paid(roles):
        found = _ALONE.match(text)
    if found is None or full_words(found["what"])[0] in _NOBODY or roles.is_figure(found["what"]):
        return text
    return f"{roles.figure} of {found['what']}{found['rest']}"


def _is_paid(roles: Roles) -> bool:
    """Where there is pay, “how much did Ada earn” may be about hers."""
    entities = roles.schema.model.entities
    return any(
        isinstance(one, Measure) and _PAY & set(full_words(one.name)) for entity in entities for one in entity.fields
    )

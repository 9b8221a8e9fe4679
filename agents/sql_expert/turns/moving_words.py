"""Words that ask how a figure moves, which no change of a filter or a group answers: “is Paris growing?”, “any trend?”."""

from __future__ import annotations

import re

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.reread import names_a_column

_MOVING = re.compile(
    r"\b(?:grow(?:ing|s|n)?|ris(?:ing|es|en)|fall(?:ing|s|en)|increas(?:ing|es|ed)|decreas(?:ing|es|ed)|declin(?:ing|es|ed)|"
    r"improv(?:ing|es|ed)|shrink(?:ing|s)|better|worse|trends?|normal|unusual|expected|why)\b",
    re.IGNORECASE,
)


def asks_how_it_moves(text: str, task: Understanding) -> bool:
    found = _MOVING.search(text)
    return found is not None and not names_a_column(found[0], task)

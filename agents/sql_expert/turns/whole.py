"""Whether a change, or a question of its own, leaves words of a follow-up aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Candidate
from agents.sql_expert.draft import Draft
from agents.sql_expert.tokens import tokenise
from core.plan import Plan

_ADDING = re.compile(
    r"^(?:and|but|also|then|so|from|back|no|not|nope|sorry|actually|i meant?|instead|again|what about|how about)\b",
    re.IGNORECASE,
)


def numbers_kept(words: str, plan: Plan) -> bool:
    """Each number that was said stands somewhere in what was made of it."""
    said = [token.number for token in tokenise(words) if token.kind == "number" and token.number is not None]
    made = repr(replace(plan, reading=(), assumptions=()))
    return all(re.search(rf"(?<![\d.])0?{re.escape(str(one))}(?![\d.])", made) for one in said)


def lists_all_unasked(text: str, draft: Draft, candidates: Sequence[Candidate]) -> bool:
    """“And billing”, “from all sources”: a list of all rows, where nothing asks for a list."""
    short = len(text.split()) <= _FEW
    if draft.asked or not candidates or (_ADDING.match(text.strip()) is None and not short):
        return False
    plan = candidates[0].plan
    return plan.rows is not None and plan.where is None and plan.limit is None and not plan.order


_FEW = 2


def says_only_a_change(text: str, draft: Draft, candidates: Sequence[Candidate]) -> bool:
    """Where something was told before, the words are no question of their own."""
    return is_fragment(draft) or changes_only(text, draft) or lists_all_unasked(text, draft, candidates)


def is_fragment(draft: Draft) -> bool:
    """Only groups, periods or an order: “by month”, “in 2023”."""
    named = any(target.noun.lexeme is not None or target.noun.quality is not None for target in draft.targets)
    asked = draft.asked not in ("", "which")
    return not (asked or named or draft.targets or draft.context or draft.orders) and not draft.leftover


def changes_only(text: str, draft: Draft) -> bool:
    """“Just the 2025 ones”, “and without students”: words that say nothing but what changes."""
    said = text.strip()
    return _ADDED.match(said) is not None or (draft.asked == "" and _CHANGING.match(said) is not None)


_CHANGING = re.compile(
    r"^(?:(?:and|but|ok|okay|now|so|then)\b[\s,]*)*(?:just|only|without|excluding|except|instead|same|what about|"
    r"how about|leave out|by|per|for|(?<=and )(?:from|in|within|of|at|on|to|over|under|since|before|after)"
    r"|(?<=but )(?:from|in|of|at|on))\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"^(?:(?:and|but|ok|okay|now|so|then)\b[\s,]*)*(?:(?:along |together )?with|plus|including|add)"
    r" (?!(?:which|what|whom|whose|how)\b)[\w' -]+?(?: (?:too|please|as well|also))*\W*$",
    re.IGNORECASE,
)
"""“With the number of albums”: one more column."""

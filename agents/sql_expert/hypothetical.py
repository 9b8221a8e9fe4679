"""Figures as they would be: "if prices rose by 10%, what would revenue be?" is the figure as it is, by a factor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from core.plan import Aggregate, MeasureArithmetic, MeasureConstant, Plan
from semantic_layer.words import stem, word_stems

Read = Callable[[str], Plan | None]
_UP = r"rose|rise|raised?|increased?|grew|grow|went up|go up|were up|climbed|higher|more|up|marked up|larger|bigger|greater"
_DOWN = (
    r"fell|fall|dropped|drop|decreased?|declined?|cut|cuts|went down|go down|shrank|reduced?|lowered|lower|less|cheaper|smaller|"
    r"discounted"
)
_AMOUNT = r"(?P<percent>\d+(?:\.\d+)?)\s*(?:%|percent|per cent)"
_CHANGED = (
    rf"(?:(?:had |have )?(?:been )?(?:all )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s+(?:by\s+)?{_AMOUNT}"
    rf"|(?:were|was|had been|are|is|had all been)\s+{_AMOUNT.replace('percent>', 'percent2>')}\s+(?:(?P<up2>{_UP})|(?P<down2>{_DOWN})))"
)
_BY_US = (
    rf"(?:we|i|they|you)\s+(?:had\s+)?(?:(?P<up3>{_UP})|(?P<down3>{_DOWN}))\s+(?P<what2>.+?)\s+by\s+"
    rf"{_AMOUNT.replace('percent>', 'percent3>')}"
)
_IF = rf"(?:if|suppose|supposing|assuming|say)\s+(?:that\s+)?(?:(?P<what>.+?)\s+{_CHANGED}|{_BY_US})"
_WOULD = (
    r"(?:what|how (?:much|high|large|big|long))\s+(?:would|will|should|could)\s+(?:the |our |be the |be our )?(?P<figure>.+?)"
    r"(?:\s+(?:be|have been|become|come to|amount to|look like))?(?P<tail>\s+(?:by|per|for each|in)\s+[\w ]+)?"
)
_FIRST = re.compile(rf"^{_IF}\s*,?\s*(?:then\s+)?{_WOULD}[?.!\s]*$", re.IGNORECASE)
_LAST = re.compile(rf"^{_WOULD}\s*,?\s+{_IF}[?.!\s]*$", re.IGNORECASE)
_PAID = re.compile(r"^we (?:have )?(?P<verb>paid|spent|earned|made|charged|billed|sold)(?P<rest>.*)$", re.IGNORECASE)
_LINEAR = ("sum", "avg", "min", "max", "median")
_ANY = frozenset(
    map(
        stem,
        (
            "all",
            "every",
            "each",
            "any",
            "our",
            "the",
            "its",
            "their",
            "of",
            "for",
            "price",
            "cost",
            "amount",
            "value",
            "payment",
        ),
    )
)


def is_hypothetical(text: str) -> bool:
    """Whether a figure is asked for as it would be."""
    return bool(_FIRST.match(text.strip()) or _LAST.match(text.strip()))


def hypothetical(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the figure as it is; nothing where it is not what is changed."""
    found = _FIRST.match(text.strip()) or _LAST.match(text.strip())
    if found is None:
        return
    said, factor = _told(found)
    figure = _figure(found["figure"])
    plan = read(f"{figure}{found['tail'] or ''}") or read(f"total {figure}{found['tail'] or ''}")
    if plan is None or not is_figure(plan) or not _is_changed(said, figure, plan):
        return
    own = plan.measures[0]
    value = own.value
    if isinstance(value, Aggregate) and value.function in _LINEAR:
        by = MeasureConstant(value=round(factor, 6))
        label = f"{own.label} times {factor:g}"
        yield replace(
            plan, measures=(replace(own, label=label, value=MeasureArithmetic(operator="*", left=value, right=by)),)
        )


def _told(found: re.Match[str]) -> tuple[str, float]:
    """What is changed, and by which factor."""
    share = float(found["percent"] or found["percent2"] or found["percent3"]) / 100
    up = found["up"] or found["up2"] or found["up3"]
    return found["what"] or found["what2"], 1 + share if up else 1 - share


def _figure(words: str) -> str:
    """“What would we have paid out in total” asks for what was paid in total."""
    paid = _PAID.match(re.sub(r"^we have ", "we ", words, flags=re.IGNORECASE))
    if paid is None:
        return words
    rest = re.sub(r"\b(?:out|in total|overall|altogether)\b", "", paid["rest"], flags=re.IGNORECASE)
    return f"total amount {paid['verb']}{rest}".strip()


def _is_changed(said: str, figure: str, plan: Plan) -> bool:
    """Each word of what is changed is in the figure, so that all of the figure is."""
    told = word_stems(figure) | word_stems(f"{plan.measures[0].label} {plan.entity}".replace("_", " "))
    return word_stems(said) - _ANY <= told

"""A figure in one period against another: "by how much did revenue grow from 2023 to 2024", with both figures beside the change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import both_figures
from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.dates import date_phrases
from agents.sql_expert.tokens import tokenise
from core.plan import AbsolutePeriod, MeasureArithmetic, Plan, PlanMeasure, RelativePeriod
from core.plan import MeasureConstant as Constant

Read = Callable[[str], Plan | None]
_GROW = (
    r"(?:grow|grown|rise|risen|increase|increased|change|changed|improve|improved|go up|gone up|go down|gone down|fall|fallen|drop|dropped|"
    r"decrease|decreased|decline|declined|shrink|shrunk|climb|climbed|jump|jumped)"
)
_CHANGE = r"(?:growth|change|increase|decrease|rise|drop|fall|decline|development)"
_END = r"[?.!\s]*$"
_HELPER = r"(?:did|has|have|does|do)"
_SHARE = r"(?:percent|per cent|percentage|%)"
_PATTERNS = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"^(?:by )?how (?:much|many)(?: {_SHARE})? {_HELPER} (?:the |our )?(?P<what>.+?) {_GROW}(?: by)?,? (?:from|"
        rf"between) (?:the )?(?P<one>.+?) "
        r"(?:to|and|until) (?:the )?(?P<other>.+?)",
        rf"^(?:by )?how (?:much|many)(?: {_SHARE})? {_HELPER} (?:the |our )?(?P<what>.+?) {_GROW}(?: by)? (?:in|"
        rf"during) (?:the )?(?P<other>.+?) "
        r"(?:compared to|compared with|vs\.?|versus|over|against|relative to) (?:the )?(?P<one>.+?)",
        rf"^how {_HELPER} (?:the |our )?(?P<what>.+?) (?:{_GROW}|develop|developed|evolve|evolved|move|moved) (?:from|between) "
        r"(?:the )?(?P<one>.+?) (?:to|and|until) (?:the )?(?P<other>.+?)",
        rf"^(?:what (?:is|was) |show (?:me )?|give me )?(?:the )?(?:{_SHARE} |relative |percent )?{_CHANGE} (?:in|"
        rf"of) (?:the |our )?(?P<what>.+?) "
        r"(?:from|between) (?:the )?(?P<one>.+?) (?:to|and|until) (?:the )?(?P<other>.+?)",
        r"^compare (?:the |our )?(?P<what>.+?) (?:in|for|from|of|during) (?:the )?(?P<one>.+?) (?:with|to|and|vs\.?|"
        r"versus|against) (?:those |that |the ones )?"
        r"(?:in |of |from )?(?:the )?(?P<other>.+?)[,;]? (?:plus|and|with|incl\.?|including|as well as|along with) (?:the |a )?"
        rf"(?:{_SHARE} |relative )?(?:{_CHANGE}|difference)(?: in {_SHARE})?",
    )
)
_OPENINGS = ("total ", "", "number of ")


def grown(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of one period as a question of its own."""
    for pattern in _PATTERNS:
        found = pattern.match(text.strip())
        if found is None or not all(_is_period(found[name]) for name in ("one", "other")):
            continue
        doing = re.fullmatch(r"\w+ing", found["what"], re.IGNORECASE) is not None
        for opening in ("total amount of ",) if doing else _OPENINGS:
            before, after = (read(f"{opening}{found['what']} in {found[name]}") for name in ("one", "other"))
            plan = _changed(before, after) if before is not None and after is not None else None
            if plan is not None:
                yield plan


def _is_period(words: str) -> bool:
    tokens = tokenise(words)
    phrases = date_phrases(tokens)
    return len(phrases) == 1 and (phrases[0].first, phrases[0].last) == (0, len(tokens))


def _changed(before: Plan, after: Plan) -> Plan | None:
    both = both_figures(before, after)
    if both is None or both.dimensions or len(both.measures) != 2 or not _differ_in_time(before, after):
        return None
    first, second = both.measures
    times = MeasureArithmetic(operator="/", left=second.value, right=first.value)
    share = MeasureArithmetic(operator="-", left=times, right=Constant(value=1.0))
    change = PlanMeasure(name="change", label=f"change of {first.label}", value=share, unit="ratio")
    named = tuple(
        replace(one, label=f"{one.label}, {_phrase(plan)}")
        for one, plan in zip((first, second), (before, after), strict=True)
    )
    return replace(both, measures=(*named, change), reading=before.reading, assumptions=before.assumptions)


def _differ_in_time(before: Plan, after: Plan) -> bool:
    return bool(_phrase(before)) and bool(_phrase(after)) and before.entity == after.entity


def _phrase(plan: Plan) -> str:
    periods = [one for one in parts_of(plan.where) if isinstance(one, AbsolutePeriod | RelativePeriod)]
    return periods[0].phrase if len(periods) == 1 else ""

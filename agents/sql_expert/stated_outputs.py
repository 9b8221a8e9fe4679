"""A second sentence that says what is returned: what was read twice, and alike, is the surer for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Candidate, Readings, Understanding
from core.plan import FieldRef, Plan

_STATED = re.compile(
    r"^(?P<asked>.+?[.?!])\s+(?:(?:also|please|and)\s+)?(?:return|show|give|list|provide|display|include|output)\s+"
    r"(?:me\s+)?(?:the|their|his|her|its|each|only)?\b(?P<outputs>[^.?!]+)[.?!;]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MORE = re.compile(r"\b(?:for|ordered|sorted|starting|by|per|with|who|that|which|top|if|when)\b", re.IGNORECASE)
Read = Callable[[Understanding], Readings]


def with_stated_outputs(task: Understanding, readings: Readings, read: Read) -> Readings:
    """`read` understands the first sentence alone."""
    stated = _STATED.match(task.question.text.strip())
    if stated is None or not readings.candidates:
        return readings
    alone = read(replace(task, question=replace(task.question, text=stated["asked"]))).candidates
    if not alone:
        return readings
    raised = tuple(_raised(one, alone[0], stated["outputs"]) for one in readings.candidates)
    return replace(readings, candidates=_surest_first(raised, readings.candidates))


def _surest_first(raised: Sequence[Candidate], before: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that were raised among themselves, and the others among themselves, stay as they were ranked."""
    apart: dict[bool, list[Candidate]] = {True: [], False: []}
    for one, known in zip(raised, before, strict=True):
        apart[one.confidence > known.confidence].append(one)
    both = sorted(filter(None, apart.values()), key=lambda ones: -max(one.confidence for one in ones))
    return tuple(one for ones in both for one in ones)


def _raised(candidate: Candidate, alone: Candidate, outputs: str) -> Candidate:
    """Two readings of one question, each likely to be right by itself."""
    if not candidate.confidence or not alone.confidence or not _says_more(candidate.plan, alone.plan):
        return candidate
    if _MORE.search(outputs) or _shown(candidate.plan) != len(_items(outputs)):
        return candidate
    both = 1.0 - (1.0 - candidate.confidence) * (1.0 - alone.confidence)
    return replace(candidate, confidence=max(candidate.confidence, both))


def _items(outputs: str) -> list[str]:
    return [part for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", outputs.strip()) if part.strip()]


def _shown(plan: Plan) -> int:
    fields = plan.rows.fields if plan.rows is not None else ()
    shown = [one.shown for one in plan.measures] + [one.shown for one in plan.dimensions]
    return len(fields) + sum(shown) + len(plan.comparisons)


def _says_more(whole: Plan, alone: Plan) -> bool:
    """The same rows, groups and limit, and every figure of the first sentence."""
    same = whole.where == alone.where and whole.having == alone.having and whole.limit == alone.limit
    if not same or (whole.rows is None) != (alone.rows is None):
        return False
    values = {one.value for one in whole.measures}
    return all(one.value in values for one in alone.measures) and _grouped(alone) <= _grouped(whole)


def _grouped(plan: Plan) -> frozenset[object]:
    names = (one for one in plan.dimensions if one.shown)
    return frozenset(one.of.name if isinstance(one.of, FieldRef) else one.of for one in names)

"""What a statement spent its time on: DuckDB's own profile of one run, told in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from warehouse.explained import EXPLAIN, step_sentence
from warehouse.guarding import Guarded

_MOST = 3
_WORTH_TELLING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class CostlyStep:
    """`seconds` are of all threads together; `share` (0 to 1) is of what all steps took; `rows` came out of it."""

    told: str
    seconds: float
    share: float
    rows: int


def as_profile(guarded: Guarded) -> Guarded:
    """The statement is run, and its rows are thrown away."""
    return replace(guarded, sql=f"EXPLAIN (ANALYZE, FORMAT JSON) {EXPLAIN.sub('', guarded.sql)}")


def costliest(profile: str) -> tuple[CostlyStep, ...]:
    """At most three, those that took the most time first."""
    root = json.loads(profile)
    steps = [step for operator in root.get("operator") or root.get("children") or () for step in _steps(operator)]
    total = sum(float(step.get("timing") or step.get("operator_timing") or 0.0) for step in steps)
    if total <= 0:
        return ()
    told = [_told(step, total) for step in steps]
    worth = [one for one in told if one.share >= _WORTH_TELLING]
    return tuple(sorted(worth, key=lambda one: -one.seconds)[:_MOST])


def _steps(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("children") or ():
        yield from _steps(child)


def _told(step: Mapping[str, Any], total: float) -> CostlyStep:
    name = str(step.get("type") or step.get("operator_name") or "").strip()
    info = {key: value for key, value in (step.get("extra_info") or {}).items() if key != "Estimated Cardinality"}
    sentence = step_sentence(name, info)
    if sentence is None:
        sentence = "Computes columns." if name == "PROJECTION" else f"{name.replace('_', ' ').capitalize()}."
    seconds = float(step.get("timing") or step.get("operator_timing") or 0.0)
    rows = int(step.get("intermediate_rows") or step.get("operator_cardinality") or 0)
    return CostlyStep(told=sentence, seconds=round(seconds, 6), share=round(seconds / total, 4), rows=rows)

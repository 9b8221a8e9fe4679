"""Whether a Plan is a verified one but for the values of its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from agents.sql_expert.kept.filling import place_of
from agents.sql_expert.kept.periods import reanchored
from agents.sql_expert.kept.verified import Verified
from core.errors import InvalidInput
from core.model import SemanticModel
from core.plan import Plan
from core.saved import SavedQuery
from wire import dump


def verified_as(plan: Plan, entries: Iterable[Verified], model: SemanticModel, today: date) -> Verified | None:
    """The one verified last, where several are the same."""
    found = [entry for entry in entries if _is_same(plan, entry.query, model, today)]
    return max(found, key=lambda entry: entry.at, default=None)


def _is_same(plan: Plan, saved: SavedQuery, model: SemanticModel, today: date) -> bool:
    if saved.plan is None:
        return False
    day = date.fromisoformat(saved.as_of) if saved.as_of else today
    try:
        return bool(_without_values(plan, saved, model, day) == _without_values(saved.plan, saved, model, day))
    except InvalidInput:
        return False


def _without_values(plan: Plan, saved: SavedQuery, model: SemanticModel, today: date) -> Any:
    """Raises InvalidInput where the Plan does not have the place of a parameter."""
    document = dump(replace(reanchored(plan, model, today), assumptions=()))
    for parameter in saved.parameters:
        for pointer in parameter.fills:
            holder, key = place_of(document, pointer, parameter)
            holder[key] = None
    return document

"""Plans that do not hold what was asked, however well the names fit: they are asked about, never taken."""

from __future__ import annotations

from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.mainstays import people
from core.model import SemanticModel
from core.plan import AbsolutePeriod, FieldRef, Plan, RelativePeriod, Share


def is_doubtful(draft: Draft, plan: Plan, model: SemanticModel) -> bool:
    return _lists_no_people(draft, plan, model) or _shares_of_a_part(draft, plan)


def _lists_no_people(draft: Draft, plan: Plan, model: SemanticModel) -> bool:
    """“Who billed the most hours” is not answered by a bill."""
    if draft.asked != "who" or plan.rows is None or plan.rows.fields:
        return False
    persons = {one.entity.name for one in people(model)}
    return bool(persons) and plan.entity not in persons


def _shares_of_a_part(draft: Draft, plan: Plan) -> bool:
    """“Share of the hours that are billable, by grade”: the groups' shares of what is billable are another thing."""
    shares = any(isinstance(one, Share) for one in plan.comparisons)
    kept = [one for one in parts_of(plan.where) if not isinstance(one, AbsolutePeriod | RelativePeriod)]
    fields = [one for one in kept if isinstance(getattr(one, "left", getattr(one, "of", None)), FieldRef)]
    clause = any(lexeme.cue("clause") or lexeme.cue("be") for lexeme, _ in draft.used)
    return shares and bool(fields) and clause

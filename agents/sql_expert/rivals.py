"""How firmly the names of a question stand for what was chosen: loose links, rivals elsewhere, tables that nobody named."""

from __future__ import annotations

import math
from collections.abc import Mapping

from agents.sql_expert.confidence import mentioned
from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.notions import is_reference_to
from agents.sql_expert.only_synonym import SYNONYM
from agents.sql_expert.settling import Settled
from core.model import SemanticModel
from core.plan import Plan

_LOOSE = 0.9
_AS_GOOD = 0.98


def rival_features(
    draft: Draft, plan: Plan, settled: Settled, lead: tuple[float, float], model: SemanticModel
) -> Mapping[str, float]:
    """`lead` is how far the first plan is ahead of the second, and by how much a better choice of names made no plan."""
    margin, passed_over = lead
    chosen = list(settled.choices.values())
    lexemes = [lexeme for lexeme, role in draft.used if role in ("field", "entity", "value")]
    about = mentioned(plan)
    return {
        "synonyms": float(min(3, sum(not isinstance(one, ValueLink) and one.evidence == SYNONYM for one in chosen))),
        "loose": float(min(3, sum(one.score < _LOOSE for one in chosen))),
        "margin": 1.0 - min(1.0, margin),
        "passed_over": min(2.0, max(0.0, passed_over)),
        "rivals": float(min(3, sum(_has_rival(one, lexemes) for one in chosen))),
        "joined": float(min(3, len(about) - 1)),
        "unsaid": float(min(3, len(about - _said(lexemes)))),
        "valued": float(min(2, sum(isinstance(one, ValueLink) for one in chosen))),
        "spread": float(min(2, sum(_is_spread(one, lexemes, model) for one in chosen))),
        "wide": max(0.0, math.log(max(1, len(model.entities))) - 1.0),
        "again": float(_repeats(plan, model)),
    }


def _has_rival(chosen: EntityLink | FieldLink | ValueLink, lexemes: list[Lexeme]) -> bool:
    """Another table has a column that fits as well."""
    if not isinstance(chosen, FieldLink):
        return False
    own = [one for one in lexemes if chosen in one.fields]
    return any(
        link.entity is not chosen.entity and link.score >= _AS_GOOD * chosen.score for one in own for link in one.fields
    )


def _is_spread(chosen: EntityLink | FieldLink | ValueLink, lexemes: list[Lexeme], model: SemanticModel) -> bool:
    """A value that stands in several columns; one that refers to another of them is no other place."""
    if not isinstance(chosen, ValueLink):
        return False
    same = (one for one in lexemes if any(link.field is chosen.field for link in one.values))
    return any(_has_places([link for link in one.values if link.exact], model) for one in same)


def _has_places(links: list[ValueLink], model: SemanticModel) -> bool:
    own = [one for one in links if not any(is_reference_to(one, other, model) for other in links)]
    return len({(link.entity.name, link.field.name) for link in own}) > 1


def _said(lexemes: list[Lexeme]) -> set[str]:
    links = [link for one in lexemes for kind in (one.entities, one.fields, one.values) for link in kind]
    return {link.entity.name for link in links}


def _repeats(plan: Plan, model: SemanticModel) -> bool:
    """Rows are listed by columns of which none tells them apart: some may be the same."""
    if plan.rows is None or plan.rows.distinct or not plan.rows.fields:
        return False
    entity = model.entity(plan.entity)
    telling = {*entity.key, *(field.name for field in entity.fields if field.profile.distinct >= entity.rows)}
    return not any(getattr(one.of, "entity", None) == entity.name and one.name in telling for one in plan.rows.fields)

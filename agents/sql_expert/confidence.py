"""How likely a candidate plan is what was asked: a logistic function of what reading it left open."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.fillers import RELATING
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.qualities import SPENT
from agents.sql_expert.reach import Reach
from agents.sql_expert.settling import Settled
from agents.sql_expert.weights import BIAS, SURE, UNSURE, WEIGHTS
from core.model import Measure
from core.plan import Aggregate, And, Condition, Exists, FieldRef, In, Or, Plan

_EMPTY = frozenset(
    (
        "a",
        "an",
        "the",
        "all",
        "any",
        "some",
        "please",
        "me",
        "there",
        "their",
        "its",
        "do",
        "does",
        "did",
        "them",
        "each",
    )
)
_NAMED_OTHERWISE = 0.66
Features = Mapping[str, float]


def features_of(draft: Draft, plan: Plan, settled: Settled, margin: float, reach: Reach) -> Features:
    """All are 0 for a question that is fully understood, except `margin`."""
    named = list(settled.choices.values())
    weakest = min((link.score for link in named), default=1.0)
    unknown = [lexeme for lexeme in draft.leftover if lexeme.kind in ("unknown", "quoted", "number")]
    return {
        "unknown": float(min(3, len(unknown))),
        "leftover": float(min(3, len(draft.leftover) - len(unknown))),
        "strain": min(3.0, draft.strain),
        "looseness": min(4.0, -sum(math.log(max(0.01, link.score)) for link in named)),
        "weakest": 1.0 - weakest,
        "close": 1.0 if margin < 0.15 else 0.0,
        "near": 1.0 if 0.15 <= margin < 0.45 else 0.0,
        "entities": float(max(0, len(settled.entities) - 2)),
        "misspelt": float(any(isinstance(link, ValueLink) and not link.exact for link in named)),
        "ignored": float(sum(settled.by_lexeme.get(id(one)) not in _entities(plan) for one in draft.context)),
        "lost": float(any(_is_lost(one, plan, settled, reach) for one in draft.context)),
        "verbs": min(3, sum(_is_content(lexeme) for lexeme, role in draft.used if role == "filler")) / 3,
        "relating": float(min(2, sum(one.text.casefold() in RELATING for one, role in draft.used if role == "filler"))),
        "bridged": float(settled.bridge is not None),
        "remote": float(_has_exists(plan.where)),
        "rows": float(any(isinstance(link, EntityLink) for key, link in settled.choices.items() if key[0] == "target")),
        "anonymous": float(plan.entity not in _named_entities(settled)),
        "tables": float(len(_entities(plan)) > 1 and plan.rows is not None),
        "looked_up": float(
            len(_entities(plan)) > 1
            and plan.rows is None
            and not _ranked_by_count(draft)
            and not _grouped_by_name(draft, plan, settled)
            and not _pays(draft, settled)
        ),
        **_shape(draft, plan),
    }


def _shape(draft: Draft, plan: Plan) -> dict[str, float]:
    """What kind of question it is, whatever its names."""
    words = max(1, len(draft.used))
    return {
        "filters": float(max(0, len(draft.filters) - 1)),
        "either": float(any(found.joiner == "or" for found in draft.filters)),
        "negated": float(any(found.negated for found in draft.filters)),
        "superlative": float(any(order.superlative for order in draft.orders)),
        "having": float(plan.having is not None),
        "grouped": float(bool(plan.dimensions)),
        "unnamed": float(not draft.targets and not draft.groups),
        "context": float(min(2, len(draft.context))),
        "everything": float(draft.everything),
        "assumed": float(any(not target.noun.lexeme for target in draft.targets)),
        "sentences": float(sum(lexeme.text in (".", "?") for lexeme, _ in draft.used) > 1),
        "distinct": float(draft.distinct),
        "several": float(max(0, len(draft.targets) - 1)),
        "counted": float(any(target.function == "count" for target in draft.targets)),
        "aggregated": float(any(target.function not in (None, "count") for target in draft.targets)),
        "period": float(any(found.period is not None for found in draft.filters)),
        "length": max(0.0, (words - 10) / 10),
    }


def _pays(draft: Draft, settled: Settled) -> bool:
    """Those who spend most or more than so much, or best customers, where these are a table or a column of their own."""
    told = [*(one.noun.quality for one in draft.orders), *(one.noun.quality for one in draft.filters)]
    spent = any(one is not None and one.fields == SPENT for one in told)
    link = settled.choices.get(("target", 0))
    return spent and isinstance(link, EntityLink | FieldLink) and link.score >= _WHOLE


_WHOLE = 0.9


def _entities(plan: Plan) -> set[str]:
    fields = [one.of for one in (plan.rows.fields if plan.rows else ())]
    fields += [one.of for one in plan.dimensions if one.grain is None]
    values = [measure.value for measure in plan.measures]
    named = {one.entity for one in fields if isinstance(one, FieldRef)}
    return named | {plan.entity} | {one.entity for one in values if isinstance(one, Aggregate)}


def _is_lost(lexeme: Lexeme, plan: Plan, settled: Settled, reach: Reach) -> bool:
    """An entity that was named, and that no part of the plan is about; by its very name, where a word may mean something else.

    Rows that are asked to be there are each of one row of what they refer to ("assigned to some project").
    """
    name = settled.by_lexeme.get(id(lexeme))
    least = 0.95 if lexeme.fields or lexeme.values else _NAMED_OTHERWISE
    literal = any(link.entity.name == name and link.score >= least for link in lexeme.entities)
    if not literal or name is None:
        return False
    about = mentioned(plan)
    there = about - {plan.entity}
    return name not in about and all(reach.to_one(one, name) is None for one in there)


def mentioned(node: object) -> frozenset[str]:
    """Entities that any part of a plan is about."""
    if isinstance(node, tuple):
        return frozenset().union(*(mentioned(one) for one in node))
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return frozenset()
    own = getattr(node, "entity", None)
    parts = (getattr(node, part.name) for part in dataclasses.fields(node))
    return frozenset([own] if isinstance(own, str) else []).union(*(mentioned(one) for one in parts))


def _ranked_by_count(draft: Draft) -> bool:
    """“The department with the most courses”: that courses are counted for departments is what was said."""
    return any(order.counted and order.superlative for order in draft.orders)


def _grouped_by_name(draft: Draft, plan: Plan, settled: Settled) -> bool:
    """Whether a column was named to group by ("by city"), or to be ranked ("which city has ..."), rather than found for an entity.

    One figure by a table whose rows have names ("average mark by subject"), with nothing more said, is as plain.
    """
    links = [link for key, link in settled.choices.items() if key[0] == "group"]
    if (
        any(isinstance(link, FieldLink) for link in links)
        or _ranked_by_name(draft, settled)
        or _names_groups(draft, plan)
    ):
        return True
    alone = len(links) == len(plan.measures) == len(draft.targets) == 1 and not draft.filters and not draft.orders
    return alone and _is_named(links[0]) and _is_figure(draft.targets[0].function, settled.choices.get(("target", 0)))


def _names_groups(draft: Draft, plan: Plan) -> bool:
    """“Revenue of web and store”: the groups themselves were named. Rows counted of both may be those that are in each."""
    values = [measure.value for measure in plan.measures]
    counts = any(isinstance(one, Aggregate) and one.function in ("count", "count_distinct") for one in values)
    if counts and not draft.versus:
        return False
    groups = [one.of for one in plan.dimensions]
    return any(isinstance(one, In) and len(one.values) > 1 and one.of in groups for one in parts_of(plan.where))


def _ranked_by_name(draft: Draft, settled: Settled) -> bool:
    """“Which room type has the highest average score”: the column and the figure that ranks it are called so in full."""
    order = draft.orders[0] if len(draft.orders) == len(draft.targets) == 1 else None
    if order is None or not order.superlative or order.noun.lexeme is None or draft.targets[0].function:
        return False
    links = [settled.choices.get((kind, 0)) for kind in ("target", "order")]
    return order.function is not None and all(isinstance(one, FieldLink) and one.score >= _LITERAL for one in links)


def _is_figure(function: str | None, link: object) -> bool:
    """“Average mark”, or a column that is a figure by itself: “profit”."""
    by_itself = function is None and isinstance(link, FieldLink) and isinstance(link.field, Measure)
    return by_itself or function in ("avg", "sum", "median")


def _is_named(link: object) -> bool:
    named = isinstance(link, EntityLink) and link.score >= _LITERAL and link.entity.display is not None
    return named and isinstance(link, EntityLink) and link.entity.display not in link.entity.key


_LITERAL = 0.95


def _named_entities(settled: Settled) -> set[str]:
    return {link.entity.name for link in settled.choices.values() if isinstance(link, EntityLink)}


def _is_content(lexeme: Lexeme) -> bool:
    return lexeme.kind == "filler" and lexeme.text.isalpha() and lexeme.text.casefold() not in _EMPTY


def _has_exists(condition: Condition | None) -> bool:
    if isinstance(condition, And | Or):
        return any(_has_exists(one) for one in condition.conditions)
    return isinstance(condition, Exists)


def confidence_of(features: Features) -> float:
    """0 to 1. A word without a meaning is never left out of an answer, whatever else speaks for it.

    Where only the spelling of a value is in doubt, it is asked about.
    """
    if features.get("unknown") or features.get("lost"):
        return 0.0
    chance = _logistic(features)
    if features.get("misspelt") and _logistic({**features, "misspelt": 0.0}) >= SURE:
        return max(chance, UNSURE)
    return chance


def confidence_without(features: Features) -> float:
    """The confidence that a reading would have, were the words without a meaning not in the question."""
    return confidence_of({**features, "unknown": 0.0})


def _logistic(features: Features) -> float:
    return 1.0 / (1.0 + math.exp(-(BIAS + sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items()))))

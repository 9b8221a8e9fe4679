"""Plans that do not hold what was asked, however well the names fit: they are asked about, never taken."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.sql_expert.bridging import linking
from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.lone_sheets import MAYBE_ROWS
from agents.sql_expert.mainstays import people
from agents.sql_expert.measured import is_long_in_two_ways
from agents.sql_expert.reach import reach_of
from core.model import SemanticModel
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    Comparison,
    DateDifference,
    Exists,
    FieldRef,
    Plan,
    RelativePeriod,
    ScalarPlan,
    Share,
)
from semantic_layer.words import full_words


def is_doubtful(draft: Draft, plan: Plan, model: SemanticModel) -> bool:
    return (
        _lists_no_people(draft, plan, model)
        or _shares_of_a_part(draft, plan)
        or _leaves_others_in(draft, plan)
        or _is_of_some_rows(plan, model)
        or _is_for_so_many(draft)
        or _lists_for_yes_or_no(draft, plan)
        or _ranks_once(draft, plan)
        or _is_of_one_of_two(draft, plan)
        or _is_long_in_two_ways(draft, plan, model)
        or _is_old_by_joining(draft, plan)
        or _measures_no_time(draft, plan)
        or _takes_noun_for_rows(draft)
        or _lists_for_how_much(draft, plan)
        or _counts_for_every_one(draft, plan)
        or _is_far_fetched(plan, model)
    )


def _is_far_fetched(plan: Plan, model: SemanticModel) -> bool:
    """“Orders that were reviewed”, where a review is of a product and none is of an order: that something of them was is another."""
    reach = reach_of(model)
    inner = [one.value.where for one in plan.measures if isinstance(one.value, Aggregate)]
    linked = [one for where in (plan.where, *inner) for one in parts_of(where) if isinstance(one, Exists)]
    names = [one.name for one in model.entities]
    return any(
        reach.to_one(one.entity, plan.entity) is None
        and reach.to_one(plan.entity, one.entity) is None
        and not linking(plan.entity, one.entity, reach, names)
        for one in linked
    )


def _counts_for_every_one(draft: Draft, plan: Plan) -> bool:
    """“Products bought by every segment” are bought by all of them; how many each has is not asked."""
    said = " ".join(lexeme.text.casefold() for lexeme, _ in draft.used)
    return bool(plan.dimensions) and _BY_EVERY.search(said) is not None and _FIGURE.search(said) is None


_BY_EVERY = re.compile(
    r"\b(?:[a-z]+ed|bought|sold|sent|made|flown) (?:by |in |from |through |at |on |to )+(?:every|all)\b"
)
_FIGURE = re.compile(r"\b(?:how many|number|count|total|sum|average|revenue|amount|share|percentage)\b")


def _lists_for_how_much(draft: Draft, plan: Plan) -> bool:
    """“How much was refunded?” is no list of rows."""
    asked = any(lexeme.text.casefold() == "how much" for lexeme, _ in draft.used[:2])
    return asked and plan.rows is not None and not plan.rows.fields and plan.limit is None


_BETWEEN = re.compile(
    r"\b(?:time|duration|hours|days|weeks|months|years) (?:it takes |passed |passing )?(?:between|from) "
    r"(?:the )?[a-z][a-z ]*? (?:and|to|until|till) (?:the )?[a-z]"
)


def _measures_no_time(draft: Draft, plan: Plan) -> bool:
    """“The average days between order and payment” are no average of orders by day."""
    if not _BETWEEN.search(" ".join(lexeme.text.casefold() for lexeme, _ in draft.used)):
        return False
    figures = [one.value.of for one in plan.measures if isinstance(one.value, Aggregate)]
    return bool(figures) and not any(isinstance(one, DateDifference) for one in figures)


def _takes_noun_for_rows(draft: Draft) -> bool:
    """“Stones” of the table of diamonds, if that is what is meant."""
    return any(link.evidence == MAYBE_ROWS for lexeme, _ in draft.used for link in lexeme.entities)


def _is_long_in_two_ways(draft: Draft, plan: Plan, model: SemanticModel) -> bool:
    qualities = (one.noun.quality for one in draft.orders if one.superlative)
    return any(one is not None and is_long_in_two_ways(one, model.entity(plan.entity)) for one in qualities)


def _is_old_by_joining(draft: Draft, plan: Plan) -> bool:
    """“The oldest member”, where no age is known: who joined first, if that is what is meant."""
    aged = any(one.noun.quality is not None and one.noun.quality.fields[:1] == ("age",) for one in draft.orders)
    ranked = [one.by.name for one in plan.order if isinstance(one.by, FieldRef)]
    return aged and any({"since", "joined"} & set(full_words(one)) for one in ranked)


def _leaves_others_in(draft: Draft, plan: Plan) -> bool:
    """“Customers who only bought tea” are not all those who bought some."""
    said = [lexeme.text.casefold().split()[0] for lexeme, _ in draft.used]
    behind = any(word in ("only", "exclusively", "solely") for word in said[1:])
    every = re.search(r"\ball (?:of )?(?:their|his|her|its)\b", " ".join(one.text.casefold() for one, _ in draft.used))
    if every is not None and plan.rows is not None:
        return not any(isinstance(one, Exists) and one.negated for one in parts_of(plan.where))
    return behind and any(isinstance(one, Exists) and not one.negated for one in parts_of(plan.where))


def _is_of_some_rows(plan: Plan, model: SemanticModel) -> bool:
    """“Which sellers charge more than the average?”, where each has many rows: on average, or in any of them."""
    field = plan.rows.fields[0].of if plan.rows is not None and len(plan.rows.fields) == 1 else None
    against = any(isinstance(one, Comparison) and isinstance(one.right, ScalarPlan) for one in parts_of(plan.where))
    if not against or not isinstance(field, FieldRef) or field.entity != plan.entity:
        return False
    profile = model.entity(field.entity).field(field.name).profile
    return 0 < profile.distinct <= _SHARED * model.entity(field.entity).rows


_SHARED = 0.2


def _is_for_so_many(draft: Draft) -> bool:
    """“Claims per 100 parcels” are no claims of groups that have 100."""
    read = [lexeme for lexeme, _ in draft.used]
    return any(one.text.casefold() == "per" and other.number is not None for one, other in pairwise(read))


def _lists_for_yes_or_no(draft: Draft, plan: Plan) -> bool:
    """“Do discounts pay off?” is not answered by the discounts."""
    first, second = [lexeme.text.casefold() for lexeme, _ in draft.used[:2]] if len(draft.used) > 1 else ("", "")
    asks = first in _HELPERS and second not in ("there", "we", "you", "they", "any")
    return asks and plan.rows is not None and plan.where is None


_HELPERS = ("do", "does", "did", "is", "are", "was", "were", "has", "have", "should", "will", "would")


def _ranks_once(draft: Draft, plan: Plan) -> bool:
    """“The largest order of each account executive” is more than one row."""
    each = any(
        one.text.casefold().split()[-1] in ("each", "every")
        for one, _ in draft.used
        if one.cue("each") or one.cue("group")
    )
    return each and plan.rows is not None and plan.limit is not None and plan.limit.count == 1


def _is_of_one_of_two(draft: Draft, plan: Plan) -> bool:
    """“The phone numbers of all customers and suppliers” are not told by one of both tables."""
    lexeme = draft.targets[0].noun.lexeme if len(draft.targets) == 1 else None
    held = (
        {link.entity.name for link in lexeme.fields} if lexeme is not None and not draft.targets[0].function else set()
    )
    read = [one for one, _ in draft.used]
    return plan.rows is not None and any(
        joint.cue("and") is not None and _named(one) != _named(other) and {_named(one), _named(other)} <= held
        for one, joint, other in zip(read, read[1:], read[2:], strict=False)
    )


def _named(lexeme: Lexeme) -> str:
    """The table whose whole name it is."""
    best = lexeme.entities[0] if lexeme.entities else None
    return best.entity.name if best is not None and best.score >= _WHOLE else ""


_WHOLE = 0.8


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

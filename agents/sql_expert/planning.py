"""A draft with its names settled → a Plan: rows that are listed, or measures by groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agents.sql_expert.asked import Asked
from agents.sql_expert.conditions import Conditions
from agents.sql_expert.counted_from_none import with_those_of_none
from agents.sql_expert.counted_then import counted_then
from agents.sql_expert.daily import with_days_listed
from agents.sql_expert.draft import Draft, Noun, Ordering, Target
from agents.sql_expert.fields import (
    CannotPlan,
    free_name,
    is_measure,
    ref,
    shown_fields,
)
from agents.sql_expert.grouping import GroupedPlan
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measured import descends
from agents.sql_expert.measures import Link, default_aggregation
from agents.sql_expert.named_entities import with_named
from agents.sql_expert.qualities import VERBS
from agents.sql_expert.ranks import at_place
from agents.sql_expert.schema import Schema
from agents.sql_expert.sets.none_such import none_such
from agents.sql_expert.settling import Settled
from agents.sql_expert.side_by_side import side_by_side
from agents.sql_expert.telling_columns import telling_fields
from agents.sql_expert.totals import with_totals
from core.model import Dimension
from core.plan import FieldRef, Limit, Order, Plan, PlanField, Rows, SetOperation
from semantic_layer.words import singular


def make_plan(draft: Draft, settled: Settled, schema: Schema, today: date) -> Plan:
    """Raises CannotPlan where the names do not make a question that can be answered."""
    draft, settled = side_by_side(with_totals(draft, settled, schema), settled)
    if _asks_for_both_ends(draft):
        raise CannotPlan("The first and the last cannot be told together.")
    asked = Asked(draft, settled, schema)
    conditions = Conditions(schema.model, schema.reach, draft, settled, today)
    plan = GroupedPlan(asked, conditions).plan() if asked.is_grouped() else _listed(asked, conditions)
    plan = counted_then(plan, draft, settled, schema)
    if draft.filled and not any(dimension.filled for dimension in plan.dimensions):
        raise CannotPlan("It is not said which gaps are filled.")
    plan = at_place(plan, draft.place) if draft.place > 1 else with_those_of_none(plan, schema.model, schema.reach)
    return with_days_listed(with_named(plan, draft, settled, schema), draft, schema.model)


def _asks_for_both_ends(draft: Draft) -> bool:
    """“The highest and lowest rated product”: two rankings by one figure."""
    ranked = [order for order in draft.orders if order.superlative]
    named = {
        (id(one.noun.lexeme), one.noun.quality and one.noun.quality.fields) for one in ranked if one.noun != Noun()
    }
    return len({order.descending for order in ranked}) > 1 and len(named) <= 1


def _listed(asked: Asked, conditions: Conditions) -> Plan:
    fields = _listed_fields(asked)
    if _names_only_rows(asked):
        fields = _telling(asked)
    fields += _grouped_fields(asked, fields)
    root = _root(asked, fields)
    if (apart := none_such(asked, conditions, fields, root)) is not None:
        return apart
    orders = _orders(asked, fields, root)
    fields += _ranked_by(asked, fields, orders)
    limit = _limit(asked.draft)
    everything = asked.draft.everything or not fields
    both = conditions.where_apart(root) if _are_shared(fields) and limit is None else None
    if both is not None and not everything:
        first, second = (
            Plan(entity=root, rows=Rows(fields=_plan_fields(fields), distinct=True), where=where) for where in both
        )
        return replace(first, combine=SetOperation(operator="intersection", plan=second))
    return Plan(
        entity=root,
        rows=Rows(
            fields=() if everything else _plan_fields(fields),
            distinct=(asked.draft.distinct or (limit is None and _repeats(asked, fields))) and not everything,
        ),
        where=conditions.where(root),
        order=orders,
        limit=limit,
    )


def _names_only_rows(asked: Asked) -> bool:
    """“List the flats”, “who earns the most”, of rows without a column of names."""
    if len(asked.shown) != 1:
        return not asked.shown and asked.draft.asked == "who"
    return isinstance(asked.shown[0][1], EntityLink) and not asked.shown[0][1].entity.display


def _telling(asked: Asked) -> list[FieldLink]:
    """What names the rows of the one sheet there is."""
    entities = asked.model.entities
    if len(entities) != 1 or (asked.draft.asked not in ("who", "which") and not asked.draft.orders):
        return []
    return [FieldLink(entity=entities[0], field=one, score=1.0) for one in telling_fields(entities[0])]


def _are_shared(fields: list[FieldLink]) -> bool:
    """Columns of which several rows may hold one value: "countries with stadiums over 60,000 and under 50,000"."""
    return bool(fields) and all(one.field.name not in one.entity.key for one in fields)


def _grouped_fields(asked: Asked, fields: list[FieldLink]) -> list[FieldLink]:
    """Columns that a list is given by are shown in it. Raises CannotPlan where they could not be."""
    found: list[FieldLink] = []
    known = {(link.entity.name, link.field.name) for link in fields}
    for link in asked.group_links():
        if isinstance(link, EntityLink) and any(link.entity is one.entity for one in fields):
            continue
        if not fields or not isinstance(link, EntityLink | FieldLink):
            raise CannotPlan("It is not said what is shown for each group.")
        found += [one for one in shown_fields(link) if (one.entity.name, one.field.name) not in known]
    return found


def _ranked_by(asked: Asked, fields: list[FieldLink], orders: tuple[Order, ...]) -> list[FieldLink]:
    """The figures that the first rows come first by are shown with them."""
    known = {(link.entity.name, link.field.name) for link in fields}
    named = any(isinstance(link, EntityLink) for _, link in asked.shown)
    if not fields or not named or not any(order.superlative for order in asked.draft.orders):
        return []
    by = [order.by for order in orders if isinstance(order.by, FieldRef) and not order.by.via]
    entities = {one.entity: asked.model.entity(one.entity) for one in by}
    return [
        FieldLink(entity=entities[one.entity], field=entities[one.entity].field(one.name), score=1.0)
        for one in by
        if (one.entity, one.name) not in known
    ]


def _repeats(asked: Asked, fields: list[FieldLink]) -> bool:
    """One column of categories alone, each in many rows: its different values are meant."""
    named = all(isinstance(link, FieldLink) for _, link in asked.shown)
    kinds = bool(fields) and not fields[0].entity.key and fields[0].entity.display == fields[0].field.name
    if (
        not (named or kinds)
        or len(fields) != 1
        or not isinstance(fields[0].field, Dimension)
        or fields[0].field.role not in ("category", "flag")
    ):
        return False
    return 0 < fields[0].field.profile.distinct <= fields[0].entity.rows / 2


def _listed_fields(asked: Asked) -> list[FieldLink]:
    """A mention of the entity itself is left out where columns of it are named beside it."""
    explicit = {link.entity.name for _, link in asked.shown if isinstance(link, FieldLink)}
    rows = _only_compared(asked)
    fields: list[FieldLink] = list(shown_fields(rows)) if rows is not None else []
    for target, link in asked.shown:
        if rows is not None and _ends_with_verb(target):
            continue
        if isinstance(link, EntityLink) and link.entity.name in explicit and not asked.draft.keeps_entity:
            continue
        if isinstance(link, EntityLink) and asked.draft.everything:
            continue
        if isinstance(link, EntityLink | FieldLink):
            fields.extend(shown_fields(link))
    unique = {(one.entity.name, one.field.name): one for one in reversed(fields)}
    if asked.draft.keeps_entity or not fields:
        return list(reversed(unique.values()))
    return [one for at, one in enumerate(fields) if all(one.field is not other.field for other in fields[:at])]


def _only_compared(asked: Asked) -> EntityLink | None:
    """“Unit cost between 10 and 20”: the rows that have such a cost are meant, not the costs alone."""
    link = asked.shown[0][1] if len(asked.shown) == 1 and not asked.draft.orders else None
    if not isinstance(link, FieldLink) or asked.draft.groups or asked.shown[0][0].noun.owner is not None:
        return None
    compared = [asked.settled.choices.get(("filter", place)) for place in range(len(asked.draft.filters))]
    ranges = [found.operator in ("<", "<=", ">", ">=", "between") for found in asked.draft.filters]
    verb = _ends_with_verb(asked.shown[0][0])
    held = next((one for one, is_range in zip(compared, ranges, strict=True) if is_range), None)
    if verb and isinstance(held, FieldLink):
        return EntityLink(entity=held.entity, score=link.score)
    if asked.draft.asked != "":
        return None
    same = any(
        ranged and (one is None or (isinstance(one, FieldLink) and one.field is link.field))
        for one, ranged in zip(compared, ranges, strict=True)
    )
    return EntityLink(entity=link.entity, score=link.score) if same else None


def _ends_with_verb(target: Target) -> bool:
    """“Rooms priced above 100”, “items cost more than”: the words name rows and what is measured of them."""
    words = target.noun.lexeme.text.casefold().split() if target.noun.lexeme is not None else []
    return len(words) > 1 and (words[-1] in VERBS or words[-1] in ("priced", "rated"))


def _root(asked: Asked, fields: list[FieldLink]) -> str:
    wanted = [link.entity.name for link in fields] or [link.entity.name for _, link in asked.shown]
    wanted = (
        wanted
        or [
            link.entity.name for key, link in asked.settled.choices.items() if key[0] in ("context", "order", "filter")
        ][:1]
    )
    if not wanted:
        raise CannotPlan("It is not said what to show.")
    ordered = [link.entity.name for place in range(len(asked.draft.orders)) if (link := asked.order(place)) is not None]
    names = [entity.name for entity in asked.model.entities]
    grouped = [link.entity.name for link in asked.group_links() if isinstance(link, EntityLink)]
    subject = _subject(asked)
    if subject is not None and all(asked.reach.to_one(subject, name) is not None for name in (*wanted, *ordered)):
        return subject
    root = asked.reach.root([*grouped, *wanted, *ordered], wanted, names)
    root = root or asked.reach.root([*wanted, *ordered], wanted, names)
    if root is None:
        raise CannotPlan(f"Nothing links {' and '.join(dict.fromkeys(wanted))}.")
    return root


def _subject(asked: Asked) -> str | None:
    """“The first name and department of each employee”: the rows whose columns are listed, and not their departments."""
    each = [link for link in asked.group_links() if isinstance(link, EntityLink)]
    alone = len(each) == len(asked.draft.groups) == 1
    return each[0].entity.name if alone and each[0].score >= _NAMED else None


_NAMED = 0.9


def _plan_fields(fields: list[FieldLink]) -> tuple[PlanField, ...]:
    found: list[PlanField] = []
    for link in fields:
        name = free_name(link.field.name, [one.name for one in found])
        found.append(PlanField(name=name, label=link.field.label, of=ref(link)))
    return tuple(found)


def _orders(asked: Asked, fields: list[FieldLink], root: str) -> tuple[Order, ...]:
    found: list[Order] = []
    for place, order in enumerate(asked.draft.orders):
        link = asked.order(place)
        if isinstance(link, EntityLink):
            link = shown_fields(link)[0]
        if not isinstance(link, FieldLink):
            link = _unnamed(asked, order, fields, root)
        if order.superlative and link.field.type == "text" and len(asked.model.entities) == 1:
            raise CannotPlan(f"{link.field.label} is text, of which there is no most or least.")
        found.append(Order(by=ref(link), descending=descends(order, link)))
    return tuple(found)


def _unnamed(asked: Asked, order: Ordering, fields: list[FieldLink], root: str) -> FieldLink:
    """“alphabetically”: by the first column shown; “the top 5”: by the only measure there is."""
    if not order.superlative and fields:
        return fields[0]
    entity = asked.model.entity(root)
    measures = [one for one in entity.fields if is_measure(one)]
    if len(measures) == 1:
        return FieldLink(entity=entity, field=measures[0], score=0.6)
    raise CannotPlan(f"It is not said by what {entity.label} are ranked.")


def _limit(draft: Draft) -> Limit | None:
    if draft.limit:
        return Limit(count=draft.limit, ties="cut")
    if not any(order.superlative for order in draft.orders):
        return None
    return Limit(count=1, ties="kept" if _are_several(draft) else "cut")


def _are_several(draft: Draft) -> bool:
    """“Which are the cheapest items?” asks for all that cost the least."""
    noun = draft.targets[0].noun.lexeme if draft.targets else None
    words = noun.text.casefold().split() if noun is not None and noun.entities else []
    return bool(words) and singular(words[-1]) != words[-1]


def aggregated_target(target: Target, link: Link | None) -> bool:
    return target.function is None and isinstance(link, FieldLink) and default_aggregation(link) != "count"

"""A draft with its names settled → a Plan: rows that are listed, or measures by groups."""

from __future__ import annotations

from datetime import date

from agents.sql_expert.conditions import Conditions
from agents.sql_expert.draft import Draft, Ordering, Target
from agents.sql_expert.fields import (
    CannotPlan,
    free_name,
    is_measure,
    is_temporal,
    is_year,
    names_rows,
    ref,
    shown_fields,
)
from agents.sql_expert.grouping import GroupedPlan
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measures import Link, default_aggregation
from agents.sql_expert.named_entities import with_named
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from agents.sql_expert.side_by_side import side_by_side
from agents.sql_expert.totals import with_totals
from core.model import Dimension, Measure
from core.plan import FieldRef, Limit, Order, Plan, PlanField, Rows


def make_plan(draft: Draft, settled: Settled, schema: Schema, today: date) -> Plan:
    """Raises CannotPlan where the names do not make a question that can be answered."""
    draft, settled = side_by_side(with_totals(draft, settled, schema), settled)
    asked = Asked(draft, settled, schema)
    conditions = Conditions(schema.model, schema.reach, draft, settled, today)
    plan = GroupedPlan(asked, conditions).plan() if asked.is_grouped() else _listed(asked, conditions)
    return with_named(plan, draft, settled, schema)


class Asked:
    """A draft and the names chosen for it."""

    def __init__(self, draft: Draft, settled: Settled, schema: Schema) -> None:
        self.draft, self.settled, self.schema = draft, settled, schema
        self.model, self.reach = schema.model, schema.reach
        self.shown = [
            (target, link)
            for place, target in enumerate(draft.targets)
            if target.function is None and (link := self.target(place)) is not None
        ]
        self.measured = [(target, self.target(place)) for place, target in enumerate(draft.targets) if target.function]
        self._count_entities()

    def _count_entities(self) -> None:
        """Rows of an entity that stands beside groups or a share are counted (orders per month)."""
        timed = any(group.grain or group.part for group in self.draft.groups)
        grouped = bool(self.draft.groups) and not self.draft.listing
        compared = self.draft.share or self.draft.change or self.draft.running
        ranked = any(order.superlative for order in self.draft.orders)
        period = self._is_fragment() and any(found.period for found in self.draft.filters)
        if self.measured or ranked or not (timed or grouped or compared or period) or len(self.shown) != 1:
            return
        target, link = self.shown[0]
        keys = isinstance(link, FieldLink) and not period and not is_measure(link.field) and self._counts(link)
        if isinstance(link, EntityLink) or keys:
            self.shown, self.measured = [], [(Target(noun=target.noun, function="count"), link)]

    def _is_fragment(self) -> bool:
        """“Orders last month”, without any verb or clause."""
        clause = any(lexeme.cue("clause") or lexeme.cue("have") for lexeme, _ in self.draft.used)
        return self.draft.asked == "" and not self.draft.orders and not clause and self._only_dated()

    def _only_dated(self) -> bool:
        return len(self.draft.filters) == 1 and self.draft.filters[0].noun.lexeme is None

    def _counts(self, link: FieldLink) -> bool:
        """“tickets by area”: what tells rows apart is counted by groups; other columns only where nothing is asked."""
        return names_rows(link.entity, link.field) or (self.draft.asked == "" and bool(self.draft.groups))

    def target(self, place: int) -> Link | None:
        return self.settled.choices.get(("target", place))

    def group(self, place: int) -> Link | None:
        return self.settled.choices.get(("group", place))

    def order(self, place: int) -> Link | None:
        return self.settled.choices.get(("order", place))

    def ranks_in_groups(self) -> bool:
        ranked = any(order.superlative for order in self.draft.orders)
        named = [link for _, link in self.shown if not (isinstance(link, FieldLink) and is_measure(link.field))]
        groups = [link for link in self.group_links() if all(link != one for one in named)]
        return ranked and bool(named) and bool(groups)

    def is_grouped(self) -> bool:
        draft = self.draft
        if self.ranks_in_groups():
            return True
        if self.measured or draft.share or draft.change or draft.running:
            return True
        if any(order.counted or order.function for order in draft.orders):
            return True
        if any(found.counted or found.function for found in draft.filters):
            return True
        if any(group.grain or group.part for group in draft.groups):
            return True
        return self._measures_are_meant()

    def _measures_are_meant(self) -> bool:
        """“revenue by region”: a measure that is shown by groups, or asked for on its own, is aggregated."""
        links = [link for _, link in self.shown]
        grouping = bool(self.draft.groups) and not self.draft.listing
        measures = [
            link
            for link in links
            if isinstance(link, FieldLink) and (_adds_up(link) or (grouping and is_measure(link.field)))
        ]
        if not measures:
            return self._ranks_another_entity(links)
        own = {link.entity.name for link in measures}
        grouped = any(not _is_row(link) or link.entity.name not in own for link in self.group_links())
        if grouped:
            return True
        alone = len(links) == len(measures) and not self.draft.orders and not self.draft.distinct
        owned = any(target.noun.owner is not None for target, _ in self.shown)
        return alone and not owned and self.draft.asked in ("", "quantity")

    def group_links(self) -> list[Link]:
        return [link for place in range(len(self.draft.groups)) if (link := self.group(place)) is not None]

    def _ranks_another_entity(self, links: list[Link]) -> bool:
        """“customers with the highest amount”: amounts of many rows for each customer."""
        for place, order in enumerate(self.draft.orders):
            link = self.order(place)
            if not order.superlative or not isinstance(link, FieldLink) or not links:
                continue
            shown = links[0].entity.name
            if self.reach.to_one(shown, link.entity.name) is None and self.reach.to_one(link.entity.name, shown):
                return True
        return False


def _is_row(link: Link) -> bool:
    return isinstance(link, EntityLink) or names_rows(link.entity, link.field)


def _adds_up(link: FieldLink) -> bool:
    return is_measure(link.field) and isinstance(link.field, Measure) and link.field.additivity != "non_additive"


def _listed(asked: Asked, conditions: Conditions) -> Plan:
    fields = _listed_fields(asked)
    if len(asked.shown) == 1 and isinstance(asked.shown[0][1], EntityLink) and not asked.shown[0][1].entity.display:
        fields = []
    fields += _grouped_fields(asked, fields)
    root = _root(asked, fields)
    orders = _orders(asked, fields, root)
    fields += _ranked_by(asked, fields, orders)
    limit = _limit(asked.draft)
    everything = asked.draft.everything or not fields
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
    if (
        not named
        or len(fields) != 1
        or not isinstance(fields[0].field, Dimension)
        or fields[0].field.role not in ("category", "flag")
    ):
        return False
    return 0 < fields[0].field.profile.distinct <= fields[0].entity.rows / 2


def _listed_fields(asked: Asked) -> list[FieldLink]:
    """A mention of the entity itself is left out where columns of it are named beside it."""
    explicit = {link.entity.name for _, link in asked.shown if isinstance(link, FieldLink)}
    fields: list[FieldLink] = []
    for _, link in asked.shown:
        if isinstance(link, EntityLink) and link.entity.name in explicit:
            continue
        if isinstance(link, EntityLink) and asked.draft.everything:
            continue
        if isinstance(link, EntityLink | FieldLink):
            fields.extend(shown_fields(link))
    return fields


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
    root = asked.reach.root([*grouped, *wanted, *ordered], wanted, names)
    root = root or asked.reach.root([*wanted, *ordered], wanted, names)
    if root is None:
        raise CannotPlan(f"Nothing links {' and '.join(dict.fromkeys(wanted))}.")
    return root


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


def descends(order: Ordering, link: FieldLink) -> bool:
    """The oldest has the highest age, and the earliest date of birth."""
    aged = order.noun.quality is not None and order.noun.quality.fields[:1] == ("age",)
    return order.descending != (aged and (is_temporal(link.field) or is_year(link.field)))


def _limit(draft: Draft) -> Limit | None:
    if draft.limit:
        return Limit(count=draft.limit, ties="cut")
    return Limit(count=1, ties="cut") if any(order.superlative for order in draft.orders) else None


def aggregated_target(target: Target, link: Link | None) -> bool:
    return target.function is None and isinstance(link, FieldLink) and default_aggregation(link) != "count"

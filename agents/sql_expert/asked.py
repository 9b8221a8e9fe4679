"""A draft and the names chosen for it: rows to list, or figures of groups."""

from __future__ import annotations

import re

from agents.sql_expert.draft import Draft, Noun, Target
from agents.sql_expert.fields import is_measure, is_metric, names_rows
from agents.sql_expert.fillers import FILLER
from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.measures import Link
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from core.model import Measure
from semantic_layer.words import singular

_KINDS = 12
_IS_ONE = re.compile(r"what\s*(?:is|was|['’]s)")


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
        if isinstance(link, FieldLink) and any(_is_rows_of(one, link) for one in self.group_links()):
            return
        keys = isinstance(link, FieldLink) and not period and not is_measure(link.field) and self._counts(link)
        if keys and isinstance(link, FieldLink) and _is_kind(link) and self.draft.groups:
            self.measured = [(Target(noun=Noun(), function="count"), EntityLink(entity=link.entity, score=link.score))]
        elif isinstance(link, EntityLink) or keys:
            self.shown, self.measured = [], [(Target(noun=target.noun, function="count"), link)]

    def _is_fragment(self) -> bool:
        """“Orders last month”, without any verb or clause."""
        clause = any(lexeme.cue("clause") or lexeme.cue("have") for lexeme, _ in self.draft.used)
        verb = any(role == "filler" and _is_verb(lexeme.text.casefold()) for lexeme, role in self.draft.used)
        return self.draft.asked == "" and not self.draft.orders and not clause and not verb and self._only_dated()

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
        periods = any(group.grain or group.part for group in self.draft.groups)
        if ranked and bool(named) and periods:
            return True  # “the dish with the highest revenue in each month”
        return ranked and bool(groups) and (bool(named) or self.ranks_periods())

    def ranks_periods(self) -> bool:
        """“The month with the most orders for each channel”: the periods themselves are ranked."""
        periods = [group for group in self.draft.groups if group.grain or group.part]
        each = any(lexeme.text.casefold().endswith(("each", "every", "per")) for lexeme, _ in self.draft.used)
        return each and len(periods) == 1 and not self.shown and not self.draft.versus

    def is_grouped(self) -> bool:
        draft = self.draft
        if self.ranks_in_groups() or self._names_metric():
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

    def _names_metric(self) -> bool:
        ranking = (self.order(place) for place in range(len(self.draft.orders)))
        return any(map(is_metric, (*(link for _, link in self.shown), *ranking)))

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
        if alone and self._is_of_another(measures):
            return True
        owned = any(target.noun.owner is not None for target, _ in self.shown)
        return alone and not owned and (self.draft.asked in ("", "quantity") or self._is_total(measures))

    def _is_of_another(self, measures: list[FieldLink]) -> bool:
        """“The revenue of product P-19” is what all of its lines come to."""
        if len(self.shown) != 1 or not all(map(_adds_up, measures)):
            return False
        noun = self.shown[0][0].noun
        named = self.settled.by_lexeme.get(id(noun.owner)) if noun.owner is not None else None
        word = noun.lexeme.text.casefold().split()[-1] if noun.lexeme is not None else ""
        return named is not None and bool(self.reach.to_one(measures[0].entity.name, named)) and singular(word) == word

    def _is_total(self, measures: list[FieldLink]) -> bool:
        """“What was our revenue last quarter?” asks for one figure; of a row that is named, for what stands in it."""
        period = any(found.period for found in self.draft.filters)
        named = any(isinstance(link, ValueLink) and names_rows(link.entity, link.field) for link in self._filtered())
        return (
            self.draft.asked == "which"
            and (period or self._is_ours() or self._is_one())
            and not named
            and all(map(_adds_up, measures))
        )

    def _is_ours(self) -> bool:
        """“What is our revenue” is about all of it."""
        return any(lexeme.text.casefold() == "our" for lexeme, _ in self.draft.used)

    def _is_one(self) -> bool:
        """“What is the order total?”, where no row is told from the others, asks for one figure of all of them."""
        lead = "".join(lexeme.text.casefold() for lexeme, _ in self.draft.used[:2])
        noun = self.shown[0][0].noun.lexeme if len(self.shown) == 1 else None
        if noun is None or self.draft.filters or not _IS_ONE.match(lead):
            return False
        last = noun.text.casefold().split()[-1]
        return singular(last) == last

    def _filtered(self) -> list[Link]:
        return [link for key, link in self.settled.choices.items() if key[0] == "filter"]

    def group_links(self) -> list[Link]:
        return [link for place in range(len(self.draft.groups)) if (link := self.group(place)) is not None]

    def _ranks_another_entity(self, links: list[Link]) -> bool:
        """“customers with the highest amount”: amounts of many rows for each customer."""
        for place, order in enumerate(self.draft.orders):
            link = self.order(place)
            if not order.superlative or not isinstance(link, FieldLink) or not links:
                continue
            if (order.shown or order.amassed) and _adds_up(link) and len(links) == 1 and _is_shared(links[0], link):
                return True
            if order.noun.quality is not None and order.noun.quality.average and self._is_of_many(links[0], link):
                return True
            shown = links[0].entity.name
            if self.reach.to_one(shown, link.entity.name) is None and self.reach.to_one(link.entity.name, shown):
                return True
        return False

    def _is_of_many(self, kind: Link, score: FieldLink) -> bool:
        """“The best rated category”: each category has the scores of many rows."""
        if not isinstance(kind, FieldLink) or is_measure(kind.field) or names_rows(kind.entity, kind.field):
            return False
        shared = 0 < kind.field.profile.distinct <= kind.entity.rows / 2
        return shared and self.reach.to_one(score.entity.name, kind.entity.name) is not None


def _is_rows_of(group: Link, link: FieldLink) -> bool:
    """“The name of each pilot”: every row has one, and there is nothing to count."""
    return isinstance(group, EntityLink) and group.entity is link.entity


def _is_verb(word: str) -> bool:
    """“Planes built before 1980” are listed."""
    return (
        len(word) > 3 and word in FILLER and word.endswith(("ed", "ilt", "old", "ent", "ought", "own", "ade", "iven"))
    )


def _is_kind(link: FieldLink) -> bool:
    """“Satisfaction by region”: rows are counted by both, rather than how many kinds there are."""
    return not names_rows(link.entity, link.field) and 0 < link.field.profile.distinct <= _KINDS


def _is_shared(link: Link, measure: FieldLink) -> bool:
    """“Top 5 vendors by amount”: each has many rows of the table whose column ranks them."""
    if not isinstance(link, FieldLink) or link.entity is not measure.entity or is_measure(link.field):
        return False
    return 0 < link.field.profile.distinct <= link.entity.rows / 2


def _is_row(link: Link) -> bool:
    return isinstance(link, EntityLink) or names_rows(link.entity, link.field)


def _adds_up(link: FieldLink) -> bool:
    return is_measure(link.field) and isinstance(link.field, Measure) and link.field.additivity != "non_additive"

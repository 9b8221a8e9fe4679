"""What a question is grouped by, and the entity whose rows are put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agents.sql_expert.conditions import Conditions
from agents.sql_expert.fields import (
    CannotPlan,
    is_measure,
    is_metric,
    names_rows,
    shown_fields,
)
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measures import (
    default_aggregation,
)
from core.model import Entity, Measure

if TYPE_CHECKING:
    from agents.sql_expert.asked import Asked

_MANY = 50


class Groups:
    """`by` are the columns to group by; they are all looked up from `root`."""

    def __init__(self, asked: Asked, conditions: Conditions) -> None:
        self.asked, self.conditions = asked, conditions
        self.draft = asked.draft
        self.model, self.reach = asked.model, asked.reach
        self.by = self._grouped_by()
        self.root = self._root()

    def _grouped_by(self) -> list[FieldLink]:
        """Fields shown beside a measure, and those named after "by"."""
        asked = self.asked
        links: list[FieldLink] = []
        explicit = {
            link.entity.name for _, link in asked.shown if isinstance(link, FieldLink) and not self._summed(link)
        }
        links.extend(self._named_groups(explicit))
        for _, shown in asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                continue
            if isinstance(shown, EntityLink) and shown.entity.name in explicit and not self.draft.keeps_entity:
                continue
            if isinstance(shown, EntityLink) and self.draft.groups and asked.measured and not asked.ranks_in_groups():
                continue
            if isinstance(shown, EntityLink) and shown.entity.display is None and self._own_rows(shown):
                continue
            if isinstance(shown, EntityLink | FieldLink):
                links.extend(shown_fields(shown))
        unique = {(link.entity.name, link.field.name): link for link in reversed(links)}
        return list(reversed(unique.values()))

    def _named_groups(self, explicit: set[str]) -> Iterator[FieldLink]:
        for place, group in enumerate(self.draft.groups):
            link = self.asked.group(place)
            if group.grain is not None or (isinstance(link, EntityLink | FieldLink) and self._own_rows(link)):
                continue
            if isinstance(link, FieldLink) and _is_amount(link):
                raise CannotPlan(f"{link.field.label} is an amount, of which each row has its own.")
            if isinstance(link, FieldLink) or (isinstance(link, EntityLink) and link.entity.name not in explicit):
                yield from shown_fields(link)

    def _own_rows(self, link: EntityLink | FieldLink) -> bool:
        """“the average price of each product”: groups of one row each are not meant."""
        if isinstance(link, FieldLink) and not names_rows(link.entity, link.field):
            return False
        functions = [target.function for target, _ in self.asked.measured]
        entities = {measured.entity.name for _, measured in self.asked.measured if measured is not None}
        counts = any(function in ("count", "count_distinct") for function in functions)
        return bool(functions) and not counts and entities <= {link.entity.name}

    def _summed(self, link: FieldLink) -> bool:
        """Shown without a function, but meant as a measure ("revenue by region")."""
        ranked = any(order.superlative and order.counted for order in self.draft.orders)
        ranked = ranked or (len(self.asked.shown) == 1 and any(found.counted for found in self.draft.filters))
        beside = bool(self.asked.measured) and not is_metric(link) and default_aggregation(link) != "sum"
        return is_measure(link.field) and not ranked and not beside

    def _root(self) -> Entity:
        wanted = [link.entity.name for link in self.by]
        main = self._main()
        names = [entity.name for entity in self.model.entities]
        root = self.reach.root([*main, *wanted], main or wanted, names)
        if root is None:
            raise CannotPlan(f"Nothing links {' and '.join(dict.fromkeys([*main, *wanted]))}.")
        return self.model.entity(root if root in self.asked.settled.entities else self._between(root, main, wanted))

    def _between(self, nearest: str, main: list[str], wanted: list[str]) -> str:
        """The unnamed table that links all that is named: "customers who ordered", by category, not who reviewed."""
        named = self.asked.settled.entities
        names = [entity.name for entity in self.model.entities]
        return self.reach.root([*main, *wanted, *named], main or wanted, names) or nearest

    def _main(self) -> list[str]:
        """The entity of the first measure, else of what ranks or limits the groups, else of any name."""
        asked = self.asked
        for _, link in asked.measured:
            if link is not None:
                return [link.entity.name]
        for _, shown in asked.shown:
            if isinstance(shown, FieldLink) and self._summed(shown):
                return [shown.entity.name]
        for kind in ("order", "filter"):
            for key, link in asked.settled.choices.items():
                if key[0] == kind and self._counts(key):
                    return [link.entity.name]
        filtered = [link.entity.name for key, link in asked.settled.choices.items() if key[0] == "filter"]
        if asked.measured and filtered:
            return filtered[:1]
        if not self.by:
            return [link.entity.name for link in list(asked.settled.choices.values())[:1]]
        return []

    def _counts(self, key: tuple[str, int]) -> bool:
        kind, place = key
        if kind == "order":
            return True
        found = self.draft.filters[place]
        return found.counted or found.function is not None

    def _is_dimension(self, link: FieldLink) -> bool:
        return any(link.field is one.field and link.entity is one.entity for one in self.by)


def _is_amount(link: FieldLink) -> bool:
    """“Spend per click” is no group for each number of clicks."""
    field = link.field
    adds = isinstance(field, Measure) and field.additivity == "additive" and field.aggregation == "sum"
    return adds and field.profile.distinct > _MANY

"""Whose date a period is about that stands after what somebody did: "people who stayed in March" had their stay in March.

The rows that are asked for may have a date of their own, on which they were added; a verb of coming or buying, or a value
of what happened, moves the period to the rows of what happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.sql_expert.draft import Draft, Filter
from agents.sql_expert.fields import time_field
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.mainstays import main_event, people
from agents.sql_expert.reach import Reach
from agents.sql_expert.settling import Settled
from agents.sql_expert.slots import Link
from core.model import Entity, SemanticModel
from semantic_layer.vocabulary import word_set

BOUGHT = word_set("""
bought buy buys purchase purchases purchased order orders ordered book books booked rent rents rented hire hired borrow borrows borrowed
sell sells sold use uses used visit visits visited attend attends attended
""")
DONE = BOUGHT | word_set("""
stay stays stayed come came shop shops shopped spend spends spent pay pays paid give gives gave donate donates donated
eat eats ate dine dines dined drink drank fly flew travel travels travelled traveled ride rode play plays played
check checked return returned work works worked participate participates participated watch watched show showed
""")
_BEGAN = word_set("""
join joins joined sign signed register registers registered enrol enroll enrolled start started begin began become became born
die died create created found founded open opened add added leave left quit retire retired subscribe subscribed churned moved
promoted appointed elected resigned onboarded activated
""")


@dataclass(frozen=True, slots=True)
class Events:
    """What happened to rows of `root`, as one draft tells it."""

    root: str
    draft: Draft
    settled: Settled
    model: SemanticModel
    reach: Reach

    def of_period(self, found: Filter) -> list[Entity]:
        """The table whose date is meant; none where the rows' own is, or nothing tells."""
        read = sorted({id(one): one for one, _ in self.draft.used}.values(), key=lambda one: one.first)
        at = next((one for one in read if one.date is not None and one.text == found.phrase), None)
        if at is None:
            return []
        before = [one for one in reversed(read) if one.first < at.first]
        named = any(one.names for one in before)
        return self._nearest(before if named else [one for one in read if one.first > at.first])

    def all_along(self) -> list[Entity]:
        """The table of what was done, where no period tells."""
        read = sorted({id(one): one for one, _ in self.draft.used}.values(), key=lambda one: -one.first)
        return self._nearest(read)

    def _nearest(self, said: Sequence[Lexeme]) -> list[Entity]:
        for lexeme in said:
            word = lexeme.text.casefold()
            if word in _BEGAN:
                return []
            held = self._held(lexeme)
            if held is not None:
                return [held]
            if lexeme.kind == "filler" and word in (DONE if self._is_somebody() else BOUGHT):
                return self._done()
            if any(link.entity.name == self.root for link in lexeme.entities):
                return []
        return []

    def _held(self, lexeme: Lexeme) -> Entity | None:
        """The table whose value it is, where each row of the root may have several rows of it."""
        for place, found in enumerate(self.draft.filters):
            link = self.settled.choices.get(("filter", place))
            told = found.noun.lexeme is lexeme or any(one.lexeme is lexeme for one in found.operands)
            if link is not None and told and not found.counted and self._happens(link):
                return link.entity
        return None

    def _happens(self, link: Link) -> bool:
        return any(one.name == link.entity.name for one in self._happenings())

    def _done(self) -> list[Entity]:
        """Of several tables of what happens, the one the data turns on."""
        near, event = list(self._happenings()), main_event(self.model)
        if len(near) == 1 and self._is_somebody():
            return near
        return [one for one in near if event is not None and one.name == event.name]

    def _happenings(self) -> Iterator[Entity]:
        for one in self.model.entities:
            refers = self.reach.to_one(one.name, self.root)
            if refers and self.reach.to_one(self.root, one.name) is None and time_field(one) is not None:
                yield one

    def _is_somebody(self) -> bool:
        return any(one.entity.name == self.root for one in people(self.model))

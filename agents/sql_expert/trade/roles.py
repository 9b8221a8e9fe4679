"""What the words of trade stand for in one model: what is sold, what it brings in, and the tables that words name."""

from __future__ import annotations

from functools import cached_property

from agents.sql_expert.known_ratios import known_ratios
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.linking import links_of
from agents.sql_expert.mainstays import main_event, people, takings
from agents.sql_expert.panels import panel_of
from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity, Measure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, plural, singular, stem

_WARES = word_set("""
product item article sku good ware merchandise dish meal drink beverage book album track song film movie game title
service treatment plan package course class ticket part model vehicle car menu brand
""")
_NAMED = 0.6


class Roles:
    """Roles are found when a question first needs them."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    @cached_property
    def figure(self) -> str | None:
        """What trade comes to, as it can be asked for: revenue, a total of the likeliest amount, else how much happened."""
        if self._revenue is not None:
            return self._revenue
        if self.event is None:
            return None
        panel = panel_of(self.event)
        if panel is None or panel.figure is None:
            return f"number of {self.event.label}"
        return panel.figure.label

    @cached_property
    def has_takings(self) -> bool:
        return self._revenue is not None

    @cached_property
    def taken(self) -> list[FieldLink]:
        """Amounts of what is taken in, likeliest first."""
        return takings(self.schema.model)

    @cached_property
    def _revenue(self) -> str | None:
        if any(one.given and one.field is not None and one.stems == (stem("revenue"),) for one in self.schema.names):
            return "revenue"
        return f"total {self.taken[0].field.label}" if self.taken else None

    @cached_property
    def event(self) -> Entity | None:
        return main_event(self.schema.model)

    @cached_property
    def wares(self) -> str | None:
        """What is sold, in the plural: the table of goods that other tables refer to, else the sales' own column of them."""
        model = self.schema.model
        if not self.taken:
            return None
        referred = {one.to_entity for one in model.relationships}
        tables = [one for one in model.entities if one.name in referred and _is_of(one.name, one.label)]
        if tables:
            return tables[0].label if len(tables) == 1 else None
        columns = [
            one for one in self.taken[0].entity.fields if isinstance(one, Dimension) and _is_of(one.name, one.label)
        ]
        return plural(columns[0].label) if len(columns) == 1 else None

    def sales_of(self, wares: str) -> Entity | None:
        """The table of sales that refers to a table of goods."""
        referring = {one.from_entity for one in self.schema.model.relationships if one.to_entity == wares}
        sales = [one.entity for one in self.taken if one.entity.name in referring]
        return sales[0] if sales else None

    @cached_property
    def has_profit(self) -> bool:
        """Whether profit is a metric that the tables allow, or a column of them."""
        metrics = (*self.schema.model.metrics, *self.schema.model.suggested_metrics, *known_ratios(self.schema.model))
        return any(one.name == "profit" for one in metrics) or self.knows("profit")

    @cached_property
    def persons(self) -> tuple[Entity, ...]:
        return tuple(one.entity for one in people(self.schema.model))

    def table(self, words: str) -> Entity | None:
        """The table that all the words name."""
        links = links_of(words, self.schema).entities
        return links[0].entity if links and links[0].score >= _NAMED else None

    def is_named(self, words: str) -> bool:
        """Whether all the words name a table or a column."""
        return links_of(words, self.schema).best >= _NAMED

    def is_figure(self, words: str) -> bool:
        """Whether rows can be ranked by it: a count, an aggregate, or a column of amounts."""
        if words.casefold().startswith(("number of ", "total ", "average ", "sum of ")):
            return True
        fields = links_of(words, self.schema).fields
        return bool(fields) and fields[0].score >= _NAMED and isinstance(fields[0].field, Measure)

    def amount_of(self, words: str) -> str | None:
        """The one column of money whose name has all the words: the refund amount of “refund”."""
        said = {stem(word) for word in full_words(words)}
        found = {
            one.label
            for entity in self.schema.model.entities
            for one in entity.fields
            if isinstance(one, Measure)
            and one.additivity == "additive"
            and said <= set(map(stem, full_words(one.name)))
        }
        return found.pop() if said and len(found) == 1 else None

    def knows(self, word: str) -> bool:
        """Whether a column or table is called so: then it is no turn of speech."""
        return stem(word.casefold()) in {one for name in self.schema.names for one in name.stems}


def _is_of(*names: str) -> bool:
    return any(singular(word) in _WARES for name in names for word in full_words(name))

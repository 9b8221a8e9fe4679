"""Lexemes → Draft: reading a question from left to right, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.dates import GRAIN_WORDS, PARTS, UNITS
from agents.sql_expert.draft import Draft, Filter, Grouping, Noun, Operand, Ordering, Target
from agents.sql_expert.fields import is_identifier
from agents.sql_expert.filters import (
    Joiner,
    read_between,
    read_comparison,
    read_filter_of,
    read_period,
    read_text_match,
)
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.superlatives import read_superlative
from agents.sql_expert.vocabulary import ASKED, Cue
from core.plan import AggregateFunction

Section = Literal["select", "filter", "group", "order"]


def read_question(lexemes: Sequence[Lexeme]) -> Draft:
    reader = Reader(lexemes)
    while (lexeme := reader.peek()) is not None:
        before = reader.at
        reader.step(lexeme)
        if reader.at == before:
            reader.draft.leftover.append(reader.take("filler"))
    return reader.finish()


class Reader(Cursor):
    """`functions` wait for the noun they are applied to; `joiner` and `negated` for the next condition."""

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        super().__init__(lexemes)
        self.section: Section = "select"
        self.functions: list[AggregateFunction] = []
        self.distinct = False
        self.negated = False
        self.joiner: Joiner = "and"
        self.descending: bool | None = None
        self.joined = False
        self.earlier_targets: list[Target] = []
        self._having = False

    def step(self, lexeme: Lexeme) -> None:
        if lexeme.date:
            self._date(lexeme)
        elif lexeme.kind == "number":
            self._number(lexeme)
        elif lexeme.kind == "quoted":
            self._value(lexeme)
        elif lexeme.kind == "cue":
            self._cue(lexeme)
        elif lexeme.kind == "mention":
            self._mention(lexeme)
        elif lexeme.kind == "filler":
            self.take("filler")
        else:
            self._unknown(lexeme)

    # cues

    def _cue(self, lexeme: Lexeme) -> None:
        for cue in lexeme.cues:
            handler = _HANDLERS.get(cue.kind)
            before = self.at
            if handler is not None:
                handler(self, cue)
            if self.at > before:
                return
        if lexeme.names or lexeme.values:
            self._mention(lexeme)
        else:
            self.take("filler")

    def ask(self, cue: Cue) -> None:
        again = self._sentence_starts()
        if self.at > 0 and not again and self.cue("clause"):
            return
        if self.at > 0 and not again and cue.value == "list" and self.mention() and self.section != "filter":
            return
        after_and = self.at > 0 and self.lexemes[self.at - 1].text.casefold().startswith("and")
        if after_and:
            self.joined = True
        if again and not after_and and self.draft.targets and cue.value in ("list", "which"):
            self.earlier_targets, self.draft.targets = self.draft.targets, []
        if again or self.at == 0 or not self.draft.asked:
            self.section = "select"
            self.draft.asked = self.draft.asked or cue.value
        elif cue.value == "which":
            self.section = "select" if self.section == "group" else self.section
        if cue.value in ASKED and not self.draft.targets:
            self._add_target(Target(noun=Noun(quality=ASKED[cue.value])))
            self.section = "filter"
        self.take("filler")

    def _sentence_starts(self) -> bool:
        if self.at == 0:
            return False
        before = self.lexemes[self.at - 1]
        return any(cue.kind == "punctuation" for cue in before.cues) or (
            before.text.casefold() == "and" and self.cue("ask") is not None and self.cue("clause") is None
        )

    def count(self, cue: Cue) -> None:
        self.take("function")
        if self.section == "order":
            return self._ordered_count()
        if self.section == "filter" and self._counted_condition():
            return None
        if self.section in ("filter", "group") and not self.functions:
            self.section = "select"
        distinct = cue.value == "distinct"
        self.skip("preposition")
        while extra := self.take_cue("distinct", "count", "aggregate"):
            distinct = distinct or extra.kind == "distinct"
        self.skip("preposition", "distinct")
        if cue.value == "times":
            self._add_target(Target(noun=Noun(), function="count"))
            self.section = "filter"
            return None
        mention = self.mention()
        if self.functions and mention is not None and _numeric(mention):
            return self._selected(mention)
        if mention is None and (adjective := self.peek()) is not None and adjective.only_value:
            self._value(adjective)
            self.skip()
            mention = self.mention()
        noun = Noun(lexeme=self._head(mention)) if mention is not None else Noun()
        self._add_target(Target(noun=noun, function="count_distinct" if distinct else "count"))
        self.joined = False
        return None

    def _head(self, mention: Lexeme) -> Lexeme:
        """ "movie ratings": of two entities side by side, the last is meant."""
        following = self.mention(1)
        self.take("entity")
        if following is None or not mention.entities or not following.entities:
            return mention
        self.draft.context.append(mention)
        return self.take("entity")

    def _ordered_count(self) -> None:
        self.skip("preposition", "distinct")
        mention = self.mention()
        noun = Noun(lexeme=self.take("entity")) if mention is not None else Noun()
        self.draft.orders.append(Ordering(noun=noun, counted=True, descending=bool(self.descending)))

    def _counted_condition(self) -> bool:
        """ "with count more than 1", "whose number of orders is at least 3"."""
        start, used = self.at, len(self.draft.used)
        self.skip("preposition", "distinct")
        mention = self.mention()
        noun = Noun(lexeme=self.take("entity")) if mention is not None else Noun()
        self.skip("be")
        found = read_comparison(self, noun, joiner=self.joiner, negated=False) if self.cue("comparison") else None
        if found is None:
            self.at = start
            del self.draft.used[used:]
            return False
        self.add_filter(replace(found, counted=True))
        return True

    def aggregate(self, cue: Cue) -> None:
        if self.section == "order":
            return self._ordered_aggregate(cue)
        if self.section == "filter" and self.cue("superlative") and not self.joined and not self._condition_ahead():
            return None
        self.take("function")
        if self.section == "filter" and self._aggregated_condition(cast(AggregateFunction, cue.value)):
            return None
        if self.section in ("filter", "group"):
            self.section = "select"
        self.functions.append(cast(AggregateFunction, cue.value))
        return None

    def _condition_ahead(self) -> bool:
        return any(self.cue("comparison", "between", ahead=ahead) for ahead in range(1, 5))

    def _aggregated_condition(self, function: AggregateFunction) -> bool:
        """ "with an average price above 10"."""
        start, used = self.at, len(self.draft.used)
        self.skip("preposition")
        found = None
        if self.mention() is not None:
            noun = Noun(lexeme=self.take("field"))
            self.skip("be", "preposition")
            found = read_comparison(self, noun, joiner=self.joiner, negated=False) if self.cue("comparison") else None
        if found is None:
            self.at = start
            del self.draft.used[used:]
            return False
        self.add_filter(replace(found, function=function))
        return True

    def _ordered_aggregate(self, cue: Cue) -> None:
        self.take("function")
        self.skip("preposition")
        if self.mention() is not None:
            noun = Noun(lexeme=self.take("field"))
            function = cast(AggregateFunction, cue.value)
            self.draft.orders.append(Ordering(noun=noun, function=function, descending=bool(self.descending)))

    def distinctly(self, cue: Cue) -> None:
        self.take("function")
        self.distinct = True

    def superlative(self, cue: Cue) -> None:
        if self.section == "order":
            self.descending = cue.value in ("desc", "frequent")
            self.take("order")
            return
        read_superlative(self, cue)

    def compare(self, cue: Cue) -> None:
        noun = self._measured_before()
        found = read_comparison(self, noun, joiner=self.joiner, negated=self.negated)
        if found is None:
            if cue.kind == "average":
                return
            self.take("comparison")
            return
        self.add_filter(self._with_noun_before(self._with_noun_after(found)))
        self.section = "filter"

    def _with_noun_before(self, found: Filter) -> Filter:
        """ "height greater than 200 or less than 190": the noun of the condition before."""
        before = self.draft.filters[-1] if self.draft.filters else None
        if found.noun.lexeme or found.noun.quality or found.counted or not self.joined or before is None:
            return found
        return replace(found, noun=before.noun, counted=before.counted, function=before.function)

    def _measured_before(self) -> Noun:
        """The numeric field just named ("salary over 5000")."""
        if self.at and self.lexemes[self.at - 1].fields and self.section == "select" and self.draft.targets:
            last = self.draft.targets[-1].noun
            if last.lexeme is self.lexemes[self.at - 1] and len(self.draft.targets) > 1:
                self.draft.targets.pop()
                return last
        return Noun()

    def _with_noun_after(self, found: Filter) -> Filter:
        """ "more than 3 employees": what is counted or measured stands behind the number."""
        if found.noun.lexeme or found.noun.quality:
            return found
        self.skip("preposition", "distinct")
        mention = self.mention()
        if mention is None:
            return found
        if mention.entities and not _numeric(mention):
            self.take("entity")
            return replace(found, noun=Noun(lexeme=mention), counted=True)
        self.take("field")
        return replace(found, noun=Noun(lexeme=mention))

    def between(self, cue: Cue) -> None:
        found = read_between(self, Filter(operator="between", joiner=self.joiner, negated=self.negated))
        if found:
            self.add_filter(self._with_noun_after(found))

    def text_match(self, cue: Cue) -> None:
        found = read_text_match(self, Filter(operator="contains", joiner=self.joiner, negated=self.negated))
        if found:
            self.add_filter(replace(found, noun=self._textual_before()))
        else:
            self.take("filler")
            self.section = "filter"

    def _textual_before(self) -> Noun:
        for target in reversed(self.draft.targets):
            if target.noun.lexeme is not None and target.noun.lexeme.fields:
                return target.noun
        return Noun()

    def null(self, cue: Cue) -> None:
        """ "missing emails": the field stands behind."""
        self.take("comparison")
        self.skip("preposition")
        mention = self.mention()
        if mention is not None and mention.fields:
            self.take("field")
            negated = self.negated != (cue.value == "not")
            self.add_filter(Filter(operator="null", noun=Noun(lexeme=mention), negated=negated, joiner=self.joiner))
        else:
            self.draft.strain += 1

    def negate(self, cue: Cue) -> None:
        self.take("comparison")
        self.negated = True
        self.section = "filter"

    def conjoin(self, cue: Cue) -> None:
        self.take("filler")
        self.joiner = "or" if cue.kind == "or" else "and"
        self.joined = True

    def punctuate(self, cue: Cue) -> None:
        self.take("filler")
        self.joined = cue.value == ","
        if self.section == "group" and not self.draft.targets:
            self.section = "select"

    def group(self, cue: Cue) -> None:
        self.take("function")
        self.section = "group"
        self.skip("each", "distinct", "preposition")
        if self._grain():
            return
        waiting = self._waiting_order()
        if waiting is not None and self.lexemes[self.at - 1].text.casefold() in ("by", "according to"):
            self._measure_order(waiting)

    def _waiting_order(self) -> int | None:
        """ "top 5 customers by revenue": the ranking that has no measure yet."""
        for place, order in enumerate(self.draft.orders):
            if order.superlative and order.noun.lexeme is None and order.noun.quality is None and not order.counted:
                return place
        return None

    def _measure_order(self, place: int) -> None:
        order = self.draft.orders[place]
        counted = bool(self.take_cue("count"))
        function = self.take_cue("aggregate")
        self.skip("preposition", "count")
        mention = self.mention()
        if mention is None:
            return
        self.take("field")
        self.draft.orders[place] = replace(
            order,
            noun=Noun(lexeme=mention),
            counted=counted or (bool(mention.entities) and not mention.fields),
            function=cast(AggregateFunction, function.value) if function else None,
            shown=True,
        )
        self.section = "filter"

    def _grain(self) -> bool:
        lexeme = self.peek()
        if lexeme is None:
            return False
        word = lexeme.text.casefold()
        if word in PARTS:
            self.take("date")
            self.draft.groups.append(Grouping(part=PARTS[word]))
            return True
        unit = UNITS.get(word) or GRAIN_WORDS.get(word)
        if unit is None or lexeme.fields:
            return False
        self.take("date")
        self.draft.groups.append(Grouping(grain=unit))
        return True

    def grain(self, cue: Cue) -> None:
        lexeme = self.take("date")
        word = lexeme.text.casefold()
        self.draft.groups.append(Grouping(grain=GRAIN_WORDS.get(word, "month")))

    def each(self, cue: Cue) -> None:
        self.take("function")
        mention = self.mention()
        if mention is not None:
            self.draft.groups.append(Grouping(noun=Noun(lexeme=self.take("entity"))))
        else:
            self._grain()

    def order(self, cue: Cue) -> None:
        self.take("order")
        if self.nothing_named_before():
            self.draft.asked = "list"
            return
        self.section, self.descending = "order", None
        self.skip("preposition", "each")

    def direct(self, cue: Cue) -> None:
        self.take("order")
        descending = cue.value in ("desc", "reverse")
        self.skip("preposition", "group")
        following = self.mention()
        if self.section == "order" and self.draft.orders and not following and self.descending is None:
            self.draft.orders[-1] = replace(self.draft.orders[-1], descending=descending)
            return
        self.section, self.descending = "order", descending
        if following is None and not self.cue("count", "aggregate"):
            self.draft.orders.append(Ordering(descending=descending))

    def clause(self, cue: Cue) -> None:
        self.take("filler")
        self._having = cue.value == "whose"
        if not (self.at > 1 and self.lexemes[self.at - 2].cue("or")):
            self.joiner = "and"
        self.section, self.joined = "filter", False

    def preposition(self, cue: Cue) -> None:
        lexeme = self.take("filler")
        if cue.value == "of" or lexeme.text.casefold() == "for":
            self.skip()
            mention = self.mention()
            if mention is not None and mention.entities and self.section in ("select", "filter") and not self.functions:
                self._owner(mention)
        elif self.section == "group":
            return
        elif self.section == "select" and self.draft.targets and not self.functions:
            self.section = "filter"

    def _owner(self, mention: Lexeme) -> None:
        if self.section == "filter" and not self._owned_value(mention):
            return
        follows_value = self.peek(1)
        if follows_value is not None and mention.fields and (follows_value.kind in ("quoted", "number")):
            return
        self.take("entity")
        self.draft.own_targets(mention)
        self.draft.context.append(mention)
        self.section = "filter"

    def _owned_value(self, mention: Lexeme) -> bool:
        return not mention.fields or mention.entities[0].score >= mention.fields[0].score

    def share(self, cue: Cue) -> None:
        self.take("function")
        self.draft.share = True
        self.section = "select"

    def change(self, cue: Cue) -> None:
        lexeme = self.take("function")
        self.draft.change = True
        for word, unit in {"month": "month", "mom": "month", "year": "year", "yoy": "year", "quarter": "quarter",
                           "qoq": "quarter", "week": "week", "day": "day"}.items():  # fmt: skip
            if lexeme.text.casefold().startswith(word):
                self.draft.change_unit = UNITS.get(unit)
        if self._grain():
            self.draft.change_unit = self.draft.groups[-1].grain

    def run(self, cue: Cue) -> None:
        self.take("function")
        self.draft.running = True

    def everything(self, cue: Cue) -> None:
        if not self.draft.targets:
            self.take("filler")
            self.draft.everything = True

    def ignore(self, cue: Cue) -> None:
        self.take("filler")

    def predicate(self, cue: Cue) -> None:
        """Behind a verb nothing more is asked for; it says which rows are meant."""
        self.take("filler")
        if self.section == "select" and self.draft.targets and not self.joined and not self.functions:
            self.section = "filter"

    # content

    def _date(self, lexeme: Lexeme) -> None:
        owner = next(
            (one for one, role in reversed(self.draft.used) if role in ("entity", "field") and one.entities), None
        )
        found = Filter(operator="period", noun=Noun(owner=owner), joiner=self.joiner, negated=self.negated)
        self.add_filter(read_period(self, found))

    def _number(self, lexeme: Lexeme) -> None:
        following = self.peek(1)
        before = self.peek(-1)
        word = before.text.casefold() if before else ""
        if following is not None and any(cue.kind == "superlative" for cue in following.cues):
            self.take("number")
            self.draft.limit = int(lexeme.number or 0) or None
        elif word in ("first", "last") and isinstance(lexeme.number, int):
            self.take("number")
            self.draft.limit = lexeme.number
            self.draft.leftover = [one for one in self.draft.leftover if one is not before]
            if word == "last":
                self.draft.orders.append(Ordering(descending=True, superlative=True))
        elif following is not None and following.cue("comparison") and following.text.casefold().startswith("or "):
            self._suffixed_number(lexeme)
        else:
            self.draft.leftover.append(self.take("number"))

    def _suffixed_number(self, lexeme: Lexeme) -> None:
        operand = Operand(number=lexeme.number, lexeme=self.take("number"))
        cue = self.take_cue("comparison")
        if cue is not None:
            found = Filter(operator=">=" if cue.value == ">=" else "<=", operands=(operand,), joiner=self.joiner)
            self.add_filter(self._with_noun_after(found))

    def _mention(self, lexeme: Lexeme) -> None:
        if self._grain_word(lexeme):
            return
        if lexeme.values and (lexeme.only_value or self._reads_better_as_value(lexeme)):
            self._value(lexeme)
        elif self.section == "group":
            self._grouped(lexeme)
        elif self.section == "order":
            self._ordered(lexeme)
        elif self.section == "filter":
            self._filtered(lexeme)
        else:
            self._selected(lexeme)

    def _grain_word(self, lexeme: Lexeme) -> bool:
        word = lexeme.text.casefold()
        if word in GRAIN_WORDS and not lexeme.fields:
            self.take("date")
            self.draft.groups.append(Grouping(grain=GRAIN_WORDS[word]))
            return True
        return False

    def _reads_better_as_value(self, lexeme: Lexeme) -> bool:
        named = max(link.score for link in (*lexeme.entities, *lexeme.fields))
        return max(link.score for link in lexeme.values) > named + 0.06

    def _value(self, lexeme: Lexeme) -> None:
        found = read_filter_of(self, Noun(), joiner=self.joiner, negated=self.negated)
        if found is None:
            self._unknown(lexeme)
            return
        self.add_filter(found)
        following = self.mention()
        if following is not None and self._class_word(following, found):
            self.take("field")

    def _class_word(self, mention: Lexeme, found: Filter) -> bool:
        """ "Marketing departments": the word behind a value says which field it is in."""
        first = found.operands[0].lexeme
        if (
            first is None
            or not mention.fields
            or (mention.entities and mention.entities[0].score > mention.fields[0].score)
        ):
            return False
        named = {(link.entity.name, link.field.name) for link in mention.fields}
        return any((link.entity.name, link.field.name) in named for link in first.values)

    def _grouped(self, lexeme: Lexeme) -> None:
        condition = read_filter_ahead(self, Noun(lexeme=lexeme), self.joiner, negated=self.negated)
        if condition is not None:
            self.add_filter(condition)
            return
        role = "entity" if lexeme.entities and not lexeme.fields else "field"
        self.draft.groups.append(Grouping(noun=Noun(lexeme=self.take(role))))
        self.skip()
        if not self.cue("and", "punctuation") or not self._another_group():
            self.section = "filter" if self.draft.targets or self.functions else "select"

    def _another_group(self) -> bool:
        if self.mention(1) is None:
            return False
        return self.peek(2) is None or not any(
            cue.kind in ("comparison", "between", "be", "comparative")
            for cue in (self.peek(2) or self.lexemes[-1]).cues
        )

    def _ordered(self, lexeme: Lexeme) -> None:
        counted = bool(lexeme.entities) and bool(self.at) and self.lexemes[self.at - 1].cue("count") is not None
        self.take("field")
        self.draft.orders.append(Ordering(noun=Noun(lexeme=lexeme), descending=bool(self.descending), counted=counted))
        self.skip()
        if self.cue("preposition") and (owner := self.mention(1)) is not None and owner.entities:
            self.take("filler")
            self.draft.context.append(self.take("entity"))
        if not self.cue("and", "punctuation", "direction"):
            self.section = "filter"

    def _filtered(self, lexeme: Lexeme) -> None:
        having = (self.at > 0 and self.lexemes[self.at - 1].cue("have") is not None) or self._having
        self._having = False
        found = read_filter_ahead(self, Noun(lexeme=lexeme), self.joiner, negated=self.negated)
        if found is not None:
            self.add_filter(found)
            return
        if self.joined and lexeme.fields and not self.draft.filters and not self.negated:
            self._selected(lexeme)
            return
        if lexeme.entities or self.negated:
            self.take("entity")
            if self.negated or having:
                negated = self.negated
                self.add_filter(
                    Filter(operator="exists", noun=Noun(lexeme=lexeme), negated=negated, joiner=self.joiner)
                )
            else:
                self.draft.context.append(lexeme)
            return
        self.take("field")
        self.draft.context.append(lexeme)
        self.draft.strain += 0.5

    def _selected(self, lexeme: Lexeme) -> None:
        if self.draft.targets and not self.joined and not self.functions and not self.distinct:
            return self._beside_target(lexeme)
        noun = Noun(lexeme=lexeme)
        following = self.mention(1)
        if self.functions and lexeme.entities and following is not None and following.fields:
            self.draft.context.append(self.take("entity"))
            return None
        if not self.functions and self._is_condition(lexeme):
            found = read_filter_ahead(self, noun, self.joiner, negated=self.negated)
            if found is not None:
                self.add_filter(found)
                self.section = "filter"
                return None
        self.take("field" if lexeme.fields else "entity")
        following = self.peek()
        owned = self.mention(1) if following is not None and following.text in ("'s", "’s", "'", "’") else None
        if owned is not None and lexeme.entities:
            self.take("filler")
            self.draft.context.append(lexeme)
            noun = Noun(lexeme=self.take("field"), owner=lexeme)
        for function in self.functions or self._inherited(lexeme):
            self._add_target(Target(noun=noun, function=function, distinct=self.distinct))
        self.functions, self.distinct, self.joined = [], False, False
        return None

    def _beside_target(self, lexeme: Lexeme) -> None:
        """ "singers names": a column behind its entity; anything else says which rows are meant."""
        last = self.draft.targets[-1].noun
        beside = last.lexeme is not None and self.at > 0 and last.lexeme is self.lexemes[self.at - 1]
        if beside and last.lexeme is not None and last.lexeme.entities and lexeme.fields and not last.owner:
            if not self.draft.targets[-1].function:
                self.draft.targets.pop()
                self.draft.context.append(last.lexeme)
                self._add_target(
                    Target(noun=Noun(lexeme=self.take("field"), owner=last.lexeme), distinct=self.distinct)
                )
                return
        self.section = "filter"
        self._filtered(lexeme)

    def _inherited(self, lexeme: Lexeme) -> Sequence[AggregateFunction | None]:
        """ "the maximum price and score": a number joined to an aggregate is aggregated too."""
        if not self.joined or not self.draft.targets or not _numeric(lexeme) or is_identifier(lexeme.fields[0].field):
            return [None]
        function = self.draft.targets[-1].function
        if function in (None, "count", "count_distinct"):
            return [None]
        last = self.draft.targets[-1].noun.lexeme
        return [target.function for target in self.draft.targets if target.noun.lexeme is last]

    def _is_condition(self, lexeme: Lexeme) -> bool:
        following = self.peek(1)
        if following is None or not lexeme.fields or not self.draft.targets:
            return False
        if following.kind in ("quoted", "number") or (following.only_value and not lexeme.entities):
            return True
        return following.cue("comparison") is not None

    def _unknown(self, lexeme: Lexeme) -> None:
        self.draft.leftover.append(self.take("filler"))

    def _add_target(self, target: Target) -> None:
        if self.distinct and target.function is None:
            self.draft.distinct = True
        if target.distinct and target.function is None:
            self.draft.distinct = True
        self.draft.targets.append(target)

    def add_filter(self, found: Filter) -> None:
        self.draft.filters.append(found)
        self.negated, self.joiner, self.joined = False, "and", False

    def _hand_over_owner(self) -> None:
        """ "Which customers ordered? Give me their names": the names of what was asked for first."""
        for target in self.earlier_targets:
            lexeme = target.noun.lexeme
            if lexeme is not None and lexeme.entities and not target.function:
                self.draft.own_targets(lexeme)
                self.draft.context.append(lexeme)
                return

    def finish(self) -> Draft:
        for function in self.functions:
            self.draft.targets.append(Target(noun=Noun(), function=function))
        if not self.draft.targets or (self.section == "group" and self.earlier_targets):
            self.draft.targets = [*self.earlier_targets, *self.draft.targets]
        else:
            self._hand_over_owner()
        self.draft.strain += 1.5 if self.negated else 0.0
        return self.draft


def read_filter_ahead(cursor: Reader, noun: Noun, joiner: Joiner, *, negated: bool) -> Filter | None:
    """The condition whose noun stands here; nothing is taken where no operator and operand follow."""
    start, used = cursor.at, len(cursor.draft.used)
    lexeme = cursor.take("field")
    bare = bool(lexeme.fields)
    found = read_filter_of(cursor, noun, joiner=joiner, negated=negated, bare=bare) if lexeme.fields else None
    if found is None:
        cursor.at = start
        del cursor.draft.used[used:]
    return found


def _numeric(lexeme: Lexeme) -> bool:
    return (
        bool(lexeme.fields)
        and lexeme.fields[0].field.type in ("integer", "decimal", "float")
        and (not lexeme.entities or lexeme.fields[0].score >= lexeme.entities[0].score)
    )


_HANDLERS = {
    "ask": Reader.ask,
    "count": Reader.count,
    "aggregate": Reader.aggregate,
    "distinct": Reader.distinctly,
    "superlative": Reader.superlative,
    "comparison": Reader.compare,
    "comparative": Reader.compare,
    "average": Reader.compare,
    "between": Reader.between,
    "text": Reader.text_match,
    "null": Reader.null,
    "not": Reader.negate,
    "never": Reader.negate,
    "and": Reader.conjoin,
    "or": Reader.conjoin,
    "both": Reader.ignore,
    "punctuation": Reader.punctuate,
    "group": Reader.group,
    "each": Reader.each,
    "order": Reader.order,
    "direction": Reader.direct,
    "clause": Reader.clause,
    "preposition": Reader.preposition,
    "be": Reader.predicate,
    "have": Reader.predicate,
    "than": Reader.ignore,
    "share": Reader.share,
    "change": Reader.change,
    "running": Reader.run,
    "everything": Reader.everything,
    "grain": Reader.grain,
    "filler": Reader.ignore,
}

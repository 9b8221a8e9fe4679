"""Reading what is asked for: the question words, counts, aggregates, shares and changes."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agents.sql_expert.arranging import read_grain
from agents.sql_expert.dates import UNITS
from agents.sql_expert.draft import Noun, Ordering, Target
from agents.sql_expert.filters import read_comparison
from agents.sql_expert.joining import asks_again
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.naming import read_state, read_target, read_value, reads_better_as_value
from agents.sql_expert.only_synonym import SYNONYM
from agents.sql_expert.qualities import ASKED, PERSON
from agents.sql_expert.reader import Reader, is_numeric
from agents.sql_expert.vocabulary import Cue
from core.plan import AggregateFunction


def ask(reader: Reader, cue: Cue) -> None:
    again = _sentence_starts(reader)
    if _says_nothing_known(reader):
        reader.draft.strain += 3.0
    if reader.at > 0 and not again and reader.cue("clause"):
        return
    if reader.at > 0 and not again and cue.value == "list" and reader.mention() and reader.section != "filter":
        return
    after_and = reader.at > 0 and reader.lexemes[reader.at - 1].text.casefold().startswith("and")
    if after_and:
        reader.joined = True
    if again and not after_and and reader.draft.targets and cue.value in ("list", "which"):
        reader.earlier_targets, reader.draft.targets = reader.draft.targets, []
    if cue.value == "who" and asks_again(reader, reader.at):
        reader.draft.strain += 3.0
    if again or reader.at == 0 or not reader.draft.asked:
        reader.section = "select"
        reader.draft.asked = reader.draft.asked or cue.value
        word = (reader.peek() or reader.lexemes[0]).text.casefold()
        reader.draft.listing = reader.draft.listing or (cue.value == "list" and not word.startswith(_SHOWING))
        reader.draft.versus = reader.draft.versus or word == "compare"
    elif cue.value == "which":
        reader.section = "select" if reader.section == "group" else reader.section
    if cue.value in ASKED and not reader.draft.targets:
        reader.add_target(Target(noun=Noun(quality=ASKED[cue.value])))
        reader.section = "filter"
    reader.take("filler")


def _says_nothing_known(reader: Reader) -> bool:
    """“… and who makes it”: a second question of which no word is known."""
    before = reader.lexemes[reader.at - 1].text.casefold() if reader.at else ""
    rest = reader.lexemes[reader.at + 1 :]
    empty = all(one.kind == "filler" or one.cue("punctuation") for one in rest)
    return before.startswith("and") and bool(reader.draft.targets) and len(rest) > 1 and empty


_SHOWING = ("show", "display", "give", "tell", "report", "present", "i ", "see", "can", "could", "please",
            "compare", "break", "analy", "plot", "chart", "graph", "visuali")  # fmt: skip


def _sentence_starts(reader: Reader) -> bool:
    if reader.at == 0:
        return False
    before = reader.lexemes[reader.at - 1]
    return any(cue.kind == "punctuation" for cue in before.cues) or (
        before.text.casefold() == "and" and reader.cue("ask") is not None and reader.cue("clause") is None
    )


_CLEAR = 0.7


def count(reader: Reader, cue: Cue) -> None:
    reader.take("function")
    if reader.section == "order" or (reader.section == "filter" and _counted_condition(reader)):
        return _ordered_count(reader) if reader.section == "order" else None
    if reader.section in ("filter", "group") and not reader.functions:
        reader.section = "select"
    distinct = cue.value == "distinct"
    reader.skip("preposition")
    while extra := reader.take_cue("distinct", "count", "aggregate"):
        distinct = distinct or extra.kind == "distinct"
    reader.skip("preposition", "distinct")
    if cue.value == "times":
        reader.add_target(Target(noun=Noun(), function="count"))
        reader.section = "filter"
        return None
    mention = reader.mention()
    if reader.functions and mention is not None and is_numeric(mention):
        return read_target(reader, mention)
    if reader.functions == ["avg"]:
        reader.functions, reader.draft.average_count = [], True
    if _adjectives(reader):
        mention = reader.mention()
    noun = Noun(lexeme=_head(reader, mention)) if mention is not None else _noun_before(reader)
    if cue.value == "people" and mention is None:
        noun = Noun(quality=PERSON)
    following = reader.peek()
    if mention is None and following is not None and following.kind == "unknown":
        reader.draft.strain += 3.0
    reader.add_target(Target(noun=noun, function="count_distinct" if distinct else "count"))
    reader.joined = False
    return None


def _adjectives(reader: Reader) -> bool:
    """“How many unresolved urgent tickets”: conditions before what is counted."""
    start = reader.at
    while (lexeme := reader.peek()) is not None and (
        lexeme.only_value or lexeme.state is not None or _is_state(reader) or _is_kind(reader, lexeme)
    ):
        before = reader.at
        if lexeme.state is not None:
            read_state(reader, lexeme)
        else:
            read_value(reader, lexeme)
        reader.skip()
        if reader.at == before:
            break
    return reader.at > start


def _is_kind(reader: Reader, lexeme: Lexeme) -> bool:
    """“How many professors”, where that is a rank and only by its sense a table."""
    synonym = lexeme.names and all(link.evidence == SYNONYM for link in lexeme.entities)
    exact = any(link.exact for link in lexeme.values)
    named = any(link.evidence not in REWORDED for link in lexeme.fields)
    return synonym and exact and not named and reads_better_as_value(reader, lexeme)


def _is_state(reader: Reader) -> bool:
    """“Shipped orders”: a value of the entity behind it, rather than the date it shares a root with."""
    lexeme, following = reader.peek(), reader.mention(1)
    if lexeme is None or following is None or not lexeme.text.casefold().endswith("ed"):
        return False
    if any(link.evidence != SYNONYM for link in lexeme.entities):
        return False
    named = {link.entity.name for link in following.entities if link.score >= _CLEAR}
    return any(link.exact and link.entity.name in named for link in lexeme.values)


def _noun_before(reader: Reader) -> Noun:
    """“Order count by city”: the entity named just before is counted."""
    last = reader.draft.targets[-1] if reader.draft.targets else None
    before = reader.lexemes[reader.at - 2] if reader.at > 1 else None
    if last is None or last.function is not None or last.noun.lexeme is None or not last.noun.lexeme.entities:
        return Noun()
    ends = all(one.cue("punctuation") for one in reader.lexemes[reader.at :]) and len(reader.draft.targets) == 1
    if last.noun.lexeme is not before and not ends:
        return Noun()
    reader.draft.targets.pop()
    return last.noun


def _head(reader: Reader, mention: Lexeme) -> Lexeme:
    """“movie ratings”: of two entities side by side, the last is meant."""
    following = reader.mention(1)
    reader.take("entity")
    verb = following is not None and following.text.casefold().endswith("ed")
    if following is None or verb or not mention.entities or not following.entities:
        return mention
    reader.draft.context.append(mention)
    return reader.take("entity")


def _ordered_count(reader: Reader) -> None:
    reader.skip("preposition", "distinct")
    mention = reader.mention()
    noun = Noun(lexeme=reader.take("entity")) if mention is not None else Noun()
    reader.draft.orders.append(Ordering(noun=noun, counted=True, descending=bool(reader.descending)))


def _counted_condition(reader: Reader) -> bool:
    """“with count more than 1”, “whose number of orders is at least 3”."""
    start, used = reader.at, len(reader.draft.used)
    reader.skip("preposition", "distinct")
    mention = reader.mention()
    noun = Noun(lexeme=reader.take("entity")) if mention is not None else Noun()
    reader.skip("be")
    found = read_comparison(reader, noun, joiner=reader.joiner, negated=False) if reader.cue("comparison") else None
    if found is None:
        reader.at = start
        del reader.draft.used[used:]
        return False
    reader.add_filter(replace(found, counted=True))
    return True


def aggregate(reader: Reader, cue: Cue) -> None:
    if reader.section == "order":
        return _ordered_aggregate(reader, cue)
    if reader.section == "filter" and reader.cue("superlative") and not reader.joined and not _condition_ahead(reader):
        return None
    reader.take("function")
    if reader.section == "filter" and _aggregated_condition(reader, cast(AggregateFunction, cue.value)):
        return None
    if reader.section in ("filter", "group"):
        reader.section = "select"
    reader.functions.append(cast(AggregateFunction, cue.value))
    return None


def _condition_ahead(reader: Reader) -> bool:
    return any(reader.cue("comparison", "between", ahead=ahead) for ahead in range(1, 5))


def _aggregated_condition(reader: Reader, function: AggregateFunction) -> bool:
    """“with an average price above 10”."""
    start, used = reader.at, len(reader.draft.used)
    reader.skip("preposition")
    found = None
    if reader.mention() is not None:
        noun = Noun(lexeme=reader.take("field"))
        reader.skip("be", "preposition")
        found = read_comparison(reader, noun, joiner=reader.joiner, negated=False) if reader.cue("comparison") else None
    if found is None:
        reader.at = start
        del reader.draft.used[used:]
        return False
    reader.add_filter(replace(found, function=function))
    return True


def _ordered_aggregate(reader: Reader, cue: Cue) -> None:
    reader.take("function")
    reader.skip("preposition")
    if reader.mention() is not None:
        noun = Noun(lexeme=reader.take("field"))
        function = cast(AggregateFunction, cue.value)
        reader.draft.orders.append(Ordering(noun=noun, function=function, descending=bool(reader.descending)))


def distinctly(reader: Reader, cue: Cue) -> None:
    reader.take("function")
    reader.distinct = True


def everything(reader: Reader, cue: Cue) -> None:
    if not reader.draft.targets:
        reader.take("filler")
        reader.draft.everything = True


def share(reader: Reader, cue: Cue) -> None:
    said = reader.take("function").text.casefold()
    reader.draft.share = True
    if not said.endswith("total"):
        reader.section = "select"


def change(reader: Reader, cue: Cue) -> None:
    lexeme = reader.take("function")
    reader.draft.change = True
    if cue.value:
        reader.draft.change_unit = UNITS.get(cue.value)
    for word, unit in {"month": "month", "mom": "month", "year": "year", "yoy": "year", "quarter": "quarter",
                       "qoq": "quarter", "week": "week", "day": "day"}.items():  # fmt: skip
        if lexeme.text.casefold().startswith(word):
            reader.draft.change_unit = UNITS.get(unit)
    if read_grain(reader):
        reader.draft.change_unit = reader.draft.groups[-1].grain


def run(reader: Reader, cue: Cue) -> None:
    alone = (reader.peek() or reader.lexemes[0]).text.casefold() == "running"
    if alone and reader.at and reader.mention(1) is None and not reader.cue("aggregate", "count", ahead=1):
        reader.draft.leftover.append(replace(reader.take("filler"), kind="unknown"))
        return
    reader.take("function")
    reader.draft.running = True

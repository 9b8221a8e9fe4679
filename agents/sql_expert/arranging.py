"""Reading how rows are grouped and ordered."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agents.sql_expert.by_agents import read_agent
from agents.sql_expert.counted_columns import skip_count_of
from agents.sql_expert.dates import GRAIN_WORDS, PARTS, UNITS
from agents.sql_expert.draft import Grouping, Noun, Ordering
from agents.sql_expert.fields import is_identifier, is_temporal
from agents.sql_expert.filters import read_filter_ahead, read_filter_of
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import VERBS, quality
from agents.sql_expert.reader import Reader, is_numeric
from agents.sql_expert.vocabulary import Cue
from core.plan import AggregateFunction
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words

_CALLED = 0.9
_NAMED = 0.9


def group(reader: Reader, cue: Cue) -> None:
    if reader.negated and (reader.peek() or reader.lexemes[0]).text.casefold() == "by":
        reader.take("filler")  # “never used by any product”
        return
    if read_agent(reader):
        return
    reader.take("function")
    reader.section = "group"
    unheard = reader.peek()
    if unheard is not None and unheard.kind == "filler" and is_group_unheard(reader, unheard):
        reader.draft.leftover.append(reader.take("filler"))
        reader.draft.strain += 3.0
        return
    waiting = _waiting_order(reader)
    waiting = _measured_order(reader) if waiting is None else waiting
    if waiting is not None and _verb_order(reader, waiting):
        return
    reader.skip("each", "distinct", "preposition")
    if read_grain(reader):
        return
    skip_count_of(reader)
    if reader.peek() is None and reader.lexemes[reader.at - 1].kind == "filler":
        reader.draft.strain += 3.0
    counted = _counted_across(reader)
    if counted is not None:
        reader.draft.orders[counted] = replace(
            reader.draft.orders[counted], noun=Noun(lexeme=reader.take("entity")), shown=True
        )
        reader.section = "filter"
        return
    if waiting is not None and reader.lexemes[reader.at - 1].text.casefold() in ("by", "according to"):
        _measure_order(reader, waiting)


def is_group_unheard(reader: Reader, lexeme: Lexeme) -> bool:
    """“By cause of death”, where nothing is called a cause: it is not known what it is grouped by."""
    before, following = reader.peek(-1), reader.peek(1)
    if before is None or following is None or before.text.casefold() != "by":
        return False
    return following.text.casefold() in ("of", "of the") and len(lexeme.text) > _SHORT and lexeme.text.isalpha()


_SHORT = 4
"""Of articles and the like."""


def fill_gaps(reader: Reader, cue: Cue) -> None:
    """“By month, including empty months”: periods without rows are shown as well."""
    reader.take("function")
    reader.draft.filled = True
    if (lexeme := reader.peek()) is not None and lexeme.text.casefold() in UNITS:
        reader.take("filler")


def _counted_across(reader: Reader) -> int | None:
    """“The colour that is most common across products”: what is counted, not what is grouped by."""
    mention = reader.mention()
    if (
        mention is None
        or not mention.entities
        or not reader.lexemes[reader.at - 1].text.casefold().startswith("across")
    ):
        return None
    places = (place for place, one in enumerate(reader.draft.orders) if one.counted and one.noun.lexeme is None)
    return next(places, None) if reader.draft.targets else None


def _waiting_order(reader: Reader) -> int | None:
    """“top 5 customers by revenue”: the ranking that has no measure yet."""
    for place, order in enumerate(reader.draft.orders):
        if order.superlative and order.noun.lexeme is None and order.noun.quality is None and not order.counted:
            return place
    return None


def _measured_order(reader: Reader) -> int | None:
    """“The longest trips by distance”: which of the columns that an adjective may be about is meant."""
    mention = reader.mention()
    words = set(full_words(mention.fields[0].field.name)) if mention is not None and is_numeric(mention) else set[str]()
    places = (at for at, one in enumerate(reader.draft.orders) if one.superlative and one.noun.quality is not None)
    place = next(places, None)
    measured = reader.draft.orders[place].noun.quality if place is not None else None
    return place if measured is not None and words & set(measured.fields) else None


def _verb_order(reader: Reader, place: int) -> bool:
    """“Top 5 vendors by spend”."""
    following = reader.peek()
    verb = VERBS.get(following.text.casefold()) if following is not None and not following.names else None
    if verb is None:
        return False
    reader.take("field")
    reader.draft.orders[place] = replace(reader.draft.orders[place], noun=Noun(quality=verb), shown=True)
    reader.section = "filter"
    return True


def _measure_order(reader: Reader, place: int) -> None:
    order = reader.draft.orders[place]
    counted = bool(reader.take_cue("count"))
    function = reader.take_cue("aggregate")
    reader.skip("preposition", "count")
    if (value := reader.peek()) is not None and value.only_value and reader.mention(1) is not None:
        found = read_filter_of(reader, Noun(), joiner=reader.joiner, negated=reader.negated)
        if found is not None:
            reader.add_filter(found)
    mention = reader.mention()
    if mention is None:
        return
    reader.take("field")
    reader.draft.orders[place] = replace(
        order,
        noun=Noun(lexeme=mention),
        counted=counted or _names_rows(mention),
        function=cast(AggregateFunction, function.value) if function else None,
        shown=True,
    )
    reader.section = "filter"


def _names_rows(mention: Lexeme) -> bool:
    """“Top 3 customers by orders” counts orders, whose number is only called in part so."""
    if not mention.entities:
        return False
    figures = [link for link in mention.fields if link.field.type in NUMERIC_TYPES and not is_identifier(link.field)]
    best = max((link.score for link in figures), default=0.0)
    return not mention.fields or (mention.entities[0].score >= _CALLED and best < _CALLED)


def read_grain(reader: Reader) -> bool:
    lexeme = reader.peek()
    if lexeme is None:
        return False
    word = lexeme.text.casefold()
    if word in PARTS:
        reader.take("date")
        reader.draft.groups.append(Grouping(part=PARTS[word]))
        return True
    unit = UNITS.get(word) or GRAIN_WORDS.get(word)
    if unit is None or _is_column_here(reader, lexeme):
        return False
    reader.take("date")
    dated = reader.mention()
    if dated is not None and dated.fields and is_temporal(dated.fields[0].field) and not dated.entities:
        reader.draft.groups.append(Grouping(noun=Noun(lexeme=reader.take("field")), grain=unit))
    else:
        reader.draft.groups.append(Grouping(grain=unit))
    return True


def _is_column(lexeme: Lexeme) -> bool:
    """A column called so; one that only begins alike ("monthly price") is not meant by “month”."""
    word = lexeme.text.casefold()
    return any(
        link.score >= _NAMED and (word not in GRAIN_WORDS or word in full_words(link.field.name))
        for link in lexeme.fields
    )


def _is_column_here(reader: Reader, lexeme: Lexeme) -> bool:
    """A column of the table that is asked about; one of another table ("month" of budgets) is not meant by “per month”."""
    named = [one.noun.lexeme for one in reader.draft.targets]
    named += [one.lexeme for found in reader.draft.filters for one in found.operands]
    first = next((one for one in named if one is not None and (one.names or one.values)), None)
    if first is None or not _is_column(lexeme):
        return _is_column(lexeme)
    tables = {link.entity.name for link in first.entities} | {link.entity.name for link in first.values}
    tables |= {link.entity.name for link in first.fields}
    return any(link.score >= _NAMED and link.entity.name in tables for link in lexeme.fields)


def grain(reader: Reader, cue: Cue) -> None:
    lexeme = reader.take("date")
    word = lexeme.text.casefold()
    unit = UNITS.get(cue.value) or GRAIN_WORDS.get(word)
    if any(group.grain for group in reader.draft.groups):
        if unit is None:
            return
        reader.draft.groups = [group for group in reader.draft.groups if not group.open_grain]
    reader.draft.groups.append(Grouping(grain=unit or "month", open_grain=unit is None))


def part(reader: Reader, cue: Cue) -> None:
    if not read_grain(reader):
        reader.take("filler")


def each(reader: Reader, cue: Cue) -> None:
    reader.take("function")
    if not read_grain(reader) and reader.mention() is not None:
        reader.draft.groups.append(Grouping(noun=Noun(lexeme=reader.take("entity"))))


def group_by_moment(reader: Reader, lexeme: Lexeme) -> bool:
    """“Parcels delivered each week”: the verb tells by which of the dates."""
    unit = reader.peek(1)
    told = reader.cue("each", "group") and unit is not None and UNITS.get(unit.text.casefold())
    if not told or not any(is_temporal(link.field) for link in lexeme.fields):
        return False
    reader.take("function")
    reader.take("date")
    reader.draft.groups.append(Grouping(noun=Noun(lexeme=lexeme), grain=told))
    return True


def order(reader: Reader, cue: Cue) -> None:
    said = reader.take("order").text.casefold()
    if said == "ordered" and reader.cue("superlative", "comparison", "count"):
        return
    if reader.nothing_named_before():
        reader.draft.asked = "list"
        return
    reader.section, reader.descending = "order", None
    reader.skip("preposition", "each")


def direct(reader: Reader, cue: Cue) -> None:
    said = reader.take("order").text.casefold()
    descending = cue.value in ("desc", "reverse")
    if _by_quality(reader, said):
        return
    reader.skip("preposition", "group")
    following = reader.mention()
    if reader.section == "order" and reader.draft.orders and not following and reader.descending is None:
        reader.draft.orders[-1] = replace(reader.draft.orders[-1], descending=descending)
        return
    reader.section, reader.descending = "order", descending
    if following is None and not reader.cue("count", "aggregate"):
        reader.draft.orders.append(Ordering(descending=descending))


def _by_quality(reader: Reader, said: str) -> bool:
    """“Products, cheapest first”, “in chronological order”: by what, where nothing else tells."""
    measured = quality(said.removesuffix(" first")) if said.endswith(" first") else None
    measured = quality("earliest") if "chronological" in said else measured
    if measured is None or reader.draft.orders or reader.draft.groups or reader.section == "order":
        return False
    reader.draft.orders.append(Ordering(noun=Noun(quality=measured), descending=measured.descending))
    return True


def read_group(reader: Reader, lexeme: Lexeme) -> None:
    condition = None
    if not _is_dated_behind(reader):
        condition = read_filter_ahead(reader, Noun(lexeme=lexeme), reader.joiner, negated=reader.negated)
    if condition is not None:
        reader.add_filter(condition)
        return
    role = "entity" if lexeme.entities and not lexeme.fields else "field"
    _pass_particle(reader, lexeme)
    following = reader.peek(1)
    unit = UNITS.get(following.text.casefold()) if following is not None else None
    if unit is not None and not (following is not None and following.fields and lexeme.text.endswith("s")):
        reader.draft.groups.append(Grouping(noun=Noun(lexeme=reader.take(role)), grain=unit))
        reader.take("date")
    else:
        reader.draft.groups.append(Grouping(noun=Noun(lexeme=reader.take(role))))
    reader.skip()
    if not reader.cue("and", "punctuation") or not (_another_group(reader) or _unit_ahead(reader)):
        reader.section = "filter" if reader.draft.targets or reader.functions else "select"


def _is_dated_behind(reader: Reader) -> bool:
    """“Per year since 2000”: groups, and a period of its own."""
    cue, following = reader.peek(-1), reader.peek(1)
    grouping = cue is not None and cue.text.casefold() in (
        "per",
        "by",
        "each",
        "for each",
        "in each",
        "every",
        "for every",
    )
    if following is None or following.kind != "date" or not grouping:
        return False
    return following.text.casefold().partition(" ")[0] in (
        "since",
        "from",
        "between",
        "after",
        "before",
        "until",
        "during",
        "in",
    )


def _pass_particle(reader: Reader, lexeme: Lexeme) -> None:
    """“By check-in month”: the rest of a name of two words."""
    particle, unit = reader.peek(1), reader.peek(2)
    dated = bool(lexeme.fields) and is_temporal(lexeme.fields[0].field)
    if not dated or particle is None or unit is None or unit.text.casefold() not in UNITS:
        return
    if particle.text.casefold() in ("in", "out", "on", "off", "up"):
        reader.lexemes = [*reader.lexemes[: reader.at + 1], *reader.lexemes[reader.at + 2 :]]
        reader.draft.use(particle, "filler")


def _unit_ahead(reader: Reader) -> bool:
    ahead = reader.peek(1)
    return ahead is not None and (ahead.text.casefold() in UNITS)


def _another_group(reader: Reader) -> bool:
    if reader.mention(1) is None:
        return False
    return reader.peek(2) is None or not any(
        cue.kind in ("comparison", "between", "be", "comparative")
        for cue in (reader.peek(2) or reader.lexemes[-1]).cues
    )


def read_order(reader: Reader, lexeme: Lexeme) -> None:
    counted = bool(lexeme.entities) and bool(reader.at) and reader.lexemes[reader.at - 1].cue("count") is not None
    reader.take("field")
    reader.draft.orders.append(Ordering(noun=Noun(lexeme=lexeme), descending=bool(reader.descending), counted=counted))
    reader.skip()
    if reader.cue("preposition") and (owner := reader.mention(1)) is not None and owner.entities:
        reader.take("filler")
        reader.draft.context.append(reader.take("entity"))
    if not reader.cue("and", "punctuation", "direction"):
        reader.section = "filter"


def read_grain_word(reader: Reader, lexeme: Lexeme) -> bool:
    word = lexeme.text.casefold()
    if word in GRAIN_WORDS and not _is_column(lexeme):
        reader.take("date")
        reader.draft.groups.append(Grouping(grain=GRAIN_WORDS[word]))
        return True
    return False


def read_unit(reader: Reader, lexeme: Lexeme) -> bool:
    """“Which month had ...”, “by product and month”."""
    unit = UNITS.get(lexeme.text.casefold())
    if unit is None or not (reader.section == "group" or reader.joined or not reader.draft.targets):
        return False
    reader.take("date")
    reader.draft.groups.append(Grouping(grain=unit))
    return True

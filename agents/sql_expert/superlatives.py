"""Reading superlatives: "the oldest", "top 5", "the most orders", "most common", "with the highest price"."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agents.sql_expert.by_height import measured_high
from agents.sql_expert.calendar_columns import are_calendar_units
from agents.sql_expert.counted_or_summed import what_it_comes_to
from agents.sql_expert.dates import PARTS, UNITS
from agents.sql_expert.draft import Filter, Grouping, Noun, Ordering, Target
from agents.sql_expert.extremes import is_bad, is_ranked_by_figure
from agents.sql_expert.fields import is_identifier, is_temporal
from agents.sql_expert.happened_then import happened, is_dated_event
from agents.sql_expert.lexemes import Lexeme, are_names
from agents.sql_expert.named_in_full import is_called_so, pass_own_word
from agents.sql_expert.naming import read_target, read_value
from agents.sql_expert.numerals import is_code, numbered
from agents.sql_expert.qualities import SPENT, Quality, quality
from agents.sql_expert.reader import Reader, is_numeric
from agents.sql_expert.several import SEVERAL, are_several
from agents.sql_expert.states import is_flag
from agents.sql_expert.vocabulary import Cue
from agents.sql_expert.who_pays import mention_ranked, pays, read_first, skip_money
from core.model import Measure
from core.plan import AggregateFunction
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular


def read_superlative(reader: Reader, cue: Cue) -> None:
    measured = quality(cue.value)
    descending = measured.descending if measured else cue.value in ("desc", "frequent")
    start = reader.at
    said = reader.take("order").text.casefold()
    counted = said.endswith("number of") or (said.endswith("amount of") and not _is_column(reader.mention()))
    if cue.value in ("frequent", "rare"):
        _most_common(reader, descending=descending)
        return
    if read_first(reader, measured):
        return
    _limit(reader)
    sharper = reader.cue("superlative")
    if sharper is not None:
        read_superlative(reader, sharper)
        return
    reader.skip("preposition", "distinct")
    counted = (not is_called_so(reader) and reader.take_cue("count") is not None) or counted
    function = None if is_called_so(reader) else reader.take_cue("aggregate")
    reader.skip("preposition", "distinct")
    counted = (_conditions_before(reader) and said in _AMASSED and _ends_with_rows(reader)) or counted
    skip_money(reader, measured)
    pass_own_word(reader)
    mention = mention_ranked(reader)
    plain = mention if not counted and function is None else None
    if (plain is not None and _beside_aggregate(reader, plain)) or _read_period(reader, cue, measured):
        return
    amassed = said in _AMASSED or said.startswith("sold") or (measured is not None and measured.money)
    ordering = Ordering(noun=Noun(quality=measured), descending=descending, superlative=True, amassed=amassed)
    noun = happened(reader, measured, start) if function is None and not counted else None
    if noun is not None:
        reader.draft.orders.append(replace(ordering, noun=noun))
    elif mention is None:
        trailing = measured is None and _follows_groups_of_rows(reader)
        reader.draft.orders.append(replace(ordering, counted=counted or trailing, superlative=not trailing))
    elif function is not None:
        against = cue.value in ("best", "worst") and is_bad(mention)
        _by_aggregate(reader, mention, ordering, cast(AggregateFunction, function.value), against=against)
    else:
        _ranked(reader, mention, ordering, counted=counted, general=measured is None or cue.value in _GENERAL)


def _by_aggregate(
    reader: Reader, mention: Lexeme, ordering: Ordering, function: AggregateFunction, *, against: bool
) -> None:
    """`against`: the best of it is the least."""
    reader.take("field")
    descending = ordering.descending != against
    found = replace(ordering, noun=Noun(lexeme=mention), function=function, descending=descending)
    reader.draft.orders.append(found)
    reader.section = "filter"


def _read_period(reader: Reader, cue: Cue, measured: Quality | None) -> bool:
    if not _ranked_period(reader):
        return False
    descending = measured.descending if measured else cue.value == "desc"
    general = cue.value in ("desc", "asc", "best", "worst")
    noun = _figure_behind(reader) or (Noun() if general else Noun(quality=measured))
    if noun.lexeme is not None and cue.value in ("best", "worst") and is_bad(noun.lexeme):
        descending = not descending
    reader.draft.orders.append(Ordering(noun=noun, descending=descending, superlative=True))
    return True


def _follows_groups_of_rows(reader: Reader) -> bool:
    """“Visits per patient, top 3”: the groups are ranked by how many rows they have."""
    draft = reader.draft
    counts = len(draft.targets) == 1 and draft.targets[0].function in (None, "count")
    named = draft.targets[0].noun.lexeme if counts else None
    rows = named is not None and bool(named.entities) and not is_numeric(named)
    return rows and bool(draft.groups) and reader.peek() is None


_AMASSED = ("most", "the most", "least", "the least", "fewest", "the fewest")


def _is_entity(mention: Lexeme | None) -> bool:
    if mention is None or not mention.entities:
        return False
    return not mention.fields or mention.entities[0].score >= mention.fields[0].score


def _conditions_before(reader: Reader) -> bool:
    """“The most won deals”: which deals, before what is ranked by; whether there are any."""
    start = reader.at
    while (lexeme := reader.peek()) is not None and reader.mention(1) is not None:
        before = reader.at
        if lexeme.only_value:
            read_value(reader, lexeme)
        elif _is_numbered(reader):
            numbered(reader, lexeme)
        if reader.at == before:
            break
    return reader.at > start


def _ends_with_rows(reader: Reader) -> bool:
    return reader.mention() is None or _is_entity(reader.mention())


def _is_numbered(reader: Reader) -> bool:
    """“The most 6 cylinder cars”: the number of what stands behind it, and not how many are shown."""
    lexeme, kind, rows = reader.peek(), reader.mention(1), reader.mention(2)
    if lexeme is None or lexeme.kind != "number" or kind is None:
        return False
    told = _is_entity(rows) or (rows is None and " " in kind.text)
    return told and (is_numeric(kind) or is_code(kind, lexeme))


def _is_column(mention: Lexeme | None) -> bool:
    """“The least amount of power” is about the figure itself."""
    return mention is not None and bool(mention.fields) and not mention.entities


def _beside_aggregate(reader: Reader, mention: Lexeme) -> bool:
    """“The average and oldest age”: the extreme of the column whose average is asked for too."""
    descending = reader.lexemes[reader.at - 1].text.casefold() not in _LEAST
    measured = bool(reader.functions) or any(one.function for one in reader.draft.targets)
    dated = bool(mention.fields) and is_temporal(mention.fields[0].field) and measured
    if not reader.joined or not (dated or (reader.functions and is_numeric(mention))):
        return False
    reader.functions.append("max" if descending else "min")
    read_target(reader, mention)
    return True


_LEAST = word_set("lowest smallest least fewest minimum youngest shortest cheapest lightest slowest earliest worst")


def _figure_behind(reader: Reader) -> Noun | None:
    """“The best month for sales”."""
    start, used = reader.at, len(reader.draft.used)
    if reader.cue("preposition", "group") and (reader.peek() or reader.lexemes[0]).text.casefold() in ("for", "by"):
        reader.take("filler")
        reader.skip()
        mention = reader.mention()
        if mention is not None and is_numeric(mention):
            return Noun(lexeme=reader.take("field"))
    reader.at = start
    del reader.draft.used[used:]
    return None


def _ranked_period(reader: Reader) -> bool:
    """“The worst month of 2024”."""
    lexeme = reader.peek()
    if (
        lexeme is None
        or reader.section != "select"
        or reader.draft.targets
        or (any(x.score >= 0.9 for x in lexeme.fields) and not are_calendar_units(lexeme))
    ):
        return False
    if lexeme.text.casefold() in PARTS:
        reader.take("date")
        reader.draft.groups.append(Grouping(part=PARTS[lexeme.text.casefold()]))
        return True
    unit = UNITS.get(lexeme.text.casefold())
    if unit is None:
        return False
    reader.take("date")
    of_the_day = unit == "hour"
    reader.draft.groups.append(Grouping(part="hour") if of_the_day else Grouping(grain=unit))
    return True


def _ranked(reader: Reader, mention: Lexeme, ordering: Ordering, *, counted: bool, general: bool) -> None:
    """What is named behind the superlative: what is counted, what is measured, or whose row it is."""
    if mention.state is not None and is_flag(mention.fields[0].field) and (counted or _is_amassed(reader)):
        reader.take("field")
        reader.add_filter(Filter(operator="flag", noun=Noun(lexeme=mention), negated=not mention.state))
        reader.draft.orders.append(replace(ordering, noun=Noun(), counted=True))
        reader.section = "filter"
        return
    before = reader.lexemes[reader.at - 1].text.casefold()
    if (counted and not _holds_counts(mention)) or _counts(reader, mention):
        reader.take("entity")
        reader.draft.orders.append(replace(ordering, noun=Noun(lexeme=mention), counted=True))
        reader.section = "filter"
        return
    if pays(reader, mention) and general:
        spent = Quality(descending=ordering.descending, fields=SPENT, money=True)
        ordering = replace(ordering, noun=Noun(quality=spent), amassed=True)
    elif ordering.noun.quality is not None and before in ("best", "worst") and is_bad(mention):
        ordering = replace(ordering, descending=not ordering.descending)
    if _is_target(reader, mention):
        reader.draft.orders.append(measured_high(ordering, before, mention) if ordering.noun.quality else ordering)
        return
    named = before in _BY_FIGURE and bool(mention.fields) and mention.fields[0].field.type == "text"
    paid_in = before in ("in", "on") and ordering.amassed and is_numeric(mention)  # “paid the most in delivery fees”
    if not named and _is_measure(mention, general=general or paid_in or _measures(mention, ordering)):
        _by_measure(reader, mention, descending=ordering.descending, amassed=ordering.amassed)
        return
    if general and _is_other_entity(reader, mention):
        reader.take("entity")
        reader.draft.orders.append(replace(ordering, noun=Noun(lexeme=mention), counted=True))
        reader.section = "filter"
        return
    reader.draft.orders.append(measured_high(ordering, before, mention))
    if reader.section == "select" and reader.draft.targets:
        reader.take("entity")
        reader.draft.own_targets(mention)
        reader.draft.context.append(mention)
        reader.section = "filter"


def _is_amassed(reader: Reader) -> bool:
    return bool(reader.at) and reader.lexemes[reader.at - 1].text.casefold() in _AMASSED


def _is_other_entity(reader: Reader, mention: Lexeme) -> bool:
    """“The branch with the highest sales”: by what the rows of another table are or come to."""
    before = reader.lexemes[max(0, reader.at - 3) : reader.at]
    with_it = any(one.text.casefold() in ("with", "has", "have", "had", "that has", "that had") for one in before)
    target = reader.draft.targets[-1].noun.lexeme if reader.draft.targets else None
    if not with_it or mention.fields or not mention.entities or target is None:
        return False
    if what_it_comes_to(mention.entities[0].entity) is None:
        return False
    return all(link.entity is not mention.entities[0].entity for link in target.entities)


def _is_target(reader: Reader, mention: Lexeme) -> bool:
    """“Top 5 states by ...”: a column of names is what is ranked, not what it is ranked by."""
    if reader.section != "select" or reader.draft.targets or not mention.fields:
        return False
    before = reader.lexemes[reader.at - 1].text.casefold().removeprefix("the ")
    listed = reader.draft.limit is not None or before in ("top", "bottom")
    listed = listed or (before in ("best", "worst", "highest", "lowest") and is_ranked_by_figure(reader))
    return listed and mention.fields[0].field.type in ("text", "boolean")


def _measures(mention: Lexeme, ordering: Ordering) -> bool:
    """“The longest air time”: the column is of the kind that the adjective is about."""
    measured = ordering.noun.quality
    if measured is None or not mention.fields:
        return False
    figure = is_numeric(mention) and not mention.entities and (mention.fields[0].score >= _IN_FULL or _is_head(mention))
    if figure and isinstance(mention.fields[0].field, Measure) and not measured.time:
        return True
    return any(set(full_words(link.field.name)) & set(measured.fields) for link in mention.fields[:3])


def _is_head(mention: Lexeme) -> bool:
    """“The longest delay”, of two columns of delays: all that are as likely are called so at their end."""
    said = singular(mention.text.casefold().split()[-1])
    likeliest = [link.field for link in mention.fields if link.score == mention.fields[0].score]
    return all(singular(full_words(one.name)[-1]) == said for one in likeliest)


_IN_FULL = 0.95
_BY_FIGURE = ("best", "the best", "worst", "the worst")
"""“The best store” is best by some figure; there is no best of names."""
_GENERAL = ("largest", "biggest", "smallest", "best", "worst", "highest", "lowest")


def _limit(reader: Reader) -> None:
    lexeme = reader.peek()
    if reader.at and reader.lexemes[reader.at - 1].text.casefold() in _AMASSED and _is_numbered(reader):
        return
    if lexeme is not None and lexeme.kind == "number" and isinstance(lexeme.number, int):
        reader.take("number")
        reader.draft.limit = lexeme.number
    elif lexeme is not None and lexeme.names and not reader.draft.limit and are_several(reader, lexeme):
        reader.draft.limit = SEVERAL


def _most_common(reader: Reader, *, descending: bool) -> None:
    _limit(reader)
    reader.draft.orders.append(Ordering(descending=descending, counted=True, superlative=True))
    reader.skip("preposition")


def _counts(reader: Reader, mention: Lexeme) -> bool:
    """“the most orders”: rows of an entity that is not the one asked about, or a superlative that only counts."""
    before = reader.lexemes[reader.at - 1].text.casefold() if reader.at else ""
    numbered = bool(mention.fields) and is_identifier(mention.fields[0].field)
    if (numbered or are_names(mention)) and before.endswith(("most", "fewest")) and bool(reader.draft.targets):
        return True
    if is_dated_event(mention) and before.endswith(("most", "fewest", "least")):
        return True
    if not mention.entities or (mention.fields and mention.fields[0].score > mention.entities[0].score):
        return False
    return before.endswith(("most", "fewest", "least")) and bool(
        reader.draft.targets or reader.draft.groups or reader.draft.asked == "who"
    )


def _holds_counts(mention: Lexeme) -> bool:
    """A column that counts already ("number of followers", "membership_amount")."""
    rows = max((link.score for link in mention.entities), default=0.0)
    return any(
        isinstance(link.field, Measure)
        and (link.score >= 0.9 or (link.score > rows and not _COUNTS.isdisjoint(full_words(link.field.name))))
        for link in mention.fields
    )


def _is_had(reader: Reader) -> bool:
    """“Which town has the largest population”: the rows that a value tells are asked for, not the figure."""
    had = any(one.cue("have") for one in reader.lexemes[max(0, reader.at - 5) : reader.at])
    return had and bool(reader.draft.filters)


_COUNTS = word_set("number amount count total quantity")


def _is_measure(mention: Lexeme, *, general: bool) -> bool:
    if not mention.fields or not general:
        return False
    best = mention.fields[0]
    if mention.entities and mention.entities[0].score > best.score:
        return False
    return best.field.type != "boolean" and (best.field.type != "text" or (best.score >= 0.9 and not mention.entities))


def _by_measure(reader: Reader, mention: Lexeme, *, descending: bool, amassed: bool) -> None:
    reader.take("field")
    rows = reader.mention()
    described = rows is not None and _is_entity(rows) and mention.text.casefold().endswith(("ed", "paid", "sold"))
    if reader.section == "select" and not reader.draft.targets and described:
        found = Ordering(noun=Noun(lexeme=mention), descending=descending, superlative=True, amassed=amassed)
        reader.draft.orders.append(found)
        return
    if (
        reader.section == "select"
        and not reader.draft.targets
        and not reader.draft.groups
        and reader.draft.limit is None
        and reader.draft.asked != "who"
        and not _is_had(reader)
    ):
        reader.draft.targets.append(Target(noun=Noun(lexeme=mention), function="max" if descending else "min"))
        return
    found = Ordering(noun=Noun(lexeme=mention), descending=descending, superlative=True, amassed=amassed)
    reader.draft.orders.append(found)
    if reader.section == "select":
        reader.section = "filter"

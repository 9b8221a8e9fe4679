"""Reading names, values, numbers and dates by the section of the question they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.arranging import (
    group_by_moment,
    read_grain,
    read_grain_word,
    read_group,
    read_order,
    read_unit,
)
from agents.sql_expert.by_agents import is_behind_by
from agents.sql_expert.day_meant import is_date_asked_for
from agents.sql_expert.draft import Filter, Noun, Target
from agents.sql_expert.fields import is_identifier, is_temporal
from agents.sql_expert.filters import read_filter_ahead, read_filter_of, read_period
from agents.sql_expert.leftovers import leave_over
from agents.sql_expert.lexemes import Lexeme, is_only_alike
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.only_synonym import SYNONYM
from agents.sql_expert.owners_before import owner_before
from agents.sql_expert.qualities import NAMING, VERBS
from agents.sql_expert.reader import Reader, is_numeric, is_text_column
from agents.sql_expert.shown_beside import show_beside
from agents.sql_expert.spoken_verbs import (
    agrees_with_rows,
    is_done_to_figure,
    is_verb_between,
    is_verb_of_subject,
    passes_verb,
)
from agents.sql_expert.states import is_flag
from core.plan import AggregateFunction

_LOOSE = 0.6


def read_date(reader: Reader, lexeme: Lexeme) -> None:
    owner = next(
        (one for one, role in reversed(reader.draft.used) if role in ("entity", "field") and one.entities), None
    )
    before = reader.draft.filters[-1] if reader.draft.filters else None
    if reader.joined and before is not None and before.operator == "period":
        reader.draft.joined_periods = True
    same = (
        before.noun if before is not None and reader.draft.joined_periods and before.noun.lexeme else Noun(owner=owner)
    )
    found = Filter(operator="period", noun=same, joiner=reader.joiner, negated=reader.negated)
    reader.add_filter(read_period(reader, found))


def read_mention(reader: Reader, lexeme: Lexeme) -> None:
    alike = is_only_alike(lexeme) and not is_date_asked_for(reader, lexeme)
    if read_grain_word(reader, lexeme) or (alike and read_unit(reader, lexeme)):
        return
    if lexeme.state is not None:
        read_state(reader, lexeme)
        return
    refers = reader.negated and any(is_identifier(link.field) for link in lexeme.fields)
    if lexeme.values and not refers and (lexeme.only_value or reads_better_as_value(reader, lexeme)):
        read_value(reader, lexeme)
    elif reader.section == "group":
        if not read_grain(reader):
            read_group(reader, lexeme)
    elif reader.section == "order":
        read_order(reader, lexeme)
    elif reader.section == "filter":
        _filtered(reader, lexeme)
    else:
        read_target(reader, lexeme)


def read_state(reader: Reader, lexeme: Lexeme) -> None:
    """A flag that is set or not; a date that is there or not."""
    holds = bool(lexeme.state) != reader.negated
    temporal = is_temporal(lexeme.fields[0].field)
    noun = Noun(lexeme=reader.take("field"))
    following = reader.peek()
    if temporal and holds and following is not None and following.date is not None:
        reader.add_filter(read_period(reader, Filter(operator="period", noun=noun, joiner=reader.joiner)))
    elif temporal or not is_flag(lexeme.fields[0].field):
        reader.add_filter(Filter(operator="null", noun=noun, negated=holds, joiner=reader.joiner))
    else:
        reader.add_filter(Filter(operator="flag", noun=noun, negated=not holds, joiner=reader.joiner))


def reads_better_as_value(reader: Reader, lexeme: Lexeme) -> bool:
    named = max([*(link.score for link in lexeme.entities), *(link.score for link in lexeme.fields)])
    if all(link.evidence in REWORDED and link.score < _LOOSE for link in lexeme.fields) and all(
        link.evidence == SYNONYM for link in lexeme.entities
    ):
        named = min(named, _LOOSE)
    return max(link.score for link in lexeme.values) > named + 0.06


def read_value(reader: Reader, lexeme: Lexeme) -> None:
    if is_verb_between(reader, lexeme):
        reader.take("filler")
        return
    before, start = owner_before(reader), reader.at
    found = read_filter_of(reader, Noun(), joiner=reader.joiner, negated=reader.negated)
    if found is None:
        leave_over(reader, lexeme)
        return
    following = reader.mention()
    if following is not None and found.noun.owner is None and _describes(found, following):
        found = replace(found, noun=replace(found.noun, owner=following))
    elif before is not None and found.noun == Noun():
        found = replace(found, noun=Noun(owner=before))
    reader.add_filter(found)
    if following is not None and _describes(found, following) and is_behind_by(reader, start):
        reader.draft.context.append(reader.take("entity"))
        reader.section = "filter"
    elif following is not None and _class_word(reader, following, found):
        reader.draft.filters[-1] = replace(found, noun=replace(found.noun, lexeme=reader.take("field")))
    elif _told_as(reader, found):
        reader.take("field")
    if reader.section == "group" and not reader.draft.groups and reader.draft.targets and reader.mention() is not None:
        reader.section = "filter"  # “flights by United arrived early”


def _describes(found: Filter, mention: Lexeme) -> bool:
    """“Garden products”: the value is one of the entity named behind it."""
    first = found.operands[0].lexeme if found.operands else None
    if first is None or found.noun.lexeme is not None:
        return False
    named = {link.entity.name for link in mention.entities if link.score >= 0.7}
    return any(link.entity.name in named for link in first.values)


def _told_as(reader: Reader, found: Filter) -> bool:
    """“With parking as their feature”: what the value is, told behind it; the cursor then stands at that column."""
    said, start, used = reader.peek(), reader.at, len(reader.draft.used)
    if said is None or said.text.casefold() != "as" or found.noun.lexeme is not None:
        return False
    reader.take("filler")
    reader.skip()
    mention = reader.mention()
    if mention is not None and _class_word(reader, mention, found):
        return True
    reader.at = start
    del reader.draft.used[used:]
    return False


def _class_word(reader: Reader, mention: Lexeme, found: Filter) -> bool:
    """“Marketing departments”: the word behind a value says which field it is in."""
    first = found.operands[0].lexeme
    if (
        first is None
        or not mention.fields
        or (mention.entities and mention.entities[0].score > mention.fields[0].score)
    ):
        return False
    named = {(link.entity.name, link.field.name) for link in mention.fields}
    return any((link.entity.name, link.field.name) in named for link in first.values)


def _filtered(reader: Reader, lexeme: Lexeme) -> None:
    if is_verb_of_subject(reader, lexeme):
        reader.take("filler")
        return
    having = _had(reader) or reader.having
    reader.having = False
    if _is_event(reader, lexeme):
        reader.take("entity")
        noun, negated = Noun(lexeme=lexeme), reader.negated
        reader.add_filter(Filter(operator="exists", noun=noun, negated=negated, joiner=reader.joiner))
        return
    found = None
    if not (reader.negated and _has_rows_then(reader, lexeme)):
        noun = Noun(lexeme=lexeme, owner=owner_before(reader))
        found = read_filter_ahead(reader, noun, reader.joiner, negated=reader.negated)
    if found is not None:
        reader.add_filter(found)
        return
    if passes_verb(reader, lexeme):
        return
    if (having or reader.joined) and show_beside(reader, lexeme):
        return
    if reader.joined and lexeme.fields and not reader.draft.filters and not reader.negated:
        read_target(reader, lexeme)
        return
    if lexeme.entities or reader.negated:
        reader.take("entity")
        if reader.negated or having:
            negated = reader.negated
            reader.add_filter(
                Filter(operator="exists", noun=Noun(lexeme=lexeme), negated=negated, joiner=reader.joiner)
            )
        else:
            reader.draft.context.append(lexeme)
        return
    _filtered_by_column(reader, lexeme, having=having)


def _filtered_by_column(reader: Reader, lexeme: Lexeme, *, having: bool) -> None:
    reader.take("field")
    if having:
        reader.add_filter(Filter(operator="exists", noun=Noun(lexeme=lexeme), joiner=reader.joiner))
        reader.draft.strain += 1.0
    elif _answers_when(reader, lexeme):
        reader.draft.targets[-1] = replace(reader.draft.targets[-1], noun=Noun(lexeme=lexeme))
    elif not group_by_moment(reader, lexeme):
        _left_beside(reader, lexeme)


def _left_beside(reader: Reader, lexeme: Lexeme) -> None:
    """“Customers who signed up” have such a date; any other column is only named beside the rest."""
    if lexeme.text.casefold().split()[0].endswith("ed") and is_temporal(lexeme.fields[0].field):
        if lexeme.fields[0].field.profile.nulls == 0:
            return  # every parcel was booked once
        reader.add_filter(Filter(operator="null", noun=Noun(lexeme=lexeme), negated=True, joiner=reader.joiner))
        return
    reader.draft.context.append(lexeme)
    reader.draft.strain += 2.0


def _had(reader: Reader) -> bool:
    """“Orders that had a discount”: a verb of having, with nothing but articles behind it; “has booked” says when."""
    before = (one for one in reversed(reader.lexemes[: reader.at]) if one.kind != "filler")
    last, here = next(before, None), reader.peek()
    perfect = here is not None and not here.entities and here.text.casefold().endswith("ed")
    return last is not None and last.cue("have") is not None and not perfect


def _has_rows_then(reader: Reader, lexeme: Lexeme) -> bool:
    """“No shipments in June”: there are none in June, rather than some in other months."""
    following = reader.peek(1)
    named = lexeme.entities and all(link.score <= lexeme.entities[0].score for link in lexeme.fields)
    return bool(named) and following is not None and following.date is not None


def _is_event(reader: Reader, lexeme: Lexeme) -> bool:
    """“Customers who ordered in 2024”: a verb that names rows of another entity."""
    if not lexeme.entities or not lexeme.text.casefold().endswith("ed") or not reader.draft.targets:
        return False
    best = max((link.score for link in lexeme.fields), default=0.0)
    return lexeme.entities[0].score >= max(0.6, best - 0.2)


def _answers_when(reader: Reader, lexeme: Lexeme) -> bool:
    """“When was it launched?” asks for the date of the launch."""
    asked = reader.draft.targets[-1].noun.quality if reader.draft.targets else None
    return asked is not None and asked.time and any(is_temporal(link.field) for link in lexeme.fields)


def read_target(reader: Reader, lexeme: Lexeme) -> None:
    if reader.draft.targets and not reader.joined and not reader.functions and not reader.distinct:
        return _beside_target(reader, lexeme)
    noun = Noun(lexeme=lexeme)
    following = reader.mention(1)
    if reader.functions and lexeme.entities and following is not None and following.fields:
        reader.draft.context.append(reader.take("entity"))
        return None
    if not reader.functions and _is_condition(reader, lexeme):
        found = read_filter_ahead(reader, noun, reader.joiner, negated=reader.negated)
        if found is not None:
            reader.add_filter(found)
            reader.section = "filter"
            return None
    if following is not None and following.entities and not lexeme.entities and not reader.functions:
        reader.draft.strain += 1.5
    reader.take("field" if lexeme.fields else "entity")
    following = reader.peek()
    owned = reader.mention(1) if following is not None and following.text in ("'s", "’s", "'", "’") else None
    if owned is not None and lexeme.entities:
        reader.take("filler")
        reader.draft.context.append(lexeme)
        noun = Noun(lexeme=reader.take("field"), owner=lexeme)
    for function in reader.functions or _inherited(reader, lexeme):
        reader.add_target(Target(noun=noun, function=function, distinct=reader.distinct))
    reader.functions, reader.distinct, reader.joined = [], False, False
    return None


def _beside_target(reader: Reader, lexeme: Lexeme) -> None:
    """“singers names”: a column behind its entity; anything else says which rows are meant."""
    if _dated(reader, lexeme):
        return
    if is_done_to_figure(reader, lexeme):
        reader.take("filler")
        return
    if passes_verb(reader, lexeme):
        reader.section = "filter"
        return
    last = reader.draft.targets[-1].noun
    beside = last.lexeme is not None and reader.at > 0 and last.lexeme is reader.lexemes[reader.at - 1]
    plain = not last.owner and not reader.draft.targets[-1].function
    if beside and plain and lexeme.text.casefold() in ("name", "names") and is_text_column(last.lexeme):
        reader.take("filler")
        return
    if beside and plain and last.lexeme is not None and last.lexeme.entities and lexeme.fields:
        reader.draft.targets.pop()
        reader.draft.context.append(last.lexeme)
        reader.add_target(Target(noun=Noun(lexeme=reader.take("field"), owner=last.lexeme), distinct=reader.distinct))
        return
    reader.section = "filter"
    _filtered(reader, lexeme)


def _dated(reader: Reader, lexeme: Lexeme) -> bool:
    """“Employees hired in 2022”: the date behind a column of dates."""
    following = reader.peek(1)
    told = reader.cue("comparison", "comparative", "between", "average", ahead=1) is not None
    told = told or (following is not None and following.kind == "number")
    verb = lexeme.text.endswith(("ing", "ed")) or lexeme.text.casefold() in VERBS or agrees_with_rows(reader, lexeme)
    compared = told and verb
    if following is None or not (following.date is not None or compared):
        return False
    found = read_filter_ahead(reader, Noun(lexeme=lexeme), reader.joiner, negated=reader.negated)
    if found is not None:
        reader.add_filter(found)
        reader.section = "filter"
    return found is not None


def _inherited(reader: Reader, lexeme: Lexeme) -> Sequence[AggregateFunction | None]:
    """“the maximum price and score”: a number joined to an aggregate is aggregated too."""
    if not reader.joined or not reader.draft.targets or not is_numeric(lexeme) or is_identifier(lexeme.fields[0].field):
        return [None]
    function = reader.draft.targets[-1].function
    if function in (None, "count", "count_distinct"):
        return [None]
    last = reader.draft.targets[-1].noun.lexeme
    return [target.function for target in reader.draft.targets if target.noun.lexeme is last]


def _is_condition(reader: Reader, lexeme: Lexeme) -> bool:
    following = reader.peek(1)
    if following is None or not reader.draft.targets:
        return False
    if lexeme.entities and following.kind == "number":
        return True
    if not lexeme.fields:
        return False
    if following.kind in ("quoted", "number") or (following.only_value and not lexeme.entities):
        return True
    of_rows = following.text.casefold() in NAMING and " of " in lexeme.text
    return following.cue("comparison") is not None and not of_rows

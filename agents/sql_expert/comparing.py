"""Reading comparisons, and what they are about where that stands before or behind them."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.by_height import same_or_height
from agents.sql_expert.draft import Filter, Noun, Target
from agents.sql_expert.fields import is_comparable
from agents.sql_expert.filters import read_between, read_comparison, read_filter_of, read_text_match
from agents.sql_expert.held_in import column_behind
from agents.sql_expert.lexemes import Lexeme, are_names
from agents.sql_expert.operands import more_operands
from agents.sql_expert.qualities import NAMING, PERSON, VERBS
from agents.sql_expert.reader import Reader, is_key, is_numeric
from agents.sql_expert.states import is_flag
from agents.sql_expert.vocabulary import Cue
from agents.sql_expert.wrapped import so_often
from semantic_layer.vocabulary import word_set


def compare(reader: Reader, cue: Cue) -> None:
    noun = _measured_before(reader)
    if noun.lexeme is None:
        noun = _verb_before(reader)
    if not (noun.lexeme or noun.quality):
        noun = Noun(owner=_linked_before(reader))
    found = read_comparison(reader, noun, joiner=reader.joiner, negated=reader.negated)
    if found is None:
        if cue.kind == "average" or reader.cue("preposition"):
            return
        reader.take("comparison")
        reader.draft.strain += 1.5
        return
    found = so_often(reader, found)
    reader.add_filter(_with_noun_before(reader, with_noun_after(reader, found)))
    reader.section = "filter"


def _linked_before(reader: Reader) -> Lexeme | None:
    """“Customers with an order over 2000”: the order is over it."""
    at = reader.at - 1
    while at > 0 and reader.lexemes[at].text.casefold() in _WORTH:
        at -= 1
    before = reader.lexemes[at] if at >= 0 else None
    linked = reader.draft.filters[-1].noun.lexeme if reader.draft.filters else None
    found = before is not None and before is linked and reader.draft.filters[-1].operator == "exists"
    return before if found else None


_WORTH = word_set("worth of totalling totaling for valued at costing with a value is was were are")


def _verb_before(reader: Reader) -> Noun:
    """“Spent more than 500”: what a verb measures."""
    before = reader.lexemes[reader.at - 1] if reader.at else None
    measured = VERBS.get(before.text.casefold()) if before is not None and not before.names else None
    return Noun(quality=measured) if measured is not None else Noun()


def _is_of_somebody(reader: Reader, noun: Noun) -> bool:
    """“Who earns more than”, “programmers earning at least”: those are asked for of whom the verb says it."""
    measured = VERBS.get(noun.lexeme.text.casefold()) if noun.lexeme is not None else None
    named = reader.draft.asked == "who" or any(found.operands for found in reader.draft.filters)
    return measured is not None and measured.money and named


def _with_noun_before(reader: Reader, found: Filter) -> Filter:
    """“height greater than 200 or less than 190”: the noun of the condition before."""
    before = reader.draft.filters[-1] if reader.draft.filters else None
    if found.noun.lexeme or found.noun.quality or found.counted or not reader.joined or before is None:
        return found
    if before.noun.quality is not None:
        said = next((one.text for one, role in reversed(reader.draft.used) if role == "comparison"), "")
        return replace(found, noun=Noun(owner=before.noun.owner, quality=same_or_height(said, before.noun.quality)))
    return replace(found, noun=before.noun, counted=before.counted, function=before.function)


def _measured_before(reader: Reader) -> Noun:
    """The numeric field just named ("salary over 5000"); “the email of the vendor named Crest” is about a name."""
    said = reader.peek()
    if said is not None and said.text.casefold() in NAMING:
        return Noun()
    if reader.at and reader.lexemes[reader.at - 1].fields and reader.section == "select" and reader.draft.targets:
        last = reader.draft.targets[-1].noun
        if last.lexeme is not reader.lexemes[reader.at - 1]:
            return Noun()
        if len(reader.draft.targets) > 1:
            reader.draft.targets.pop()
            return last
        if _is_of_somebody(reader, last):
            reader.draft.targets = [Target(noun=Noun(quality=PERSON))]
            return last
    return Noun()


def with_noun_after(reader: Reader, found: Filter) -> Filter:
    """“more than 3 employees”: what is counted or measured stands behind the number."""
    named = reader.mention() is not None and (found.noun.quality in VERBS.values() or _is_counted_in(reader))
    if found.noun.lexeme or (found.noun.quality and not named):
        return found
    if _are_rows(reader):
        return replace(found, counted=True)
    reader.skip("preposition", "distinct")
    described = None
    while (value := reader.peek()) is not None and value.only_value and reader.mention(1) is not None:
        described = read_filter_of(reader, Noun(), joiner=reader.joiner, negated=False)
        if described is None:
            break
        reader.draft.filters.append(described)
    mention = reader.mention()
    if mention is None:
        return found
    if described is not None and _is_class_of(mention, described):
        reader.draft.filters[-1] = replace(described, noun=Noun(lexeme=reader.take("field")))
        return found
    if is_met_by_no_flag(mention, found):
        return found
    if mention.entities and (not is_numeric(mention) or mention.entities[0].score >= 0.95 or is_key(mention)):
        reader.take("entity")
        return replace(found, noun=Noun(lexeme=mention), counted=True)
    reader.take("field")
    text = any(one.number is not None for one in found.operands) and bool(mention.fields)
    different = text and not is_comparable(mention.fields[0].field, 1)
    return replace(found, noun=Noun(lexeme=mention), counted=is_key(mention) or are_names(mention) or different)


def is_met_by_no_flag(mention: Lexeme, found: Filter) -> bool:
    """“People over 60 survived”: a column of ones and noughts is not what is above 60."""
    number = found.operands[0].number if found.operands else None
    flags = mention.fields and not mention.entities and all(is_flag(link.field) for link in mention.fields)
    return bool(flags) and number is not None and number > 1


def _are_rows(reader: Reader) -> bool:
    """“Fewer than 120 rows”: of each group, where columns are asked for."""
    lexeme = reader.peek()
    asked = [one.noun.lexeme for one in reader.draft.targets if not one.function and one.noun.lexeme is not None]
    grouped = bool(reader.draft.groups) or any(one.fields and not one.entities for one in asked)
    if lexeme is None or lexeme.kind != "filler" or lexeme.text.casefold() not in _ROWS or not grouped:
        return False
    reader.take("filler")
    return True


_ROWS = word_set("rows row records record entries entry observations datapoints lines")


def _is_class_of(mention: Lexeme, described: Filter) -> bool:
    """“Over 1000 from the web channel”: the column says what the value is, and is not compared."""
    value = described.operands[0].lexeme if described.operands else None
    held = {(link.entity.name, link.field.name) for link in value.values} if value is not None else set()
    texts = [link for link in mention.fields if link.field.type == "text"]
    return not mention.entities and any((link.entity.name, link.field.name) in held for link in texts)


def _is_counted_in(reader: Reader) -> bool:
    """“Longer than 5 nights”: right behind the number stands the column that is told in them."""
    mention = reader.mention()
    behind = reader.at > 0 and reader.lexemes[reader.at - 1].number is not None
    return behind and mention is not None and is_numeric(mention) and mention.fields[0].score >= _IN_FULL


_IN_FULL = 0.95


def between(reader: Reader, cue: Cue) -> None:
    noun = _verb_before(reader)
    found = read_between(reader, Filter(operator="between", noun=noun, joiner=reader.joiner, negated=reader.negated))
    if found:
        reader.add_filter(with_noun_after(reader, found))


def text_match(reader: Reader, cue: Cue) -> None:
    start = reader.at
    found = read_text_match(reader, Filter(operator="contains", joiner=reader.joiner, negated=reader.negated))
    if found:
        found = more_operands(reader, found)
        behind = column_behind(reader)
        reader.add_filter(replace(found, noun=Noun(lexeme=behind) if behind else _textual_before(reader, start)))
    else:
        reader.take("filler")
        reader.draft.strain += 1.0
        reader.section = "filter"


def _textual_before(reader: Reader, start: int) -> Noun:
    """“A location that contains NY”: the column just named; else the last that is shown."""
    for lexeme in reversed(reader.lexemes[max(0, start - 3) : start]):
        if _is_textual(lexeme):
            return Noun(lexeme=lexeme)
        if lexeme.names:
            return Noun()
    for target in reversed(reader.draft.targets):
        if target.noun.lexeme is not None and _is_textual(target.noun.lexeme):
            return target.noun
    return Noun()


def _is_textual(lexeme: Lexeme) -> bool:
    """Whether its likeliest meaning is a column of text."""
    if not lexeme.fields or lexeme.fields[0].field.type != "text":
        return False
    return not lexeme.entities or lexeme.fields[0].score >= lexeme.entities[0].score


def null(reader: Reader, cue: Cue) -> None:
    """“missing emails”: the field stands behind; “empty rooms” says nothing of a field, and is not left out."""
    said = reader.take("comparison")
    reader.skip("preposition")
    mention = reader.mention()
    if mention is not None and mention.fields:
        reader.take("field")
        negated = reader.negated != (cue.value == "not")
        reader.add_filter(Filter(operator="null", noun=Noun(lexeme=mention), negated=negated, joiner=reader.joiner))
    else:
        reader.draft.leftover.append(replace(said, kind="unknown"))


def negate(reader: Reader, cue: Cue) -> None:
    reader.take("comparison")
    reader.negated = True
    reader.section = "filter"

"""Reading what joins the parts of a sentence: prepositions, clauses, verbs, "and", commas."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Noun
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.naming import reads_better_as_value
from agents.sql_expert.reader import Reader
from agents.sql_expert.vocabulary import Cue
from semantic_layer.words import singular


def preposition(reader: Reader, cue: Cue) -> None:
    lexeme = reader.take("filler")
    if cue.value == "of" or lexeme.text.casefold() == "for":
        named = _named_by(reader)
        reader.skip()
        _pass_distinct(reader)
        mention = reader.mention()
        if mention is not None and not mention.entities and named:
            reader.draft.targets[-1] = replace(reader.draft.targets[-1], noun=Noun(lexeme=reader.take("field")))
            return
        kind = mention is not None and bool(mention.values) and reads_better_as_value(reader, mention)
        if (
            mention is not None
            and mention.entities
            and not kind
            and reader.section in ("select", "filter")
            and not reader.functions
            and not reader.negated
        ):
            _owner(reader, mention)
        elif mention is not None and reader.section == "group" and lexeme.text.casefold() == "for":
            _narrowed(reader, mention)
    elif reader.section == "group":
        return
    elif reader.section == "select" and reader.draft.targets and not reader.functions:
        reader.section = "filter"


def _narrowed(reader: Reader, rows: Lexeme) -> None:
    """“Fees by month for parcels booked in 2024”: which rows are meant, and no group of its own."""
    following = reader.peek(1)
    told = following is not None and not any(one.kind in ("and", "punctuation", "group") for one in following.cues)
    word = rows.text.casefold()
    if told and _owned_value(reader, rows) and rows.entities and singular(word) != word and reader.cue("each") is None:
        reader.draft.context.append(reader.take("entity"))
        reader.section = "filter"


def _pass_distinct(reader: Reader) -> None:
    """“The names of the different guests”: each name once, and the guests are whose names they are."""
    mention, plain = reader.mention(1), reader.draft.targets and not reader.functions
    if reader.cue("distinct") and plain and reader.section == "select" and mention is not None and mention.entities:
        reader.take("function")
        reader.draft.distinct = True


def _owner(reader: Reader, mention: Lexeme) -> None:
    if reader.section == "filter" and not _owned_value(reader, mention):
        return
    follows_value = reader.peek(1)
    numbered = follows_value is not None and follows_value.kind == "number"
    if numbered or (follows_value is not None and mention.fields and follows_value.kind == "quoted"):
        return
    reader.take("entity")
    reader.draft.own_targets(mention)
    reader.draft.context.append(mention)
    reader.section = "filter"


def _named_by(reader: Reader) -> bool:
    """“The names of all cities”, where cities are a column."""
    if reader.section != "select" or not reader.draft.targets:
        return False
    last = reader.draft.targets[-1].noun.lexeme
    return last is not None and last.text.casefold() in ("name", "names") and last is reader.lexemes[reader.at - 2]


def _owned_value(reader: Reader, mention: Lexeme) -> bool:
    return not mention.fields or mention.entities[0].score >= mention.fields[0].score


def clause(reader: Reader, cue: Cue) -> None:
    said = reader.take("filler").text.casefold()
    if said.startswith("who ") and reader.at == 1:
        reader.draft.asked = "who"
    if said.startswith(("who", "whom")) and said != "whose" and asks_again(reader, reader.at - 1):
        reader.draft.strain += 3.0
    reader.having, reader.beside = cue.value == "whose", said in ("with", "w /", "w/", "w")
    if not (reader.at > 1 and reader.lexemes[reader.at - 2].cue("or")):
        reader.joiner = "and"
    reader.section, reader.joined = "filter", False


def asks_again(reader: Reader, at: int) -> bool:
    """“Which drugs, and to whom?”: a question of its own, unlike “students who sing and who dance”."""
    before = reader.lexemes[:at]
    joined = any(one.cue("and") for one in before[-2:]) and not (before and before[-1].names)
    return joined and not any(one.text.casefold().startswith("who") for one in before) and bool(reader.draft.targets)


def predicate(reader: Reader, cue: Cue) -> None:
    """Behind a verb nothing more is asked for; it says which rows are meant."""
    reader.take("filler")
    asked = reader.section == "select" or (reader.section == "group" and not reader.draft.groups)
    if asked and reader.draft.targets and not reader.joined and not reader.functions:
        reader.section = "filter"


def oppose(reader: Reader, cue: Cue) -> None:
    reader.take("filler")
    reader.draft.versus, reader.joined = True, True


def conjoin(reader: Reader, cue: Cue) -> None:
    said = reader.take("filler").text.casefold()
    following = reader.peek()
    owns = said.endswith(("their", "its", "his", "her")) or (
        following is not None and following.text.casefold() in ("their", "its")
    )
    ranked = any(order.superlative for order in reader.draft.orders)
    alone = len(reader.draft.targets) == 1 and not reader.draft.context
    reader.draft.keeps_entity = reader.draft.keeps_entity or (owns and (ranked or alone))
    reader.joiner = "or" if cue.kind == "or" else "and"
    reader.joined = True


def punctuate(reader: Reader, cue: Cue) -> None:
    reader.take("filler")
    reader.joined = cue.value == ","
    reader.beside = reader.beside and reader.joined
    if reader.section == "group" and not reader.draft.targets:
        reader.section = "select"


def ignore(reader: Reader, cue: Cue) -> None:
    reader.take("filler")

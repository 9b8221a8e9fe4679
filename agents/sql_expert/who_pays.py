"""Superlatives of money and of the order of rows: "our best customers", "spent the most money", "best rated first"."""

from __future__ import annotations

from agents.sql_expert.draft import Noun, Ordering
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.qualities import Quality
from agents.sql_expert.reader import Reader
from semantic_layer.vocabulary import word_set
from semantic_layer.words import singular


def pays(reader: Reader, mention: Lexeme) -> bool:
    """“Our best customers” are those who spend most, unless it is said by what they are ranked."""
    if reader.section != "select" or reader.draft.targets or not mention.entities:
        return False
    behind = [one.text.casefold() for one in reader.lexemes[reader.at + 1 :]]
    said = singular(mention.text.casefold().split()[-1]) if mention.text.split() else ""
    return said in _BUYERS and not {"by", "with", "whose", "according to", "ranked by", "in terms of"} & set(behind)


_BUYERS = word_set("customer client buyer shopper purchaser patron account consumer")


def skip_money(reader: Reader, measured: Quality | None) -> None:
    """“Spent the most money” says by what twice."""
    lexeme = reader.peek()
    said = lexeme is not None and lexeme.text.casefold() in ("money", "cash") and not lexeme.values
    if measured is not None and measured.money and said:
        reader.take("filler")
        reader.skip("preposition", "distinct")


def mention_ranked(reader: Reader) -> Lexeme | None:
    """What is named behind the superlative, unless it says how it was paid."""
    mention = reader.mention()
    return None if mention is not None and _is_way_of_paying(reader, mention) else mention


def _is_way_of_paying(reader: Reader, mention: Lexeme) -> bool:
    """“Paid the most in cash” is about payments in cash, where that is a value; it is no word for the amount then."""
    before = reader.lexemes[reader.at - 1].text.casefold() if reader.at else ""
    evidence = {*(one.evidence for one in mention.fields), *(one.evidence for one in mention.entities)}
    return before in _BY_MEANS and bool(mention.values) and evidence <= set(REWORDED)


_BY_MEANS = ("in", "by", "with", "via", "through", "on")


def read_first(reader: Reader, measured: Quality | None) -> bool:
    """“Best rated first”, “newest on top”: an order of all rows."""
    following = reader.peek()
    said = following.text.casefold() if following is not None else ""
    after = (reader.peek(1) or reader.lexemes[0]).text.casefold() if said in ("on", "at", "at the") else ""
    if measured is None or (said != "first" and after != "top"):
        return False
    reader.take("order")
    if after:
        reader.take("order")
    reader.draft.orders.append(Ordering(noun=Noun(quality=measured), descending=measured.descending))
    return True

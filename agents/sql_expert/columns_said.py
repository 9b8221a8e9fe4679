"""Names of columns that look like something else: a quoted name, a period ("last year"), a word of number ("all games")."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.linking import NameLinks, link_names, links_of
from agents.sql_expert.moments import DatePhrase
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from semantic_layer.vocabulary import word_set

_NAMED = 0.95
_CLEAR = 0.8
QUANTIFIERS = word_set("all any some every each many much few several both other others no")
"""“All schools” is no part of the name of a column “all games”."""


def quoted_column(token: Token, schema: Schema) -> NameLinks | None:
    """“Show the "date joined" of members”: columns called by all of the quoted words."""
    named = links_of(token.folded, schema)
    fields = tuple(link for link in named.fields if link.score >= _NAMED)
    return NameLinks(fields=fields) if fields and len(token.folded.split()) > 1 else None


def is_column_said(date: DatePhrase, tokens: Sequence[Token], schema: Schema) -> bool:
    """“The first year and the last year of each team”: a column called so, in a list or owned; “sales last year” is not."""
    if date.period.relative is None or date.last - date.first < 2:
        return False
    first = date.first + (tokens[date.first].folded == "the")
    before = tokens[date.first - 1].folded if date.first else ""
    behind = tokens[date.last].folded if date.last < len(tokens) else ""
    if before not in ("and", ",", "the", "show", "list", "give", "find", "are", "is") or behind not in (
        "of",
        "and",
        ",",
        "for",
    ):
        return False
    return any(link.score >= _NAMED for link in link_names(tokens, first, date.last, schema).fields)


def cuts_a_name(tokens: Sequence[Token], first: int, last: int, names: NameLinks, schema: Schema) -> bool:
    """“Zip code of the customer”: the words before “of” are the end of a name, rather than the beginning of another."""
    if first == 0 or names.best >= _NAMED or "of" not in [token.folded for token in tokens[first + 1 : last - 1]]:
        return False
    of = next(at for at in range(first + 1, last) if tokens[at].folded == "of")
    longer = link_names(tokens, first - 1, of, schema)
    return longer.best >= _CLEAR and tokens[first - 1].kind == "word"

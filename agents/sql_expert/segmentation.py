"""Tokens → the lexemes that together explain most of the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.sql_expert.by_agents import DONE
from agents.sql_expert.columns_said import QUANTIFIERS, cuts_a_name, quoted_column
from agents.sql_expert.dates import UNITS
from agents.sql_expert.dates_said import dates_said
from agents.sql_expert.fields import names_rows
from agents.sql_expert.lexemes import Lexeme, LexemeKind, ValueLink
from agents.sql_expert.linking import LONGEST_SPAN, REWORDED, NameLinks, link_names
from agents.sql_expert.moments import DatePhrase
from agents.sql_expert.qualities import VERBS
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from agents.sql_expert.vocabulary import FILLER, Cue, phrases
from core.model import Measure
from semantic_layer.words import full_words, singular, stem

_NEVER_NAMES = frozenset({"preposition", "be", "and", "or", "clause", "punctuation", "than", "both", "group", "not"})
_LONGER = 1.2
Values = Mapping[str, Sequence[ValueLink]]


def phrases_to_look_up(question: str, tokens: Sequence[Token]) -> list[str]:
    """The parts of a question that may be values: quoted text, and runs of words that are not all function words."""
    found: dict[str, None] = {}
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + LONGEST_SPAN, len(tokens)) + 1):
            span = tokens[first:last]
            if span[-1].kind == "quoted" and len(span) > 1:
                break
            if span[0].kind == "symbol" or span[-1].kind == "symbol":
                continue
            if all(_is_function_word(token) for token in span) and not _is_compound(question, span):
                continue
            if len(span) == 1 and span[0].kind == "number":
                continue
            found[span_text(question, span)] = None
    return list(found)


def _is_compound(question: str, span: Sequence[Token]) -> bool:
    """“No-show” is one word, though “no” and “show” are not about the data."""
    return len(span) > 1 and not any(letter.isspace() for letter in question[span[0].start : span[-1].end])


def span_text(question: str, span: Sequence[Token]) -> str:
    return span[0].folded if len(span) == 1 and span[0].kind == "quoted" else question[span[0].start : span[-1].end]


def is_shouted(token: Token) -> bool:
    """“US”, “IT”, “the W division”: capitals are a name, but for “I” and an article that begins the question."""
    one_letter = len(token.text) == 1 and (token.text == "I" or token.start == 0)
    return token.text.isupper() and token.text.isalpha() and not one_letter


def _is_capital_name(token: Token) -> bool:
    """“On Sat”: a word that says nothing where it is small is a name where it is capital, but at the beginning."""
    capital = token.text[:1].isupper() and token.text[1:].islower()
    return capital and token.start > 0 and token.folded in FILLER and len(token.folded) > 2


def _is_function_word(token: Token) -> bool:
    cues = phrases().get((token.folded,), ())
    if is_shouted(token) or _is_capital_name(token):
        return False
    return token.kind == "word" and (
        (token.folded in FILLER and len(token.folded) < 4)
        or any(cue.kind in _NEVER_NAMES or cue.kind == "ask" for cue in cues)
    )


def segment(question: str, tokens: Sequence[Token], schema: Schema, values: Values) -> list[Lexeme]:
    dates = dates_said(tokens, schema, values)
    best: list[tuple[float, list[Lexeme]]] = [(0.0, [])]
    spans = _all_spans(question, tokens, schema, values, dates)
    for last in range(1, len(tokens) + 1):
        options = [
            (best[lexeme.first][0] + _gain(lexeme), best[lexeme.first][1], lexeme) for lexeme in spans.get(last, ())
        ]
        score, before, lexeme = max(options, key=lambda option: option[0])
        best.append((score, [*before, lexeme]))
    return best[-1][1]


def _gain(lexeme: Lexeme) -> float:
    length = lexeme.last - lexeme.first
    return lexeme.score * float(length**_LONGER)


def _all_spans(
    question: str, tokens: Sequence[Token], schema: Schema, values: Values, dates: Mapping[int, DatePhrase]
) -> dict[int, list[Lexeme]]:
    spans: dict[int, list[Lexeme]] = {}
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + LONGEST_SPAN, len(tokens)) + 1):
            lexeme = _lexeme(question, tokens, first, last, schema, values)
            if lexeme:
                spans.setdefault(last, []).append(lexeme)
        date = dates.get(first)
        if date:
            spans.setdefault(date.last, []).append(_date_lexeme(question, tokens, date))
    return spans


def _blank(question: str, tokens: Sequence[Token], first: int, last: int) -> Lexeme:
    start, end = tokens[first].start, tokens[last - 1].end
    text, span = question[start:end], tokens[first:last]
    changed = any(
        one.kind == "word" and question[one.start : one.end].casefold() != one.text.casefold() for one in span
    )
    respelt = " ".join(one.text for one in span) if changed else ""
    return Lexeme(kind="unknown", text=text, start=start, end=end, first=first, last=last, respelt=respelt)


def _date_lexeme(question: str, tokens: Sequence[Token], date: DatePhrase) -> Lexeme:
    blank = _blank(question, tokens, date.first, date.last)
    number = tokens[date.last - 1].number if date.numeric else None
    return replace(blank, kind="date", score=1.1 if not date.numeric else 1.0, date=date, number=number)


def _lexeme(
    question: str, tokens: Sequence[Token], first: int, last: int, schema: Schema, values: Values
) -> Lexeme | None:
    span = tokens[first:last]
    blank = _blank(question, tokens, first, last)
    cues = phrases().get(tuple(token.folded for token in span), ()) if all(t.kind != "quoted" for t in span) else ()
    cues = () if cues and _ends_a_compound(tokens, first, schema) else cues
    found = tuple(values.get(span_text(question, span), ()))
    if len(span) == 1 and span[0].kind == "quoted":
        column = quoted_column(span[0], schema) if not found else None
        if column is not None:
            return replace(blank, kind="mention", text=span[0].folded, score=1.5, fields=column.fields)
        return replace(blank, kind="quoted", text=span[0].folded, score=1.5, values=found)
    if len(span) == 1 and span[0].kind == "number":
        return replace(blank, kind="number", score=0.9, number=span[0].number, unit=span[0].unit, values=found)
    if len(span) == 1 and span[0].folded in FILLER and span[0].text.islower():
        found = tuple(one for one in found if not names_rows(one.entity, one.field))  # “belong” is no track called so
    if cues and found and len(span) == 1 and is_shouted(span[0]) and not question.isupper():
        cues, found = (), tuple(one for one in found if one.exact and str(one.value.value) == span[0].text)
    names = NameLinks() if any(cue.kind in _NEVER_NAMES for cue in cues) else _names(tokens, first, last, schema)
    names = NameLinks() if _is_kind_of_rows(tokens, first, last, names, schema, values) else names
    if not names.best and not found and not cues and len(span) == 1:
        return _leftover_word(blank, tokens, first, schema)
    return _weighed(blank, cues, names, found, span)


def _names(tokens: Sequence[Token], first: int, last: int, schema: Schema) -> NameLinks:
    if last - first == 1 and tokens[first].folded in _ELLIPTIC:
        ahead = [token.folded for token in tokens[last : last + 3]]
        if len(ahead) == 3 and ahead[0] in ("and", "or", ",") and ahead[2].startswith("name"):
            return link_names((tokens[first], tokens[last + 2]), 0, 2, schema)
        return NameLinks()
    if _cuts_in_two(tokens, first, last, schema) or _begins_to_ask(tokens, first, last, schema):
        return NameLinks()
    names = link_names(tokens, first, last, schema)
    if last - first > 1 and (_says_of(tokens, first, last, schema) or cuts_a_name(tokens, first, last, names, schema)):
        return NameLinks()
    if last - first > 1 and _aggregates(tokens[first]) and _is_aggregated(tokens, first, last, names, schema):
        return NameLinks()
    if last - first > 3 and tokens[first].folded == "the" and _counts(tokens, first + 1):
        counted = link_names(tokens, last - 1, last, schema).entities
        if not any(link.score >= _WHOLE for link in counted):
            return _names(tokens, first + 1, last, schema)
    if last - first > 2 and _counts(tokens, first):
        kept = tuple(link for link in names.fields if isinstance(link.field, Measure) and link.score >= 0.7)
        if any(link.score >= _WHOLE for link in link_names(tokens, first + 2, last, schema).entities):
            kept = tuple(link for link in kept if link.evidence not in REWORDED)
        return NameLinks(fields=kept)
    return names


def _is_aggregated(tokens: Sequence[Token], first: int, last: int, names: NameLinks, schema: Schema) -> bool:
    """“Total orders” are how many there are, though a column is called order total."""
    if last - first > 2:
        return link_names(tokens, first + 1, last, schema).best >= 0.9
    word, rows = tokens[first].folded, tokens[first + 1].folded
    counted = any(link.score >= _EXACT for link in link_names(tokens, first + 1, first + 2, schema).entities)
    several = singular(rows) != rows
    return several and counted and bool(names.fields) and full_words(names.fields[0].field.name)[0] != word


def _is_kind_of_rows(
    tokens: Sequence[Token], first: int, last: int, names: NameLinks, schema: Schema, values: Values
) -> bool:
    """“Truck drivers”, where truck is a value of theirs: those drivers, though truck drivers are another word for drivers."""
    said = {*(one.evidence for one in names.entities), *(one.evidence for one in names.fields)}
    if last - first < 2 or not said or said - REWORDED:
        return False
    kind = values.get(tokens[first].text) or values.get(tokens[first].folded) or ()
    rows = {link.entity.name for link in link_names(tokens, first + 1, last, schema).entities if link.score >= _EXACT}
    return any(link.exact and link.entity.name in rows for link in kind)


def _begins_to_ask(tokens: Sequence[Token], first: int, last: int, schema: Schema) -> bool:
    """“Show party names” asks for the names, and is not about shows."""
    begins = first == 0 or tokens[first - 1].kind == "symbol" or tokens[first - 1].folded == "please"
    if last - first == 1 or not begins or ("ask", "list") not in _cues_of(tokens[first]):
        return False
    return link_names(tokens, first + 1, last, schema).best >= _WHOLE or tokens[first + 1].folded in ("the", "all")


def _cues_of(token: Token) -> set[tuple[str, str]]:
    return {(cue.kind, cue.value) for cue in phrases().get((token.folded,), ())}


def _cuts_in_two(tokens: Sequence[Token], first: int, last: int, schema: Schema) -> bool:
    """“Email address” is one name, where a column is called so: no “address” stands in it."""
    ended = last < len(tokens) and (tokens[last - 1].folded, tokens[last].folded) in _COMPOUNDS
    if last < len(tokens) and any(one.folded == "of" for one in tokens[first:last]):
        whole = link_names(tokens, last - 1, last + 1, schema).entities
        if any(link.evidence == "same words" and link.score >= _EXACT for link in whole):
            return True  # “names of department stores” are no names of departments
    return _ends_a_compound(tokens, first, schema) or (
        ended and link_names(tokens, last - 1, last + 1, schema).best >= _WHOLE
    )


def _ends_a_compound(tokens: Sequence[Token], first: int, schema: Schema) -> bool:
    """“Telephone number of patients” counts nobody."""
    begun = first > 0 and (tokens[first - 1].folded, tokens[first].folded) in _COMPOUNDS
    return begun and link_names(tokens, first - 1, first + 1, schema).best >= _WHOLE


_WHOLE, _EXACT = 0.5, 0.95
_COMPOUNDS = frozenset(
    (word, one)
    for head, words in (
        (("address", "addresses"), "email e-mail mail"),
        (("number", "numbers"), "phone telephone mobile cell cellphone fax contact"),
        (("code", "codes"), "zip postal post"),
    )
    for word in words.split()
    for one in head
)


def _says_of(tokens: Sequence[Token], first: int, last: int, schema: Schema) -> bool:
    """“Items cost more than 20”, “orders placed after May”: a table, and a verb that says what is compared of its rows."""
    verb = tokens[last - 1].folded
    if last == len(tokens) or not (verb.endswith("ed") or verb in VERBS or verb in DONE):
        return False
    following = [token.folded for token in tokens[last : last + 2]]
    cues = [cue.kind for n in (1, 2) for cue in phrases().get(tuple(following[:n]), ())]
    compared = any(kind in ("comparison", "between", "average", "comparative") for kind in cues)
    if not compared and following[0] not in _BOUNDS:
        return False
    rows = link_names(tokens, first, last - 1, schema)
    return any(link.score >= _TABLE for link in rows.entities)


_BOUNDS = frozenset({"before", "after", "since", "until", "on", "in", "during"})
_TABLE = 0.7


def _aggregates(token: Token) -> bool:
    """“Total” before a whole name is what is done with it."""
    return any(cue.kind == "aggregate" for cue in phrases().get((token.folded,), ()))


def _counts(tokens: Sequence[Token], first: int) -> bool:
    return any(cue.kind == "count" for cue in phrases().get((tokens[first].folded, tokens[first + 1].folded), ()))


_ELLIPTIC = frozenset({"first", "last", "given", "middle"})


def _leftover_word(blank: Lexeme, tokens: Sequence[Token], first: int, schema: Schema) -> Lexeme:
    shouted = is_shouted(tokens[first])
    if (tokens[first].folded in FILLER and not shouted) or tokens[first].kind == "symbol":
        return replace(blank, kind="filler", score=0.3)
    names = link_names(tokens, first, first + 1, schema, fuzzy=True)
    if names.best:
        return replace(blank, kind="mention", score=names.best, entities=names.entities, fields=names.fields)
    return replace(blank, ties=stem(blank.text) in schema.tie_stems)


def _weighed(
    blank: Lexeme, cues: tuple[Cue, ...], names: NameLinks, values: tuple[ValueLink, ...], span: Sequence[Token]
) -> Lexeme | None:
    filler = len(span) == 1 and span[0].folded in FILLER
    if filler and span[0].folded in QUANTIFIERS and names.best < 0.9:
        names = NameLinks()
    cue_score = 0.95 if cues else 0.0
    name_score = names.best * (0.6 if filler and names.best < 0.9 else 1.0)
    value_score = max((link.score for link in values), default=0.0) * _as_written(span, function=bool(cues) or filler)
    score = max(cue_score, name_score, value_score, 0.3 if filler else 0.0)
    if score == 0.0:
        return None
    mentioned = max(name_score, value_score) >= (0.9 if cues else 0.3)
    kind: LexemeKind = "cue" if cues and not (mentioned and name_score > 0.9) else "mention" if mentioned else "filler"
    keep_names = name_score >= 0.5 * score or not cues
    return replace(
        blank,
        kind=kind,
        score=score,
        cues=cues,
        entities=names.entities if keep_names else (),
        fields=names.fields if keep_names else (),
        values=values if value_score >= 0.3 else (),
    )


def _as_written(span: Sequence[Token], *, function: bool) -> float:
    """How likely words are a value by their looks: names are capitalised, function words rarely are values."""
    capital = any(token.text[:1].isupper() for token in span)
    if len(span) == 1 and (is_shouted(span[0]) or _is_capital_name(span[0])):
        return 1.0
    if len(span) == 1 and span[0].folded in UNITS and not capital:
        return 0.2
    if function:
        verb = len(span) == 1 and span[0].folded in FILLER and len(span[0].folded) > 3
        return 0.55 if verb or (capital and len(span) > 1) else 0.2
    return 1.0 if capital or len(span) > 1 else 0.9

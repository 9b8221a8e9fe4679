"""Phrases of a question → values in the data, as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme, ValueLink
from agents.sql_expert.linking import REWORDED
from core.model import Dimension, SemanticModel
from core.plan import Value
from semantic_layer import ValueIndex, ValueMatch
from semantic_layer.words import full_words, normalise, singular

_WEAKEST_PART = 0.6
_PAST = {"win": "won", "wins": "won", "winning": "won", "lose": "lost", "loses": "lost", "losing": "lost"}
_WORDED, _FEW, _LONGEST = 0.86, 30, 5
Links = dict[str, tuple[ValueLink, ...]]


def whole_values(index: ValueIndex, phrases: Sequence[str], model: SemanticModel) -> Links:
    """Values that are written as in the data, but for case, accents and punctuation."""
    found = index.lookup_many(phrases)
    return {phrase: value_links(matches, model) for phrase, matches in found.items()}


def plural_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel) -> Links:
    """Several words, of which the last is a plural: “camping tents” of a column that holds “Camping Tent”."""
    singulars = {phrase: one for phrase in phrases if (one := _last_singular(phrase)) is not None}
    found = whole_values(index, list(singulars.values()), model) if singulars else {}
    return {phrase: found[one] for phrase, one in singulars.items() if found.get(one)}


def kinds_of_rows(index: ValueIndex, lexemes: Iterable[Lexeme], model: SemanticModel) -> Links:
    """“Dogs”, which by its sense alone is a table of pets, of a column that holds “Dog”."""
    words = {
        one.text: singular(one.text)
        for one in lexemes
        if one.kind == "mention" and not one.values and not one.cues and one.text.isalpha() and _is_synonym(one)
    }
    found = whole_values(index, list(words.values()), model) if words else {}
    few = {
        word: tuple(link for link in found.get(one, ()) if link.exact and link.field.profile.distinct <= _FEW)
        for word, one in words.items()
    }
    return {word: links for word, links in few.items() if links}


def _is_synonym(lexeme: Lexeme) -> bool:
    tables = all(link.evidence in REWORDED for link in lexeme.entities)
    return lexeme.names and tables and all(link.evidence in REWORDED for link in lexeme.fields)


def _last_singular(phrase: str) -> str | None:
    words = phrase.replace("-", " ").split()
    if not words:
        return None
    *before, last = words
    return f"{' '.join(before)} {singular(last)}" if before and singular(last) != last.casefold() else None


def worded_values(index: ValueIndex, words: Iterable[str], model: SemanticModel) -> Links:
    """“Won deals” have the one stage with that word in it (“Closed Won”), of a column of few values."""
    found: Links = {}
    for word in words:
        said = _PAST.get(word.casefold(), normalise(word))
        matches = [
            match
            for match in index.lookup(said, fuzzy=False)
            if match.how == "part" and said in _words(match) and len(_words(match)) <= _LONGEST and not _is_zone(match)
        ]
        places = [(match.entity, match.field) for match in matches]
        kept = [one for one in matches if places.count((one.entity, one.field)) == 1 and _is_category(one, model)]
        if kept:
            found[word] = tuple(replace(link, score=_WORDED, exact=True) for link in value_links(kept, model))
    return found


def _words(match: ValueMatch) -> list[str]:
    return normalise(match.value).split()


def _is_category(match: ValueMatch, model: SemanticModel) -> bool:
    field = model.entity(match.entity).field(match.field)
    return isinstance(field, Dimension) and field.role in ("category", "text") and field.profile.distinct <= _FEW


def close_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel, *, parts: bool) -> Links:
    """Values in another form of the words or misspelt; with `parts`, values that the words are a part of."""
    found: Links = {}
    for phrase in phrases:
        kept = [
            one for one in index.lookup(phrase) if one.how != "part" or (parts and _is_most(one) and not _is_zone(one))
        ]
        if kept:
            found[phrase] = value_links(kept, model)
    return found


def bracketed_values(index: ValueIndex, phrases: Iterable[str], model: SemanticModel) -> Links:
    """Values that are the phrase and a remark in brackets ("Jamaica (JAM)"), where there is one alone in its column."""
    found: Links = {}
    for phrase in phrases:
        kept = [
            match
            for match in index.lookup(phrase, fuzzy=False)
            if _without_remark(str(match.value)) == normalise(phrase)
        ]
        if kept and len({(match.entity, match.field) for match in kept}) == len(kept):
            found[phrase] = value_links((replace(match, how="normalised", similarity=0.93) for match in kept), model)
    return found


def _without_remark(value: str) -> str:
    opened = min((at for at in (value.find("("), value.find("[")) if at > 0), default=0)
    return normalise(value[:opened]) if opened else ""


def _is_zone(match: ValueMatch) -> bool:
    """“America/Denver” is the time of a zone, and no place that anybody goes to."""
    return "/" in str(match.value) and bool(_ZONES & set(full_words(match.field)))


_ZONES = frozenset({"tz", "tzone", "timezone", "zone"})


def _is_most(match: ValueMatch) -> bool:
    return match.similarity >= _WEAKEST_PART


def value_links(matches: Iterable[ValueMatch], model: SemanticModel) -> tuple[ValueLink, ...]:
    links: list[ValueLink] = []
    for match in matches:
        entity = model.entity(match.entity)
        field = entity.field(match.field)
        links.append(
            ValueLink(
                entity=entity,
                field=field,
                value=Value(value=match.value, type=field.type),
                rows=match.rows,
                score=match.similarity,
                exact=match.how in ("exact", "normalised", "stem"),
            )
        )
    return tuple(links)

"""Spans of a question → names and values of the model, each with a score and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.sql_expert.dates_of_events import link_dates
from agents.sql_expert.fields import MetricField
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.lookalikes import CUT_SHORT, lookalikes
from agents.sql_expert.metric_links import metrics_first
from agents.sql_expert.named_in_part import fit_in_part
from agents.sql_expert.nouns_of_verbs import tables_of_verbs
from agents.sql_expert.only_synonym import SYNONYM, surer_alone
from agents.sql_expert.owners_named import keep_to_owner
from agents.sql_expert.roles_of_columns import link_by_role
from agents.sql_expert.same_stems import as_spelt_first, done_by_others, rows_first
from agents.sql_expert.schema import Name, Schema
from agents.sql_expert.states import is_flag
from agents.sql_expert.tokens import Token, tokenise
from agents.sql_expert.vocabulary import FILLER, phrases
from agents.sql_expert.written_short import link_written_short
from core.model import Measure
from core.table import TEMPORAL_TYPES
from semantic_layer.thesaurus import is_word, near_words
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

LONGEST_SPAN = 6
_WEAKEST = 0.34
_NAMED = 0.95
_HEAD = 0.5
_HEADLESS = 0.65
_PARTLY = "a synonym in part"
REWORDED = frozenset({SYNONYM, _PARTLY})
CONTRARY = frozenset(
    map(stem, word_set("refund return discount tax fee cost expense loss debt cancelled target budget forecast"))
)
_QUANTITIES = frozenset(
    map(
        stem,
        word_set(
            "revenue amount turnover income earnings proceeds spend spending price cost value volume profit margin "
            "salary pay wage fee tax discount weight height length size balance budget"
        ),
    )
)
"""What is measured; no table is meant by it, however close its name is ("revenue" is not how many sales there are)."""
_NUMBER = stem("number")
"""“Number of staff” is how many they are, and “staff number” tells them apart."""
_TIME_WORDS = frozenset(map(stem, word_set("time duration date")))
_TIME_UNITS = frozenset(map(stem, word_set("second minute hour day week month ms milliseconds")))
_INSIDE = frozenset({"of", "the", "'s", "(", ")"})
_OUTSIDE = _INSIDE | {"for", "in", "a", "an", "on", "to", "by", "and", "or", "is"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLinks:
    entities: tuple[EntityLink, ...] = ()
    fields: tuple[FieldLink, ...] = ()

    @property
    def best(self) -> float:
        return max([*(link.score for link in self.entities), *(link.score for link in self.fields)], default=0.0)


def link_names(tokens: Sequence[Token], first: int, last: int, schema: Schema, *, fuzzy: bool = False) -> NameLinks:
    """What tokens `first` up to `last` may name; nothing where a word of them is left over."""
    stems = _compound(span_stems(tokens[first:last], schema), schema)
    if not stems or _opens_bracket(tokens, first, last) or _denies(tokens, first, last):
        return NameLinks()
    literal = _function_stems(tokens[first:last])
    verbs = frozenset(stem(token.folded) for token in tokens[first:last] if token.folded in FILLER)
    matches = [
        _literal(one, schema) if one in literal else _fits(one, schema, fuzzy=fuzzy, verb=one in verbs) for one in stems
    ]
    strays_fit = all(token.folded != "of" for token in tokens[first:last])
    strays_fit = (
        strays_fit
        and not tokens[last - 1].folded.endswith(("ed", "ing"))
        and not tokens[first].folded.endswith(("ed", "open", "selling"))
    )
    reached: dict[int, None] = {}
    for options in matches:
        for option in options:
            reached.update(dict.fromkeys(schema.by_stem.get(option, ())))
    entities: dict[str, EntityLink] = {}
    fields: dict[tuple[str, str], FieldLink] = {}
    for index in reached:
        name = schema.names[index]
        score, evidence = _score(name, matches, stems, schema, strays_fit=strays_fit)
        if score < _WEAKEST:
            continue
        _keep(name, score, evidence, entities, fields)
    if tokens[last - 1].folded in ("rate", "rates"):
        fields = {key: link for key, link in fields.items() if link.evidence != SYNONYM}
    keep_to_owner(tokens[first:last], fields, lambda words: link_names(words, 0, len(words), schema).entities)
    _add_surer(fields, link_written_short(tokens[first:last], schema.shorts))
    _add_surer(fields, link_dates(tokens[first:last], schema))
    link_by_role(stems, matches, schema, fields)
    as_spelt_first(tokens[first:last], fields)
    done_by_others(tokens[first:last], entities, fields)
    rows_first(tokens[first:last], entities, fields)
    tables_of_verbs(tokens[first:last], entities, schema)
    return _ranked(*surer_alone(tokens[first:last], tuple(entities.values()), tuple(fields.values())))


def _ranked(entities: tuple[EntityLink, ...], fields: tuple[FieldLink, ...]) -> NameLinks:
    ranked = tuple(sorted(entities, key=lambda link: -link.score))
    return _literal_first(ranked, metrics_first(sorted(fields, key=lambda link: -link.score)))


def _add_surer(fields: dict[tuple[str, str], FieldLink], found: Iterable[FieldLink]) -> None:
    for link in found:
        known = fields.get((link.entity.name, link.field.name))
        if known is None or known.score < link.score:
            fields[link.entity.name, link.field.name] = link


def links_of(words: str, schema: Schema) -> NameLinks:
    """What all of the words together may name."""
    tokens = tokenise(words)
    return link_names(tokens, 0, len(tokens), schema) if tokens else NameLinks()


def _compound(stems: tuple[str, ...], schema: Schema) -> tuple[str, ...]:
    """“Signed up” is what a “signup date” is about."""
    whole = "".join(stems)
    joined = next((one for one in (whole, stem(whole)) if len(stems) == 2 and one in schema.literal), None)
    return (joined,) if joined is not None else stems


def _opens_bracket(tokens: Sequence[Token], first: int, last: int) -> bool:
    """“Students (sex is F)”: the bracket is a remark, unless it closes right behind ("price (in euro)")."""
    opened = sum({"(": 1, ")": -1}.get(token.folded, 0) for token in tokens[first:last])
    return opened > 0 and not (last < len(tokens) and tokens[last].folded == ")")


def _literal_first(entities: tuple[EntityLink, ...], fields: tuple[FieldLink, ...]) -> NameLinks:
    """Where the very words are a name, synonyms of them are not meant."""
    literal = [link.score for link in entities if link.evidence not in REWORDED]
    best = max([*literal, *(link.score for link in fields if link.evidence not in REWORDED)], default=0.0)
    if best < _NAMED:
        return NameLinks(entities=entities, fields=fields)
    exact = max((link.score for link in entities), default=0.0) >= _NAMED
    return NameLinks(
        entities=tuple(link for link in entities if link.evidence != SYNONYM and (link.score >= _NAMED or not exact)),
        fields=tuple(link for link in fields if link.evidence not in REWORDED),
    )


def _denies(tokens: Sequence[Token], first: int, last: int) -> bool:
    """“No policy” is none of them, though “policy no” names a column."""
    return last - first > 1 and tokens[first].folded == "no" and tokens[first + 1].folded not in ("of", ".")


def _function_stems(tokens: Sequence[Token]) -> frozenset[str]:
    """Words like “total” that name a column only where they stand in its header."""
    found = (token for token in tokens if any(cue.kind in _FUNCTIONS for cue in phrases().get((token.folded,), ())))
    return frozenset(stem(token.folded) for token in found)


def _literal(one: str, schema: Schema) -> dict[str, float]:
    return {one: 1.0} if one in schema.by_stem else {}


_FUNCTIONS = frozenset({"aggregate", "superlative", "count", "distinct", "comparison", "share", "change", "running"})


def _keep(
    name: Name,
    score: float,
    evidence: str,
    entities: dict[str, EntityLink],
    fields: dict[tuple[str, str], FieldLink],
) -> None:
    if name.field is None:
        known_entity = entities.get(name.entity.name)
        if known_entity is None or known_entity.score < score:
            entities[name.entity.name] = EntityLink(entity=name.entity, score=score, evidence=evidence)
        return
    key = (name.entity.name, f"metric {name.field.name}" if isinstance(name.field, MetricField) else name.field.name)
    known_field = fields.get(key)
    if known_field is None or known_field.score < score:
        fields[key] = FieldLink(entity=name.entity, field=name.field, score=score, evidence=evidence)


def span_stems(tokens: Sequence[Token], schema: Schema) -> tuple[str, ...]:
    """Stems of the words that carry meaning; none where the span starts or ends with a word that doesn't."""
    if not tokens or tokens[0].folded in _OUTSIDE or tokens[-1].folded in _OUTSIDE:
        return ()
    stems: list[str] = []
    for token in tokens:
        if token.kind == "symbol":
            if token.folded in ("'s", "(", ")"):
                continue
            return ()
        if token.kind == "quoted":
            return ()
        if token.folded not in _INSIDE:
            stems.extend(_stems_of(token, schema))
    return tuple(dict.fromkeys(stems))


def _stems_of(token: Token, schema: Schema) -> tuple[str, ...]:
    """“Cellphone” is a word of its own, unless the names of the data hold both of its parts."""
    parts = tuple(stem(word) for word in full_words(token.text))
    whole = stem(token.folded)
    if len(parts) > 1 and token.folded.isalpha() and is_word(whole) and not schema.literal.issuperset(parts):
        return (whole,)
    return parts


def _is_contrary(own: dict[str, float], said: dict[str, float]) -> bool:
    """Only a synonym was said, and what was not said turns it round (no “refund amount” for “revenue”)."""
    unsaid = own.keys() - said.keys()
    return bool(unsaid & CONTRARY) and max(said.values()) < CUT_SHORT


def _fits(one: str, schema: Schema, *, fuzzy: bool, verb: bool) -> dict[str, float]:
    key = (one, fuzzy, verb)
    if key not in schema.fits:
        schema.fits[key] = _matching_stems(one, schema, fuzzy=fuzzy, verb=verb)
    return schema.fits[key]


def _matching_stems(one: str, schema: Schema, *, fuzzy: bool, verb: bool) -> dict[str, float]:
    """Stems of the schema that a word may be, with how well it fits; a verb ("produced") is no word for a producer.

    Where there are orders and shipments, neither is another word for the other.
    """
    options: dict[str, float] = {}
    literal = one in schema.literal
    if one in schema.by_stem:
        options[one] = 1.0
    of_tables = schema.table_stems if one in schema.table_stems else frozenset[str]()
    for other, weight in near_words(one, one_way=not verb).items():
        if other in schema.literal and other not in of_tables:
            options[other] = max(options.get(other, 0.0), weight)
    if len(one) >= 5 and not literal:
        options.update(lookalikes(one, schema, options, fuzzy=fuzzy))
    return options


def _tells_time(name: Name, own: dict[str, float]) -> bool:
    """“Response time” is told in “response_minutes”, “resolved date” is “resolved_at”."""
    return bool(_TIME_UNITS & own.keys()) or (name.field is not None and name.field.type in TEMPORAL_TYPES)


def _is_flag(name: Name) -> bool:
    """“Paid invoices” are those that are paid; the flag alone is not named so."""
    return name.field is not None and is_flag(name.field)


def _score(
    name: Name, matches: Sequence[dict[str, float]], stems: Sequence[str], schema: Schema, *, strays_fit: bool
) -> tuple[float, str]:
    """Weight of the name's words that were said; 0 where a said word is neither in the name nor in its entity's."""
    own = dict(zip(name.stems, name.weights, strict=True))
    heard = _said(name, own, matches, stems, schema, strays_fit=strays_fit)
    if heard is None:
        return 0.0, ""
    said, strays = heard
    if name.fit < 1.0:
        turned = _NUMBER in own and tuple(stems) != name.stems
        return (name.fit, SYNONYM) if set(own) <= set(stems) and not turned else (0.0, "")
    if not said or all(fit == CUT_SHORT for fit in said.values()) or _is_contrary(own, said):
        return 0.0, ""
    total = sum(own.values())
    score = sum(own[one] * fit for one, fit in said.items()) / total
    if isinstance(name.field, Measure) and name.stems[-1] in said:
        score = max(score, _HEAD * said[name.stems[-1]])
    score = max(score, fit_in_part(name, said, schema))
    evidence = _evidence(name, own, said, stems, score)
    return (min(1.0, score) * (0.98 if strays else 1.0), evidence) if evidence else (0.0, "")


def _said(
    name: Name,
    own: dict[str, float],
    matches: Sequence[dict[str, float]],
    stems: Sequence[str],
    schema: Schema,
    *,
    strays_fit: bool,
) -> tuple[dict[str, float], int] | None:
    """Stems of the name that were said, with how well, and how many words are of its entity instead."""
    around = schema.entity_stems[name.entity.name] if name.field is not None else frozenset[str]()
    around |= schema.role_stems.get(name.entity.name, frozenset())
    said: dict[str, float] = {}
    strays = 0
    for one, options in zip(stems, matches, strict=True):
        best = max(((fit, option) for option, fit in options.items() if option in own), default=None)
        if best is not None and best[0] < 1.0 and best[1] in stems:
            return None
        if best is not None:
            said[best[1]] = max(said.get(best[1], 0.0), best[0])
        elif (strays_fit and not _is_flag(name) and any(option in around for option in options)) or (
            one in _TIME_WORDS and _tells_time(name, own)
        ):
            strays += 1
        else:
            return None
    return said, strays


def _evidence(
    name: Name, own: dict[str, float], said: dict[str, float], stems: Sequence[str], score: float
) -> str | None:
    """None where only a synonym was said, of what is no name for it."""
    if not any(one in own for one in stems) and max(said.values()) < CUT_SHORT:
        if name.field is None and not _QUANTITIES.isdisjoint(stems):
            return None
        headless = len(name.stems) > 1 and name.weights[-1] > _HEADLESS and name.stems[-1] not in said
        return None if headless else SYNONYM
    if min(said.values()) < CUT_SHORT:
        return _PARTLY
    return "same words" if set(own) <= set(stems) and score > 0.99 else f"{len(said)} of {len(own)} words"

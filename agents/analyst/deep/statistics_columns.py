"""Which columns the sentences of a question about statistics name, which groups, and which columns are made first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.rules import lexemes_of
from agents.sql_expert.schema import schema_of
from core.model import Dimension, Entity, Field
from core.plan import Arithmetic, ArithmeticOperator, Expression, FieldRef, Value
from core.table import NUMERIC_TYPES

_SURE, _LIKELY, _LEAST = 0.9, 0.6, 0.45
_MOST_GROUPS = 30
_SHORTEST_VALUE = 3
_QUOTES = re.compile(r"[\"'“”‘`’](?=\w)|(?<=\w)[\"“”‘`](?!\w)|(?<=\w)['’](?!\w)")
_INSTRUCTIONS = re.compile(
    r"\b(?:identif\w+|perform\w*|calculat\w+|comput\w+|determin\w+|columns?|variables?|features?|datasets?|data|values?|labels?|"
    r"dataframe|method|coefficients?|correlations?|distributions?|outliers?|detect\w*|detection|z[- ]?scores?|IQR|engineering|"
    r"analysis|investigat\w+|explor\w+|skewness|kurtosis|p-values?|tests?|report|standard deviations?|significan\w+|travel\w*)\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"\b(?:for each|for every|in each|within each|of each|by each|each|per|across|group(?:ed|ing)? (?:the data )?by|by(?! \w+ing\b)|among|"
    r"values of|based on|separately (?:for|by)|between)\s+(?:(?:different|unique|distinct|all|the|various|values of)\s+)*"
    r"(?P<named>[\w' -]{3,40})", re.IGNORECASE
)  # fmt: skip
_PAIR = re.compile(
    r"\bbetween (?:the )?(?P<first>.+?) and (?:the |their |its )?(?P<second>.+?)"
    r"(?=[.?,;(]|$| for | among | in the | columns?\b| variables?\b| values?\b| using | to )",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"(?:feature|column|variable|field|metric)s?,? (?:(?:which is )?(?:called|named|titled) )?[\"'“‘`](?P<name>[\w ]+)[\"'”’`]",
    re.IGNORECASE,
)
_WAYS: tuple[tuple[str, ArithmeticOperator, bool], ...] = (
    (r"subtract\w* .+ from ", "-", True),
    (r"\bdifference between|\bminus\b|subtract\w*|less the", "-", False),
    (r"\bdivid\w+|\bratio of|\bper\b|quotient", "/", False),
    (r"\bmultipl\w+|\bproduct of|\btimes\b", "*", False),
    (r"\badd\w*|\bsum\w*|\bcombin\w+|\btotal\b|\bplus\b", "+", False),
)
_FILLED = re.compile(r"(?:replac\w+|imput\w+|fill\w*)", re.IGNORECASE)
_FILLING = re.compile(r"\b(?:with|by|using|to)\b[^.]*?\b(median|mean|average|mode|zero|0)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A column as a sentence names it, at its character `start`."""

    start: int
    entity: Entity
    field: Field
    score: float

    @property
    def ref(self) -> FieldRef:
        return FieldRef(entity=self.entity.name, name=self.field.name)

    @property
    def identifies(self) -> bool:
        return isinstance(self.field, Dimension) and self.field.role == "identifier"

    @property
    def numeric(self) -> bool:
        return self.field.type in NUMERIC_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of each row: a column, or what is made of some. `filled` says what stands for missing ones."""

    label: str
    of: Expression
    entity: str
    unit: str | None = None
    filled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValues:
    """Values of one column that a sentence names."""

    entity: Entity
    field: Field
    values: tuple[Value, ...]


def lexemes_in(text: str, task: Understanding) -> list[Lexeme]:
    plain = _INSTRUCTIONS.sub(lambda found: " " * len(found[0]), _QUOTES.sub(" ", text))
    if not plain.strip():
        return []
    asked = replace(task, question=replace(task.question, text=plain, history=()))
    return lexemes_of(asked, schema_of(task.model))


def named_in(text: str, task: Understanding, *, least: float = _LIKELY) -> list[Named]:
    """In their order; where some are named in full, those that are only likely are none."""
    found: list[Named] = []
    for lexeme in lexemes_in(text, task):
        if lexeme.kind == "filler" or not lexeme.fields:
            continue
        best = max(lexeme.fields, key=lambda link: link.score)
        if best.score >= least:
            found.append(Named(start=lexeme.start, entity=best.entity, field=best.field, score=best.score))
    if any(one.score >= _SURE for one in found):
        found = [one for one in found if one.score >= _SURE]
    return list({(one.entity.name, one.field.name): one for one in reversed(found)}.values())[::-1]


def best_named(text: str, task: Understanding, *, numeric: bool = False) -> Named | None:
    found = [one for one in named_in(text, task, least=_LEAST) if (one.numeric or not numeric) and not one.identifies]
    return max(found, key=lambda one: (round(one.score, 1), -one.start), default=None)


def values_named(text: str, task: Understanding) -> list[NamedValues]:
    """Values that are named exactly, by column."""
    found: dict[tuple[str, str], NamedValues] = {}
    for lexeme in lexemes_in(text, task):
        if lexeme.fields and max(link.score for link in lexeme.fields) >= _SURE:
            continue
        exact = [link for link in lexeme.values if link.exact and link.score >= _SURE]
        if not exact or len(lexeme.text) < _SHORTEST_VALUE:
            continue
        link = exact[0]
        key = link.entity.name, link.field.name
        known = found.get(key, NamedValues(entity=link.entity, field=link.field, values=()))
        if link.value not in known.values:
            found[key] = replace(known, values=(*known.values, link.value))
    return list(found.values())


def group_named(parts: Sequence[str], task: Understanding) -> Named | None:
    """The column of few values that rows are told apart by."""
    for part in parts:
        for found in _GROUPED.finditer(part):
            loose = re.match(r"among|between|based|values", found[0], re.IGNORECASE) is not None
            for named in _nearest(found["named"], task):
                if not (loose and named.numeric) and 1 < named.field.profile.distinct <= _MOST_GROUPS:
                    return named
    return None


def _nearest(text: str, task: Understanding) -> Iterator[Named]:
    """Of “passenger class separately” the whole first, then its beginning."""
    words = text.split()
    for count in range(min(4, len(words)), 0, -1):
        named = best_named(" ".join(words[:count]), task)
        if named is not None:
            yield named


def pair_named(part: str, made: dict[str, Number], task: Understanding) -> list[Number]:
    """The two of “between A and B”, where each side names one number."""
    found = _PAIR.search(part)
    if found is None:
        return []
    sides = [number_named(found[side], made, task) for side in ("first", "second")]
    return [side for side in sides if side is not None] if None not in sides and sides[0] != sides[1] else []


def number_named(text: str, made: dict[str, Number], task: Understanding) -> Number | None:
    own = [number for name, number in made.items() if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)]
    if own:
        return own[0]
    named = best_named(text, task, numeric=True)
    return number_of(named) if named is not None else None


def numbers_named(part: str, made: dict[str, Number], task: Understanding) -> list[Number]:
    own = [number for name, number in made.items() if re.search(rf"\b{re.escape(name)}\b", part, re.IGNORECASE)]
    return own or [number_of(one) for one in named_in(part, task) if one.numeric and not one.identifies]


def number_of(named: Named) -> Number:
    return Number(label=named.field.label, of=named.ref, entity=named.entity.name, unit=named.field.unit)


def is_made(text: str) -> bool:
    return _MADE.search(text) is not None


def made_in(parts: Sequence[str], task: Understanding) -> dict[str, Number] | None:
    """Columns made of others, by name; None where one is made in a way that is not read."""
    made: dict[str, Number] = {}
    for place, part in enumerate(parts):
        found = _MADE.search(part)
        if (
            found is None
            or found["name"] in made
            or not re.search(r"\b(?:creat|generat|mak|new|add|deriv)", part, re.I)
        ):
            continue
        for text in parts[place : place + 3]:
            number = _made(found["name"], text, task)
            if number is not None:
                made[found["name"]] = number
                break
        else:
            return None
    return made


def _made(name: str, text: str, task: Understanding) -> Number | None:
    plain = text.replace(name, " ")
    named = [one for one in named_in(plain, task) if one.numeric]
    if len(named) < 2 or len({one.entity.name for one in named}) > 1:
        return None
    for form, operator, swapped in _WAYS:
        if re.search(form, plain, re.IGNORECASE):
            if operator in ("-", "/") and len(named) != 2:
                return None
            ordered = named[::-1] if swapped else named
            return Number(label=name, of=_joined([one.ref for one in ordered], operator), entity=named[0].entity.name)
    return None


def _joined(refs: Sequence[FieldRef], operator: ArithmeticOperator) -> Expression:
    whole: Expression = refs[0]
    for ref in refs[1:]:
        whole = Arithmetic(operator=operator, left=whole, right=ref)
    return whole


def fills(part: str) -> bool:
    """Whether it says what missing values are replaced with."""
    return _FILLED.search(part) is not None and re.search(r"missing|null|nan\b|empty", part, re.IGNORECASE) is not None


def fillings_in(parts: Iterable[str], task: Understanding) -> dict[FieldRef, str]:
    """What missing values of a column are replaced with: its mean, median, mode or 0."""
    found: dict[FieldRef, str] = {}
    for part in filter(fills, parts):
        for named in named_in(part, task):
            how = _FILLING.search(part, named.start)
            if named.numeric and how is not None:
                word = how[1].casefold()
                found[named.ref] = {"average": "mean", "0": "zero"}.get(word, word)
    return found

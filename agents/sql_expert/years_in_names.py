"""Years that stand in the names of columns: “salary in 1987” of a table with `sal86` and `sal87`.

The year goes to what is told for it: "hits in 1986" are `hits86`, though `hits` is another column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.model import Field
from semantic_layer.words import full_words, name_words, singular

_SAID = re.compile(
    r"(?:,?\s*\b(?:in|for|during|of|from|as of)\s+(?:the (?:year|season)\s+)?(?:the\s+)?)?"
    r"(?<![\w.])(?:(?P<year>(?:19|20)\d\d)|['’](?P<short>\d\d))"
    r"(?:['’]s)?(?![\w.]|,\d)(?:\s*,)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = re.compile(r"\s+")
_MOST_WORDS = 3
_CLEAR = 0.85
_CENTURY = 30
_NEVER = frozenset(
    (
        "the",
        "a",
        "an",
        "of",
        "in",
        "for",
        "and",
        "or",
        "with",
        "by",
        "to",
        "on",
        "at",
        "is",
        "was",
        "were",
        "are",
        "did",
        "do",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    start: int
    end: int
    by_year: Mapping[int, Field]


def with_years_named(text: str, schema: Schema) -> str:
    """`text` itself where no column is called by a year that is said."""
    stamped = _years_of(schema)
    said = [(found, _year(found)) for found in _SAID.finditer(text)] if stamped else []
    said = [(found, year) for found, year in said if year in stamped]
    if not said:
        return text
    changes: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for phrase in _phrases(text, {year for _, year in said}, schema):
        fitting = [(found, year) for found, year in said if year in phrase.by_year]
        found, year = min(fitting, key=lambda one: _distance(phrase, one[0]))
        used.add(found.start())
        changes.append((phrase.start, phrase.end, written(phrase.by_year[year], schema)))
    changes += [(found.start(), found.end(), " ") for found, _ in said if found.start() in used]
    for start, end, told in sorted(changes, reverse=True):
        text = f"{text[:start]}{told}{text[end:]}"
    return _GAP.sub(" ", text).strip().replace(" ?", "?") if changes else text


def _distance(phrase: _Phrase, said: re.Match[str]) -> int:
    """A year behind is nearer than one before that has other words between."""
    behind, before = said.start() - phrase.end, phrase.start - said.end()
    return behind if behind >= 0 else before if before <= 1 else 2 * before


def _year(found: re.Match[str]) -> int:
    return int(found["year"]) if found["year"] else _written_out(found["short"])


def _written_out(short: str) -> int:
    return int(short) + (1900 if int(short) > _CENTURY else 2000)


def has_years(schema: Schema) -> bool:
    return bool(_years_of(schema))


def _years_of(schema: Schema) -> set[int]:
    return {
        year
        for entity in schema.model.entities
        for one in entity.fields
        if not one.hidden and (year := _year_of(one)) is not None
    }


def _year_of(field: Field) -> int | None:
    """The year that a name ends with, or begins with, beside a word."""
    words = full_words(field.name)
    if len(words) < 2 or all(word.isdigit() for word in words):
        return None
    ends = (words[-1], words[0])
    long = next((int(one) for one in ends if re.fullmatch(r"(?:19|20)\d\d", one)), None)
    return long or (_written_out(words[-1]) if re.fullmatch(r"\d\d", words[-1]) else None)


def _phrases(text: str, years: set[int], schema: Schema) -> Iterator[_Phrase]:
    """Words that name a column of one of the years, the longest first."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _longest(text, words, at, years, schema)
        if found is None:
            at += 1
            continue
        phrase, count = found
        yield phrase
        at += count


def _longest(
    text: str, words: list[re.Match[str]], at: int, years: set[int], schema: Schema
) -> tuple[_Phrase, int] | None:
    for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        first, last = words[at], words[at + count - 1]
        said = text[first.start() : last.end()]
        if {first[0].lower(), last[0].lower()} & _NEVER or not re.fullmatch(r"[\w'’ -]+", said):
            continue
        by_year = {year: field for year in years if (field := column_of_year(said, year, schema)) is not None}
        if by_year and not _is_verb(said, text[last.end() :]):
            return _Phrase(start=first.start(), end=last.end(), by_year=by_year), count
    return None


def written(field: Field, schema: Schema) -> str:
    """What names the column and nothing else."""
    options = (field.label, " ".join(name_words(field.name)), field.name)
    return next((one for one in options if _names(one, field, schema)), field.name)


def _names(words: str, field: Field, schema: Schema) -> bool:
    found = links_of(words, schema).fields
    return bool(found) and found[0].field == field and found[0].score >= _CLEAR


def _is_verb(said: str, behind: str) -> bool:
    """“Who hit more than 30” names no hits."""
    return singular(said.lower()) == said.lower() and _COMPARED.match(behind) is not None


_COMPARED = re.compile(r"\s+(?:more|less|fewer|over|under|at least|at most|between|the most|\d)\b", re.IGNORECASE)


def column_of_year(said: str, year: int, schema: Schema) -> Field | None:
    """The one column that the words and the year name together, and the words alone in part."""
    alone = [link for link in links_of(said, schema).fields if _year_of(link.field) == year]
    with_year = {
        (link.entity.name, link.field.name): link.score
        for written in (str(year), f"{year % 100:02d}")
        for link in links_of(f"{said} {written}", schema).fields
    }
    scores = [max(link.score, with_year.get((link.entity.name, link.field.name), 0.0)) for link in alone]
    best = max(scores, default=0.0)
    return alone[scores.index(best)].field if best >= _CLEAR and scores.count(best) == 1 else None

"""A single sheet whose name says nothing: what its rows are is told by the questions about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.fillers import LIGHT
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.loosely_named import is_loosely_counted, is_loosely_named
from agents.sql_expert.measured import measured_by
from agents.sql_expert.people_as_rows import ROWS, TAKEN, people_as_rows, people_meant
from agents.sql_expert.qualities import quality
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import tokenise
from core.model import Entity, SemanticModel
from core.table import NUMERIC_TYPES
from semantic_layer.thesaurus import is_word
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

MAYBE_ROWS = "what the rows may be"
"""A noun that the table's name does not tell: “stones” of `diamonds`; asked back, never taken."""
TAKEN_FOR_ROWS = (ROWS, MAYBE_ROWS)
_NEAR, _PART = 0.7, 0.5
_BLANK = word_set("""
t tbl table sheet export exported data dataset file report csv tsv xlsx xls json list result output copy new old final
draft download untitled document book workbook query tmp temp test upload import page tab unnamed the of my a version v
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
oct nov dec q1 q2 q3 q4 monthly weekly daily yearly annual quarterly latest current backup clean cleaned raw sample
""")
_HAPPENING = word_set("""
released release launched held scored completed raced swam gained gain achieved achieve obtained obtain reached
recorded listed collected collect score complete released featured premiered aired placed ranked voted named produced
constructed awarded entered lasted
""")
_NEVER_ROWS = word_set("""
decade decades century death deaths world global worldwide
other same name number amount total difference time times year years month months week weeks day days hour hours
minute minutes percent percentage average more less first last next previous consecutive only before after he she it
they him win wins victory loss losses defeat draw draws tie ties goal goals nomination higher lower kind type sort way
reason point points score correlation relationship difference gap ratio trend change growth distribution
one ones thing things part portion half majority rest pair
""")


_EARNED = word_set("won win winning received obtained took collected")
_PEOPLE = 0.85
_LEADING = frozenset({"distinct", "preposition", "be", "each"})
_CROWD = word_set("people person persons inhabitants residents spectators passengers fans viewers")
_CROWDS = word_set("population inhabitants capacity attendance people passengers residents viewers spectators")


def is_lone_sheet(model: SemanticModel) -> bool:
    return len(model.entities) == 1 and says_nothing(model.entities[0])


def says_nothing(entity: Entity) -> bool:
    """“export_2024”, “Sheet1”: no word of the name, nor any synonym of it, says what a row is."""
    return not entity.synonyms and all(_says_nothing(word) for word in _words(entity))


def _tells_no_rows(entity: Entity) -> bool:
    """“msleep”, “titanic”: the name may say what the sheet is about, but not what a row is."""
    told = [word for name in entity.synonyms for word in full_words(name)]
    return all(_says_nothing(word) or _is_no_kind(word) for word in (*_words(entity), *told))


def _words(entity: Entity) -> list[str]:
    return [word for name in (entity.name, entity.label) for word in full_words(name)]


def _says_nothing(word: str) -> bool:
    return re.sub(r"\d+", "", word) in _BLANK | {""} or word in _BLANK


def _is_no_kind(word: str) -> bool:
    """Neither a plural nor a word for something there are several of."""
    bare = re.sub(r"\d+", "", word)
    one = singular(bare)
    return (one == bare or len(bare) >= _RUN_TOGETHER) and not is_word(stem(one)) and not is_word(stem(bare))


_RUN_TOGETHER = 8
"""“starwars” is no plural that anybody would say."""


def with_row_noun(lexemes: list[Lexeme], schema: Schema) -> list[Lexeme]:
    """The lexemes, the one noun without a meaning read as the rows, where all else is understood."""
    if len(schema.model.entities) != 1:
        return people_meant(lexemes, schema)
    if not _tells_no_rows(schema.model.entities[0]):
        return _taken_for_rows(people_as_rows(lexemes, schema), schema, MAYBE_ROWS)
    lexemes = [_counting_people(one, schema) for one in lexemes]
    lightened = [_lightened(lexemes, place, schema) for place in range(len(lexemes))]
    return _taken_for_rows(lightened, schema, ROWS)


def _taken_for_rows(lexemes: list[Lexeme], schema: Schema, evidence: str) -> list[Lexeme]:
    unknown = [
        place
        for place, one in enumerate(lexemes)
        if one.kind == "unknown" or is_loosely_named(one) or is_loosely_counted(lexemes, place)
    ]
    several = len({stem(lexemes[place].text) for place in unknown}) > 1
    first = next((place for place in unknown if _stands_for_rows(lexemes, place, schema)), None)
    if first is None or (several and evidence == MAYBE_ROWS):
        return lexemes
    if not _says_more(lexemes, schema) and not _begins_name(lexemes[first].text, schema):
        return lexemes
    head = _noun_of(lexemes, first)
    places = [place for place in unknown if stem(lexemes[place].text) == stem(lexemes[head].text)]
    places = list(dict.fromkeys([*range(first, head), *places]))
    said = [lexemes[place].text.casefold() for place in places]
    if evidence == MAYBE_ROWS and any(word in _CROWD for word in said):
        return lexemes
    link = EntityLink(entity=schema.model.entities[0], score=TAKEN, evidence=evidence)
    return [
        replace(one, kind="mention", score=TAKEN, entities=(link,), fields=()) if place in places else one
        for place, one in enumerate(lexemes)
    ]


def _begins_name(word: str, schema: Schema) -> bool:
    """“Pizzas” of `pizzaplace`."""
    one = singular(word.casefold())
    return len(one) >= _BEGINNING and any(name.startswith(one) for name in _words(schema.model.entities[0]))


_BEGINNING = 4


def _noun_of(lexemes: Sequence[Lexeme], first: int) -> int:
    """The noun that unknown words end with: “leadership spells”."""
    last = first
    while (
        last + 1 < len(lexemes)
        and lexemes[last + 1].kind == "unknown"
        and not _is_plural(lexemes[last].text.casefold())
    ):
        last += 1
    return last if _is_plural(lexemes[last].text.casefold()) else first


def _counting_people(lexeme: Lexeme, schema: Schema) -> Lexeme:
    """“At least 8,000 people” is about the one column that counts them ("attendance")."""
    if lexeme.kind != "unknown" or lexeme.text.casefold() not in _CROWD:
        return lexeme
    entity = schema.model.entities[0]
    counting = [one for one in entity.fields if one.type in NUMERIC_TYPES and _CROWDS & set(full_words(one.name))]
    if len(counting) != 1:
        return lexeme
    link = FieldLink(entity=entity, field=counting[0], score=_PEOPLE, evidence="what counts people")
    return replace(lexeme, kind="mention", score=_PEOPLE, fields=(link,))


def _tells_outcomes(schema: Schema) -> bool:
    """A column of wins and losses gives “won” a meaning of its own."""
    outcomes = {"result", "outcome", "won", "winner", "win", "w", "status"}
    return any(outcomes & set(full_words(one.name)) for one in schema.model.entities[0].fields)


def _lightened(lexemes: Sequence[Lexeme], place: int, schema: Schema) -> Lexeme:
    """Words that only carry on what stands before them: “gold medals”, “the least amount of”, “was released in”."""
    lexeme = lexemes[place]
    if lexeme.kind != "unknown":
        return lexeme
    before = lexemes[place - 1] if place else None
    word = lexeme.text.casefold()
    counted = before is not None and before.kind == "mention" and _is_plural(word) and _counts(before)
    unit = before is not None and before.kind == "number" and word in _UNITS
    head = before is not None and bool(before.fields) and before.kind == "mention" and singular(word) in LIGHT | _HEADS
    ranked = word == "amount" and before is not None and before.cue("superlative") is not None
    earned = word in _EARNED and any(map(_counts, lexemes)) and not _tells_outcomes(schema)
    if counted or ranked or earned or unit or head or word in _HAPPENING:
        return replace(lexeme, kind="filler", score=0.3)
    return lexeme


_HEADS = word_set("status grade code class group category rating level type record entry reading measurement")
"""“Conservation status”, “clarity grades”: the kind of column that is named before."""
_UNITS = word_set("""
hours hour minutes minute seconds years year days pounds pound kilos kilograms kg grams gram tons tonnes ounces inches inch feet foot
metres meters centimetres centimeters cm mm miles mile km kilometres kilometers dollars dollar euros euro usd carats carat litres
liters gallons points votes degrees horsepower watts
""")


def _counts(lexeme: Lexeme) -> bool:
    return bool(lexeme.fields) and lexeme.fields[0].field.type in NUMERIC_TYPES and lexeme.fields[0].score >= 0.8


def _is_plural(word: str) -> bool:
    return len(word) > 3 and singular(word) != word


def _stands_for_rows(lexemes: Sequence[Lexeme], place: int, schema: Schema) -> bool:
    """Behind “how many”, “which”, “list the” or “the most”, with nothing between but what describes it."""
    word = lexemes[place].text.casefold()
    if word in _CROWD and _counts_people(schema.model.entities[0]):
        return False
    if not word.isalpha() or len(word) < 3 or singular(word) in _NEVER_ROWS or word in _NEVER_ROWS:
        return False
    if (
        word.endswith(("ed", "ing", "ly"))
        or len(tokenise(word)) != 1
        or (word.endswith("est") and word not in _NOUNS_IN_EST)
    ):
        return False
    return _is_headed(lexemes, _behind_figure(lexemes, place), word)


_NOUNS_IN_EST = word_set(
    "guest test request forest contest quest interest harvest chest nest arrest protest priest crest"
)
"""Other words that end so are superlatives of something that nothing measures."""


def _behind_figure(lexemes: Sequence[Lexeme], place: int) -> int:
    """“The average price of stones”: what stands before the figure tells."""
    start = place
    while start and (lexemes[start - 1].text.casefold() in ("of", "the", "all")):
        start -= 1
    figure = lexemes[start - 1] if 1 < start < place else None
    told = figure is not None and figure.kind == "mention" and figure.fields and lexemes[start - 2].cue("aggregate")
    return start - 2 if told and _is_plural(lexemes[place].text.casefold()) else place


def _is_headed(lexemes: Sequence[Lexeme], place: int, word: str) -> bool:
    if _of_column(lexemes[:place]):
        return _is_plural(word)
    for lexeme in reversed(lexemes[:place]):
        if lexeme.cue("count"):
            return _is_plural(word) and not _of_one_row(lexemes)
        if lexeme.kind == "number" or lexeme.text.casefold() in _SETTING_APART:
            return _is_plural(word) or lexeme.number == 1
        if lexeme.cue("superlative"):
            return True
        if lexeme.cue("ask"):
            return lexeme.text.casefold() not in ("how much", "how", "who", "when")
        if lexeme.text.casefold() in ("most", "the most", "fewest", "the fewest"):
            return _is_plural(word)
        if not (lexeme.kind == "filler" or lexeme.only_value or any(cue.kind in _LEADING for cue in lexeme.cues)):
            return False
    return place == 0


_SETTING_APART = word_set("among for per each every")
"""“Among players with a salary”, “the average for flats in Leeds”."""


def _of_column(before: Sequence[Lexeme]) -> bool:
    """“The names of the animals”: whose column is asked for."""
    behind = [one for one in before if one.text.casefold() not in ("the", "all", "all the", "those")]
    told = len(behind) > 1 and behind[-1].text.casefold() in ("of", "of the", "of all", "of all the")
    column = behind[-2] if told else None
    return column is not None and column.kind == "mention" and bool(column.fields) and not column.values


def _counts_people(entity: Entity) -> bool:
    return any(one.type in NUMERIC_TYPES and _CROWDS & set(full_words(one.name)) for one in entity.fields)


def _of_one_row(lexemes: Sequence[Lexeme]) -> bool:
    """“How many grandmasters does Bulgaria have?”, where one row is Bulgaria's: a figure in it is asked for."""
    return any(lexeme.only_value and all(link.rows == 1 for link in lexeme.values) for lexeme in lexemes)


def _says_more(lexemes: Sequence[Lexeme], schema: Schema) -> bool:
    """Whether anything of the data is named beside the noun: a question of other data names nothing of this one."""
    exact = any(link.exact for lexeme in lexemes for link in lexeme.values if lexeme.kind in ("mention", "quoted"))
    measured = any(_is_measured(lexeme, schema) for lexeme in lexemes)
    return (
        exact
        or measured
        or any(
            lexeme.kind == "mention"
            and lexeme.fields
            and lexeme.fields[0].score >= (_NEAR if lexeme.fields[0].evidence in REWORDED else _PART)
            for lexeme in lexemes
        )
    )


def _is_measured(lexeme: Lexeme, schema: Schema) -> bool:
    """“The tallest character”, where there are heights."""
    cue = lexeme.cue("superlative") or lexeme.cue("comparative")
    measured = quality(cue.value) if cue is not None else None
    return measured is not None and bool(measured_by(measured, schema))

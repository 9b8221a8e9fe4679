"""Spans of a question with everything they may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agents.sql_expert.moments import DatePhrase
from agents.sql_expert.vocabulary import Cue, CueKind
from core.model import Entity, Field
from core.plan import Value
from semantic_layer.words import singular

NAMES_A_ROW = "names a row"
LexemeKind = Literal["mention", "cue", "number", "date", "quoted", "filler", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    entity: Entity
    score: float
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLink:
    entity: Entity
    field: Field
    score: float
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLink:
    """`rows` is how many rows hold the value. Of several values that begin with the words, `begins` is what they begin with."""

    entity: Entity
    field: Field
    value: Value
    rows: int
    score: float
    exact: bool = True
    begins: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """Characters `start` to `end`, tokens `first` up to `last` (not included); `respelt` is what misspelt words were read as.

    `ties` is set for a word that is only a part of the name of a table between two others.
    `state` is set where the words say that its field holds, or does not ("unpaid").
    """

    kind: LexemeKind
    text: str
    start: int
    end: int
    first: int
    last: int
    score: float = 0.0
    cues: tuple[Cue, ...] = ()
    entities: tuple[EntityLink, ...] = ()
    fields: tuple[FieldLink, ...] = ()
    values: tuple[ValueLink, ...] = ()
    number: int | float | None = None
    unit: str | None = None
    date: DatePhrase | None = None
    respelt: str = ""
    state: bool | None = None
    ties: bool = False

    def cue(self, kind: CueKind) -> Cue | None:
        return next((cue for cue in self.cues if cue.kind == kind), None)

    @property
    def names(self) -> bool:
        """Whether it names a part of the model."""
        return bool(self.entities or self.fields)

    @property
    def only_value(self) -> bool:
        return bool(self.values) and not self.entities and not self.fields


def words_of(lexemes: Sequence[Lexeme]) -> str:
    return " ".join(lexeme.text for lexeme in lexemes)


def are_names(mention: Lexeme) -> bool:
    """“The most authors”, where authors are a column of names: how many there are, not the last of the alphabet."""
    if not mention.fields or mention.fields[0].field.type != "text":
        return False
    plural = singular(mention.text.casefold()) != mention.text.casefold()
    return plural and not (mention.entities and mention.entities[0].score >= mention.fields[0].score)


def is_only_alike(lexeme: Lexeme) -> bool:
    """“Which month”, where a salary is called monthly: no name of it stands for a column or a table in full."""
    scores = [*(link.score for link in lexeme.fields), *(link.score for link in lexeme.entities)]
    return not lexeme.values and all(score < _IN_FULL for score in scores)


_IN_FULL = 0.9

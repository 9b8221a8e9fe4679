"""Tables that hold figures of the same things time after time: a row is no thing of its own, so rows are not what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import prod

from agents.sql_expert.extremes import is_bad_figure
from agents.sql_expert.fields import is_temporal, is_year, main_measure
from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.qualities import QUALITIES, Quality
from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity, Field
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_DENSE = 0.6
_FEWEST = 3
_DAYS_APART = (1, 7, 30.44, 91.31, 365.25)
_NAMING = word_set("name symbol ticker code id iso key abbreviation title")
_UNIT = 0.93
UNIT = "what a table follows over time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`time` and what is followed tell the rows of `entity` apart: `unit`, where that is one column; `figure` is what it holds."""

    entity: Entity
    time: Field
    unit: Field | None
    figure: Field | None


def panel_of(entity: Entity) -> Panel | None:
    """The prices of stocks month by month; None for a table of events, even where no two happened on one day."""
    keys = [entity.field(name) for name in entity.key]
    times = [one for one in keys if is_year(one) or (is_temporal(one) and one.type == "date")]
    units = [one for one in keys if one not in times]
    if len(times) != 1 or any(one.type in NUMERIC_TYPES for one in units):
        return None
    if not _is_regular(times[0]) or (units and not _is_dense(entity, times[0], units)):
        return None
    return Panel(entity=entity, time=times[0], unit=units[0] if len(units) == 1 else None, figure=main_measure(entity))


def _is_dense(entity: Entity, time: Field, units: Sequence[Field]) -> bool:
    times, things = time.profile.distinct, prod(one.profile.distinct for one in units)
    return things > 1 and times > 1 and entity.rows >= _DENSE * times * things


def _is_regular(time: Field) -> bool:
    """Whether the times follow each other at one distance, but for few that are missing."""
    low, high, several = time.profile.minimum, time.profile.maximum, time.profile.distinct
    if several < _FEWEST:
        return is_year(time)
    if isinstance(low, date) and isinstance(high, date):
        days = (high - low).days
        return any(_DENSE * (days / apart + 1) <= several <= days / apart + 2 for apart in _DAYS_APART)
    if isinstance(low, int | float) and isinstance(high, int | float):
        apart = max(1, round((high - low) / (several - 1)))
        return several >= 0.8 * ((high - low) / apart + 1)
    return False


def with_units_of_panels(lexemes: list[Lexeme], schema: Schema) -> list[Lexeme]:
    """“Each stock” is each of what the table follows; “nonfarm employment” is the figure, whatever the table is called."""
    if len(schema.model.entities) != 1:
        return lexemes
    panel = panel_of(schema.model.entities[0])
    if panel is None:
        return lexemes
    told = [_as_unit(one, panel) for one in lexemes]
    return [one if not _heads_figure(told, place) else _said_only(one) for place, one in enumerate(told)]


def only_figure(measured: Quality, schema: Schema) -> list[FieldLink]:
    """“The best variety” of a sheet that holds yields alone: by the one figure there is, where more of it is better."""
    if measured not in (QUALITIES["best"], QUALITIES["worst"]) or len(schema.model.entities) != 1:
        return []
    panel = panel_of(schema.model.entities[0])
    figure = panel.figure if panel is not None else None
    if panel is None or figure is None or is_bad_figure(figure.label):
        return []
    return [FieldLink(entity=panel.entity, field=figure, score=_UNIT, evidence="the only figure")]


def _as_unit(lexeme: Lexeme, panel: Panel) -> Lexeme:
    if panel.unit is None or not _names_things(panel.unit) or lexeme.kind != "mention" or not lexeme.entities:
        return lexeme
    if any(link.score >= lexeme.entities[0].score for link in lexeme.fields) or lexeme.values:
        return lexeme
    if singular(lexeme.text.casefold()) not in {singular(word) for word in full_words(panel.entity.name)}:
        return lexeme
    link = FieldLink(entity=panel.entity, field=panel.unit, score=_UNIT, evidence=UNIT)
    return replace(lexeme, entities=(), fields=(link,), score=_UNIT)


def _names_things(unit: Field) -> bool:
    """A symbol, a name, a code: what the table is called is what it names."""
    return isinstance(unit, Dimension) and bool(_NAMING & set(full_words(unit.name)))


def _heads_figure(lexemes: list[Lexeme], place: int) -> bool:
    one, before = lexemes[place], lexemes[place - 1] if place else None
    if before is None or one.kind != "mention" or not one.entities or one.fields or one.values:
        return False
    figures = [link for link in before.fields if link.field.type in NUMERIC_TYPES and not is_year(link.field)]
    return before.kind == "mention" and before.last == one.first and bool(figures) and not before.values


def _said_only(lexeme: Lexeme) -> Lexeme:
    return replace(lexeme, kind="filler", entities=(), score=0.3)

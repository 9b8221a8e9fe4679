"""What was late, early or on time, where a column says by how much: “arrived late” is an arrival delay above nought."""

from __future__ import annotations

import re
from decimal import Decimal

from agents.sql_expert.schema import Schema
from core.model import Field, Measure
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

ARRIVING = word_set("arrived arrive arrives arriving arrival arrivals landed land landing arr")
LEAVING = word_set("departed depart departs departing departure departures left leave leaves leaving dep")
PLANNED = word_set("sched scheduled planned schedule plan crs due expected")
_VERBS = "|".join(
    sorted(ARRIVING | LEAVING | word_set("delivered shipped started finished ended opened"), key=len, reverse=True)
)
_HOW = r"(?P<how>late|early|on[ -]time|behind schedule|ahead of schedule)"
_BY_SO_MUCH = r"by (?:\d|an? |half |more |over |at |less |under |up |no |two |three |four |five )"
_LATE = re.compile(
    rf"\b(?:(?:that|which|who) )?(?:(?:have|has|had|were|was|are|is|be) )?(?P<verb>{_VERBS}) {_HOW}"
    rf"(?! {_BY_SO_MUCH}| at night\b| than\b)(?=$|[\s?.,])",
    re.I,
)
_BE_LATE = re.compile(
    rf"\b(?:(?:that|which|who) )?(?:were|was|are|is|be|got|been) {_HOW}(?: (?P<verb>arriving|departing|leaving|on arrival|on departure))?"
    rf"(?! {_BY_SO_MUCH}| than\b)(?=$|[?.,]| (?:in|on|from|to|by|per|for|during|at)\b)",
    re.I,
)
_DELAYED = re.compile(
    r"\b(?:(?:that|which) )?(?:were|was|are|is|got|been) (?P<how>delayed)"
    rf"(?! {_BY_SO_MUCH}| more\b| over\b| (?:at )?least\b| \d)"
    r"(?=$|[?.,]| (?:in|on|from|to|by|per|for|during|at)\b)",
    re.I,
)
_MUCH = (
    r"(?:by )?(?P<than>more than|over|at least|less than|under|up to|no more than) "
    r"(?P<count>\d+(?:\.\d+)?|an?|half an|two|three|four|five) "
    r"(?P<unit>minute|hour|min|hr|h)s?"
)
_LATE_BY = re.compile(
    r"\b(?:(?:that|which|who) )?(?:(?:have|has|had|were|was|are|is|be|got|been) )?(?:(?:been|be) )?"
    rf"(?:(?P<verb>{_VERBS}) )?"
    rf"(?:(?P<how>delayed|late|early) {_MUCH}|{_MUCH.replace('?P<', '?P<behind_')} (?P<behind_how>late|early|delayed))"
    r"(?: on (?P<end>arrival|departure))?\b",
    re.I,
)
_COUNTS = {"a": 1.0, "an": 1.0, "half an": 0.5, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_SIDES = {"more than": "above", "over": "above", "at least": "at least", "less than": "below", "under": "below"}
_IN_MINUTES = 60
_DELAYS = frozenset({"delay", "delays", "lateness"})
_SAID = {
    "late": "above 0",
    "delayed": "above 0",
    "behind schedule": "above 0",
    "early": "below 0",
    "ahead of schedule": "below 0",
}


def with_delays_told(text: str, schema: Schema) -> str:
    """`text` itself where no column, or more than one, may say so."""
    columns = [one for entity in schema.model.entities for one in entity.fields if _is_delay(one)]
    if not columns:
        return text
    for pattern in (_LATE, _BE_LATE, _DELAYED):
        text = pattern.sub(lambda found: _told(found, columns), text)
    return _LATE_BY.sub(lambda found: _told_by_how_much(found, columns), text)


def _told_by_how_much(found: re.Match[str], columns: list[Field]) -> str:
    """“More than two hours late” by a column of minutes, which one that goes beyond sixty is."""
    said = {name.removeprefix("behind_"): word for name, word in found.groupdict().items() if word}
    highest = [one.profile.maximum for one in columns]
    if not all(isinstance(one, int | float | Decimal) and one > _IN_MINUTES for one in highest):
        return found[0]
    verb = (said.get("verb") or said.get("end") or "").lower()
    meant = [one for one in columns if not verb or _is_of(one, verb)]
    count = _COUNTS.get(said["count"].lower()) or float(said["count"])
    minutes = count * (60 if said["unit"].lower().startswith("h") else 1)
    side = _SIDES.get(said["than"].lower(), "at most")
    if said["how"].lower() == "early":
        minutes, side = -minutes, {"above": "below", "below": "above", "at least": "at most"}.get(side, "at least")
    name = meant[0].label if len(meant) == 1 else "delay"
    clause = re.match(r"(?:that|which|who) ", found[0], re.I) is not None
    return f"{'with' if clause else 'had'} {name} {side} {minutes:g}"


def _is_delay(field: Field) -> bool:
    return isinstance(field, Measure) and field.type in NUMERIC_TYPES and bool(_DELAYS & set(full_words(field.name)))


def _told(found: re.Match[str], columns: list[Field]) -> str:
    verb = (found.groupdict().get("verb") or "").lower().removeprefix("on ")
    meant = [one for one in columns if not verb or _is_of(one, verb)]
    if len(columns) == 1 and not meant and verb not in ARRIVING | LEAVING:
        meant = columns
    if len(meant) != 1:
        return found[0]
    side = _SAID.get(found["how"].lower().replace("-", " "), "of at most 0")
    clause = re.match(r"(?:that|which|who) ", found[0], re.I) is not None
    return f"{'with' if clause else 'had'} {meant[0].label} {side}"


def _is_of(column: Field, verb: str) -> bool:
    words = set(full_words(column.name))
    for kind in (ARRIVING, LEAVING):
        if verb in kind:
            return bool(words & kind)
    return stem(verb) in {stem(word) for word in words}

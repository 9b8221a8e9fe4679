"""Columns of durations: clock readings past a day ("36:15:00"), amounts in units ("2h 30m") and ISO 8601 ("PT5M")."""

from __future__ import annotations

import re

from core.import_report import Decision
from ingestion.choosing import changeable
from ingestion.evidence import DURATION_IN_UNITS, IN_UNITS, ISO_DURATION, LONG_CLOCK, Evidence, matches
from ingestion.reading import Reading
from ingestion.sql import literal

_NAMED = re.compile(
    r"duration|elapsed|runtime|run time|uptime|lap ?time|time (?:spent|taken|to\b)|dauer|laufzeit|durée|durata|duración|length",
    re.IGNORECASE,
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def read_durations(evidence: Evidence, label: str) -> Reading | None:
    """None where the cells may as well be times of day, or amounts of something else."""
    forms: dict[str, int] = {}
    for (form, *_), cells in evidence.parts("duration"):
        forms[form] = forms.get(form, 0) + cells
    clocks = evidence.parts("time")
    named = _NAMED.search(label.replace("_", " ")) is not None
    two_parts = forms.get("clock1", 0) + sum(cells for (parts, _), cells in clocks if parts == "1")
    past_a_day = sum(cells for (_, over), cells in clocks if over) + forms.get("clock2", 0) + forms.get("clock1", 0)
    if set(forms) == {"letter"} and not named:
        return None
    if not forms and not named and not past_a_day:
        return None
    if two_parts:
        return _open(two_parts) if named or past_a_day else None
    detail = "The values are read as durations."
    decision = changeable(
        Decision(kind="duration", detail=detail, cells=evidence.filled, confidence=0.9), "type", "interval", "text"
    )
    return replaced(minutes_first=False, decisions=(decision,))


def replaced(*, minutes_first: bool, decisions: tuple[Decision, ...]) -> Reading:
    """The reading of every form of duration; `minutes_first` reads 3:45 as minutes and seconds, else as hours."""
    value = _value(minutes_first)
    return Reading(type="interval", value=value, fits=f"({value}) IS NOT NULL", decisions=decisions)


def _open(cells: int) -> Reading:
    detail = "Whether the values are hours and minutes or minutes and seconds is open, so they are kept as text."
    decision = changeable(
        Decision(kind="duration", detail=detail, cells=cells, confidence=0.6), "type", "text", "interval", "time"
    )
    return Reading(type="text", decisions=(decision,))


def _value(minutes_first: bool) -> str:
    seconds = (
        f"CASE WHEN {matches('{v}', LONG_CLOCK)} THEN {_clock_seconds(minutes_first)}"
        f" WHEN starts_with(ltrim({{v}}, '-'), 'P') AND {matches('{v}', ISO_DURATION)} THEN {_iso_seconds()}"
        f" WHEN {matches('{v}', DURATION_IN_UNITS)} THEN {_unit_seconds()} END"
    )
    sign = "CASE WHEN starts_with({v}, '-') THEN -1 ELSE 1 END"
    return f"to_microseconds(CAST(round({sign} * ({seconds}) * 1000000) AS BIGINT))"


def _clock_seconds(minutes_first: bool) -> str:
    parts = [f"TRY_CAST(replace(split_part(ltrim({{v}}, '-'), ':', {n}), ',', '.') AS DOUBLE)" for n in (1, 2, 3)]
    first, second = (60, 1) if minutes_first else (3600, 60)
    three = "split_part({v}, ':', 3) <> ''"
    return (
        f"CASE WHEN {three} THEN {parts[0]} * 3600 + {parts[1]} * 60 + {parts[2]}"
        f" ELSE {parts[0]} * {first} + {parts[1]} * {second} END"
    )


def _iso_seconds() -> str:
    """A year counts 365.25 days and a month a twelfth of it: ISO 8601 leaves their length open."""
    date, clock = "split_part({v}, 'T', 1)", "split_part({v}, 'T', 2)"
    amounts = [(date, "Y", 31_557_600), (date, "M", 2_629_800), (date, "W", 604_800), (date, "D", 86_400)]
    amounts += [(clock, "H", 3_600), (clock, "M", 60), (clock, "S", 1)]
    return " + ".join(_amount(text, f"([0-9.,]+){unit}", seconds) for text, unit, seconds in amounts)


def _unit_seconds() -> str:
    return " + ".join(_amount("{v}", f"(?i){IN_UNITS[unit]}", seconds) for unit, seconds in _SECONDS.items())


def _amount(text: str, pattern: str, seconds: int) -> str:
    found = f"replace(regexp_extract({text}, {literal(pattern)}, 1), ',', '.')"
    return f"coalesce(TRY_CAST({found} AS DOUBLE), 0) * {seconds}"

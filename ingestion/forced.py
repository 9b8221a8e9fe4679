"""Columns whose type a person chose: what fits is read, what does not is left empty and told."""

from __future__ import annotations

from dataclasses import replace

from core.import_report import Decision
from ingestion.calendar_dates import read_as_dates, read_times
from ingestion.choosing import VALUES, ColumnChoices, changeable
from ingestion.date_order import Order
from ingestion.durations import replaced as every_duration
from ingestion.evidence import Evidence
from ingestion.numerals import read_as_numbers
from ingestion.reading import TEXT, Reading
from ingestion.spellings import FALSE_WORDS, TRUE_WORDS
from ingestion.sql import literal

SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38, 6)",
    "float": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "time": "TIME",
    "boolean": "BOOLEAN",
    "interval": "INTERVAL",
}


def read_as(
    wanted: str, evidence: Evidence, chosen: ColumnChoices, comma_elsewhere: bool, likely_order: Order | None
) -> Reading:
    """`wanted` is one of the values of the choice “type”."""
    if wanted == "text":
        reading = TEXT
    elif wanted in {"integer", "decimal", "float"}:
        reading = read_as_numbers(wanted, evidence, comma_elsewhere, chosen)
    elif wanted in {"date", "timestamp"}:
        reading = read_as_dates(wanted, evidence, likely_order, chosen)
    elif wanted == "time":
        reading = read_times()
    elif wanted == "interval":
        reading = every_duration(minutes_first=_is_over_a_day(evidence), decisions=())
    else:
        reading = _either_word()
    told = chosen_type(wanted, evidence.filled)
    return replace(reading, lenient=wanted != "text", decisions=(told, *reading.decisions))


def chosen_type(wanted: str, cells: int) -> Decision:
    words = VALUES["type"][wanted].split(" as ", 1)[-1]
    decision = Decision(kind="type", detail=f"Read as {words}, as chosen.", cells=cells, by_person=True)
    return changeable(decision, "type", wanted, *(other for other in VALUES["type"] if other != wanted))


def _is_over_a_day(evidence: Evidence) -> bool:
    """Two parts of a clock whose first goes past 23 are minutes and seconds."""
    return any(over and parts == "1" for (parts, over), _ in evidence.parts("time")) or any(
        form == "clock1" for (form,), _ in evidence.parts("duration")
    )


def _either_word() -> Reading:
    text = "lower({v})"
    trues = ", ".join(literal(word) for word in (*TRUE_WORDS, "1", "1.0", "x"))
    falses = ", ".join(literal(word) for word in (*FALSE_WORDS, "0", "0.0"))
    value = f"(CASE WHEN {text} IN ({trues}) THEN true WHEN {text} IN ({falses}) THEN false END)"
    return Reading(type="boolean", value=value, fits=f"({value}) IS NOT NULL")

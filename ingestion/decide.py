"""From the shapes of a column's cells to the way they are read."""

from __future__ import annotations

import re
from collections import Counter

from core.import_report import Decision
from ingestion.calendar_dates import Order, read_dates, read_times
from ingestion.evidence import TRUE_WORDS, Evidence
from ingestion.numerals import read_numbers
from ingestion.reading import TEXT, Reading
from ingestion.sql import literal

_FLAG = re.compile(r"^(?:is|has|was|can|flag)[ _]|[ _](?:flag|yn|y_n)$", re.IGNORECASE)
_MIXED_SHARE = 0.5


def decide(
    evidence: Evidence, label: str, *, comma_elsewhere: bool = False, likely_order: Order | None = None
) -> Reading:
    """`comma_elsewhere` and `likely_order` are what other columns prove; they count where this one leaves it open."""
    values = evidence.filled - evidence.count("null")
    if values == 0:
        return TEXT
    numbers, dates, times = (evidence.count(kind) for kind in ("number", "date", "time"))
    if numbers == values:
        return _flags(evidence, label) or read_numbers(evidence, label, comma_elsewhere)
    if dates == values:
        return read_dates(evidence, likely_order)
    if times == values:
        return read_times()
    if evidence.count("word") == values:
        return _boolean(evidence) or TEXT
    return _mixed(numbers, dates + times, values)


def proves_decimal_comma(evidence: Evidence) -> bool:
    """Whether cells of this column can only be read with the comma as the decimal mark."""
    styles = Counter(parts[0] for parts, _ in evidence.parts("number"))
    commas = styles["comma"] + styles["eu"] + styles["space_comma"] + styles["apostrophe_comma"]
    return commas > 0 and evidence.count("number") == evidence.filled - evidence.count("null")


def _boolean(evidence: Evidence) -> Reading | None:
    words = {word: cells for (word,), cells in evidence.parts("word")}
    for yes, no in TRUE_WORDS.items():
        both = {yes, no} <= set(words) or yes == "true"
        if both and set(words) <= {yes, no}:
            detail = f"“{yes}” and “{no}” are read as true and false."
            cells = sum(words.values())
            return Reading(
                type="boolean",
                value=f"(lower({{v}}) = {literal(yes)})",
                fits=f"(lower({{v}}) IN ({literal(yes)}, {literal(no)}))",
                decisions=(Decision(kind="boolean", detail=detail, before=yes, after="true", cells=cells),),
            )
    return None


def _flags(evidence: Evidence, label: str) -> Reading | None:
    """Only the digits 0 and 1 can be flags, and only under a header that says so; the data is checked again."""
    shapes = [parts for parts, _ in evidence.parts("number")]
    if not _FLAG.search(label) or any(parts != ["short", "", ""] for parts in shapes):
        return None
    detail = f"0 and 1 under “{label}” are read as false and true."
    return Reading(
        type="boolean",
        value="({v} = '1')",
        fits="({v} IN ('0', '1'))",
        decisions=(
            Decision(kind="boolean", detail=detail, before="1", after="true", cells=evidence.filled, confidence=0.8),
        ),
    )


def _mixed(numbers: int, dates: int, values: int) -> Reading:
    most, kind = max((numbers, "numbers"), (dates, "dates"))
    if most < values * _MIXED_SHARE:
        return TEXT
    detail = f"{most} of {values} values are {kind} and {values - most} are not, so the column is kept as text."
    return Reading(type="text", decisions=(Decision(kind="mixed", detail=detail, cells=values - most),))

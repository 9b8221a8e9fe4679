"""From the shapes of a column's cells, and what a person chose, to the way they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from core.import_report import Decision
from ingestion.calendar_dates import read_dates, read_times
from ingestion.choosing import UNCHOSEN, ColumnChoices, changeable
from ingestion.date_order import Order
from ingestion.durations import read_durations
from ingestion.evidence import Evidence
from ingestion.forced import read_as
from ingestion.numerals import read_numbers
from ingestion.reading import TEXT, Reading
from ingestion.spellings import DASHES, DIRECTIONS, NULL_WORDS, SAFE_NULL_WORDS, TRUE_AND_FALSE
from ingestion.sql import literal
from ingestion.wording import counted

_FLAG = re.compile(r"^(?:is|has|was|can|flag)[ _]|[ _](?:flag|yn|y_n)$", re.IGNORECASE)
_MIXED_SHARE = 0.5
NOT_AVAILABLE = "NA"


def decide(
    evidence: Evidence,
    label: str,
    *,
    chosen: ColumnChoices = UNCHOSEN,
    comma_elsewhere: bool = False,
    likely_order: Order | None = None,
    null_elsewhere: bool = False,
) -> Reading:
    """`comma_elsewhere`, `likely_order` and `null_elsewhere` are what other columns prove; they count where this one leaves it open."""
    wanted = chosen.value("type")
    if wanted is not None:
        reading = read_as(wanted, evidence, chosen, comma_elsewhere, likely_order)
    else:
        reading = _by_evidence(evidence, label, chosen, comma_elsewhere, likely_order)
    if reading.type != "text":
        return reading
    return _with_null_words(reading, evidence, chosen, (NOT_AVAILABLE,) if null_elsewhere else ())


def proves_null(evidence: Evidence) -> bool:
    """Whether “NA” stands for no value among numbers, as programs for statistics write it."""
    marked = any(word == NOT_AVAILABLE for (word,), _ in evidence.parts("null"))
    numbers = evidence.count("number")
    return marked and numbers > 0 and numbers == evidence.filled - evidence.count("null")


def proves_decimal_comma(evidence: Evidence) -> bool:
    """Whether cells of this column can only be read with the comma as the decimal mark."""
    styles = Counter(parts[0] for parts, _ in evidence.parts("number"))
    commas = styles["comma"] + styles["eu"] + styles["space_comma"] + styles["apostrophe_comma"]
    return commas > 0 and evidence.count("number") == evidence.filled - evidence.count("null")


def _by_evidence(
    evidence: Evidence, label: str, chosen: ColumnChoices, comma_elsewhere: bool, likely_order: Order | None
) -> Reading:
    values = evidence.filled - evidence.count("null")
    if values == 0 or (evidence.count("null") and chosen.value("nulls") == "text"):
        return TEXT
    numbers, dates, times, durations = (evidence.count(kind) for kind in ("number", "date", "time", "duration"))
    if numbers == values:
        return _flags(evidence, label) or read_numbers(evidence, label, comma_elsewhere, chosen)
    if dates == values:
        return read_dates(evidence, likely_order, chosen)
    if times + durations == values:
        return read_durations(evidence, label) or (TEXT if durations else read_times())
    if evidence.count("word") == values and chosen.value("boolean") != "text":
        return _boolean(evidence, chosen) or TEXT
    return _mixed(numbers, dates + times, values)


def _with_null_words(reading: Reading, evidence: Evidence, chosen: ColumnChoices, proven: tuple[str, ...]) -> Reading:
    """Which words mean "no value" in a column of text, `proven` by others; what only may mean it is kept and told."""
    found = {word: cells for (word,), cells in evidence.parts("null")}
    safe = (*SAFE_NULL_WORDS, *proven, *(() if evidence.count("plus") else DASHES))
    wanted = chosen.value("nulls")
    if wanted == "text":
        return replace(reading, null_words=(), decisions=(*reading.decisions, _kept_words(found)))
    if wanted == "null":
        return replace(reading, null_words=tuple({*found, *safe}))
    doubtful = {word: cells for word, cells in found.items() if word not in safe}
    if doubtful and evidence.filled > evidence.count("null"):
        reading = replace(reading, decisions=(*reading.decisions, _kept_words(doubtful)))
    return replace(reading, null_words=safe)


def _kept_words(found: dict[str, int]) -> Decision:
    cells = sum(found.values())
    detail = f"{counted(cells, 'cell')} with {quoted_words(found)} may mean “no value” and are kept as text."
    first = next(iter(found), None)
    decision = Decision(kind="nulls", detail=detail, before=first, after=first, cells=cells, confidence=0.7)
    return changeable(decision, "nulls", "text", "null")


def quoted_words(words: Iterable[str], most: int = 4) -> str:
    listed = [f"“{word}”" if word.strip() else "nothing but quotes or spaces" for word in words]
    return " or ".join(listed[:most]) + (" and others" if len(listed) > most else "")


def _boolean(evidence: Evidence, chosen: ColumnChoices) -> Reading | None:
    words = {word: cells for (word,), cells in evidence.parts("word")}
    for yes, no in TRUE_AND_FALSE:
        both = {yes, no} <= set(words) or yes == "true"
        if both and set(words) <= {yes, no}:
            if (yes, no) == DIRECTIONS and chosen.value("boolean") is None:
                return _kept_directions(yes, no, sum(words.values()))
            detail = f"“{yes}” and “{no}” are read as true and false."
            cells = sum(words.values())
            decision = Decision(kind="boolean", detail=detail, before=yes, after="true", cells=cells)
            return Reading(
                type="boolean",
                value=f"(lower({{v}}) = {literal(yes)})",
                fits=f"(lower({{v}}) IN ({literal(yes)}, {literal(no)}))",
                decisions=(changeable(decision, "boolean", "boolean", "text"),),
            )
    return None


def _kept_directions(yes: str, no: str, cells: int) -> Reading:
    detail = f"“{yes}” and “{no}” may be yes and no, or directions, and are kept as text."
    decision = Decision(kind="boolean", detail=detail, before=yes, after=yes, cells=cells, confidence=0.6)
    return replace(TEXT, decisions=(changeable(decision, "boolean", "text", "boolean"),))


def _flags(evidence: Evidence, label: str) -> Reading | None:
    """Only the digits 0 and 1 can be flags, and only under a header that says so; the data is checked again."""
    shapes = [parts for parts, _ in evidence.parts("number")]
    if not _FLAG.search(label) or any(parts != ["short", "", ""] for parts in shapes):
        return None
    detail = f"0 and 1 under “{label}” are read as false and true."
    decision = Decision(kind="boolean", detail=detail, before="1", after="true", cells=evidence.filled, confidence=0.8)
    return Reading(
        type="boolean",
        value="({v} = '1')",
        fits="({v} IN ('0', '1'))",
        decisions=(changeable(decision, "type", "boolean", "integer", "text"),),
    )


def _mixed(numbers: int, dates: int, values: int) -> Reading:
    most, kind = max((numbers, "numbers"), (dates, "dates"))
    if most < values * _MIXED_SHARE:
        return TEXT
    others = f"{values - most:,} {'is' if values - most == 1 else 'are'} not"
    detail = f"{most:,} of {values:,} values are {kind} and {others}, so the column is kept as text."
    decision = Decision(kind="mixed", detail=detail, cells=values - most)
    instead = ("decimal", "integer") if kind == "numbers" else ("date", "timestamp")
    return Reading(type="text", decisions=(changeable(decision, "type", "text", *instead),))


__all__ = ["NULL_WORDS", "decide", "proves_decimal_comma", "quoted_words"]

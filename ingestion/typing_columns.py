"""Decides the type of every staged column by evidence over all rows, and writes the table with it.

A large table is looked at through a sample first. What is more than a plain type is then judged by
all cells, so that what is told is counted; every reading is checked against every row, and a column
with a cell that does not fit is judged anew by all of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import ColumnType
from ingestion.calendar_dates import steadier_order
from ingestion.choosing import UNCHOSEN, ColumnChoices, changeable, keyed
from ingestion.date_order import is_unclear, proven_order
from ingestion.decide import decide, proves_decimal_comma, proves_null, quoted_words
from ingestion.evidence import SAMPLE_ROWS, Evidence, gather, is_null_word
from ingestion.reading import Reading
from ingestion.sql import count_rows, literal, one_row, quoted
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_EXACT_SCALE = 6
_MOST_DIGITS = 18
_MOST_EXACT_DIGITS = 38
_CHUNK = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedColumn:
    """`select` is the SQL expression that makes the column's value from the staged text `source`."""

    source: str
    select: str
    unit: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """What all rows say about a reading: cells that do not fit, null words, most digits before and after the point.

    `other` counts numbers with an exponent, or in a column of text the cells with spaces around them; `digits` are
    then the bytes of the shortest cell.
    """

    unfit: int
    nulls: int
    digits: int
    scale: int
    other: int


def type_columns(
    connection: DuckDBPyConnection,
    relation: str,
    labels: Mapping[str, str],
    chosen: Mapping[str, ColumnChoices] | None = None,
) -> list[TypedColumn]:
    """`labels` gives the header of each staged column, `chosen` what a person decided about it."""
    wanted = chosen or {}
    names = list(labels)
    sample = SAMPLE_ROWS if count_rows(connection, relation) > 2 * SAMPLE_ROWS else None
    evidence = gather(connection, relation, names, sample)
    readings = _decide_all(connection, relation, evidence, labels, wanted)
    told = [name for name in names if readings[name].decisions]
    if told and sample is not None:
        evidence |= gather(connection, relation, told, None)
        readings = _decide_all(connection, relation, evidence, labels, wanted)
    checks = _check_all(connection, relation, readings, evidence)
    unfit = [name for name in names if checks[name].unfit]
    if unfit and sample is not None:
        evidence |= gather(connection, relation, [name for name in unfit if name not in told], None)
        again = _decide_all(connection, relation, evidence, labels, wanted)
        readings |= {name: again[name] for name in unfit}
        checks |= _check_all(connection, relation, {name: readings[name] for name in unfit}, evidence)
    return [_typed(name, readings[name], checks[name], evidence[name]) for name in names]


def _decide_all(
    connection: DuckDBPyConnection,
    relation: str,
    evidence: Mapping[str, Evidence],
    labels: Mapping[str, str],
    wanted: Mapping[str, ColumnChoices],
) -> dict[str, Reading]:
    comma = any(proves_decimal_comma(found) for found in evidence.values())
    no_value = any(proves_null(found) for found in evidence.values())
    proven = {order for found in evidence.values() if (order := proven_order(found))}
    elsewhere = proven.pop() if len(proven) == 1 else None
    readings = {}
    for name, found in evidence.items():
        order = elsewhere
        if order is None and is_unclear(found):
            order = steadier_order(connection, relation, name, found)
        choices = wanted.get(name, UNCHOSEN)
        readings[name] = decide(
            found, labels[name], chosen=choices, comma_elsewhere=comma, likely_order=order, null_elsewhere=no_value
        )
    return readings


def _check_all(
    connection: DuckDBPyConnection, relation: str, readings: Mapping[str, Reading], evidence: Mapping[str, Evidence]
) -> dict[str, _Check]:
    checks: dict[str, _Check] = {}
    names = list(readings)
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        aggregates = ", ".join(_check_sql(name, readings[name], bool(evidence[name].padded)) for name in chunk)
        row = one_row(connection, f"SELECT {aggregates} FROM {quoted(relation)}")
        for position, name in enumerate(chunk):
            values = [int(value or 0) for value in row[position * 5 : position * 5 + 5]]
            checks[name] = _Check(unfit=values[0], nulls=values[1], digits=values[2], scale=values[3], other=values[4])
    texts = {name: readings[name] for name, check in checks.items() if readings[name].type == "text"}
    for name, nulls in _nulls_of_texts(connection, relation, texts, checks).items():
        checks[name] = replace(checks[name], nulls=nulls)
    odd = {name: readings[name] for name, check in checks.items() if check.unfit}
    for name, nulls in _null_words(connection, relation, odd, evidence).items():
        checks[name] = replace(checks[name], unfit=checks[name].unfit - nulls, nulls=nulls)
    return checks


def _check_sql(name: str, reading: Reading, padded: bool) -> str:
    if reading.type == "text":
        padded_cells = f"count(*) FILTER (starts_with({quoted(name)}, ' ') OR ends_with({quoted(name)}, ' '))"
        return f"0, 0, min(strlen({quoted(name)})), 0, {padded_cells}"
    text = _text(name, padded)
    odd = f"count({quoted(name)}) - count(*) FILTER ({_fits(reading, text)})"
    if reading.number is None:
        return f"{odd}, 0, 0, 0, 0"
    number = _fill(reading.number, text)
    if reading.lenient:
        number = f"CASE WHEN {_fill(reading.fits, text)} THEN {number} END"
    sign = f"starts_with({number}, '-')::INT"
    if reading.type == "integer":
        return f"{odd}, 0, max(length({number}) - {sign}), 0, 0"
    point = f"strpos({number}, '.')"
    scale = f"max(CASE WHEN {point} > 0 THEN length({number}) - {point} ELSE 0 END)"
    exponents = f"count(*) FILTER ((contains({number}, 'e') OR contains({number}, 'E')) AND {reading.fits})"
    whole = f"max(CASE WHEN {point} > 0 THEN {point} - 1 ELSE length({number}) END - {sign})"
    return f"{odd}, 0, {whole}, {scale}, {_fill(exponents, text)}"


def _fits(reading: Reading, text: str) -> str:
    fits = _fill(reading.fits, text)
    if reading.number == "{v}":
        return fits
    value = reading.value if reading.number is None else f"TRY_CAST({reading.number} AS DOUBLE)"
    return f"{fits} AND ({_fill(value, text)}) IS NOT NULL"


def _null_words(
    connection: DuckDBPyConnection, relation: str, readings: Mapping[str, Reading], evidence: Mapping[str, Evidence]
) -> dict[str, int]:
    """How many of the cells that do not fit are empty or words for "no value"."""
    if not readings:
        return {}
    texts = {name: _text(name, bool(evidence[name].padded)) for name in readings}
    aggregates = ", ".join(
        f"count(*) FILTER (({text} = '' OR {is_null_word(text)}) AND ({_fits(readings[name], text)}) IS NOT TRUE)"
        for name, text in texts.items()
    )
    return dict(zip(texts, one_row(connection, f"SELECT {aggregates} FROM {quoted(relation)}"), strict=True))


def _typed(name: str, reading: Reading, check: _Check, evidence: Evidence) -> TypedColumn:
    if check.unfit and not reading.lenient:
        detail = f"{counted(check.unfit, 'value')} cannot be read like the others, so the column is kept as text."
        mixed = Decision(kind="mixed", detail=detail, cells=check.unfit)
        mixed = changeable(mixed, "type", "text", "timestamp" if reading.type == "timestamptz" else reading.type)
        return TypedColumn(source=name, select=f"nullif(trim({quoted(name)}), '')", decisions=(mixed,))
    if reading.type == "text":
        return _typed_text(name, reading, check)
    column_type, value = _type_and_value(reading, check)
    text = _text(name, bool(evidence.padded))
    if column_type == "text":
        detail = "The numbers have more digits than can be calculated with, so they are kept as text."
        kept = changeable(Decision(kind="type", detail=detail, cells=evidence.filled), "type", "text", "float")
        return TypedColumn(source=name, select=text, decisions=(kept,))
    select = _fill(value, text)
    if reading.number != "{v}" or reading.lenient:
        select = f"CASE WHEN {_fill(reading.fits, text)} THEN {select} END"
    decisions = (*reading.decisions, *_null_decision(check, evidence), *_unfit_decision(reading, check))
    return TypedColumn(source=name, select=select, unit=reading.unit, decisions=decisions)


def _unfit_decision(reading: Reading, check: _Check) -> Iterator[Decision]:
    if check.unfit:
        detail = f"{counted(check.unfit, 'cell')} cannot be read in the way that was chosen and are left empty."
        told = Decision(kind="mixed", detail=detail, cells=check.unfit, by_person=True)
        value = "timestamp" if reading.type == "timestamptz" else reading.type
        yield changeable(told, "type", value, "text")


def _typed_text(name: str, reading: Reading, check: _Check) -> TypedColumn:
    select = f"nullif(trim({quoted(name)}), '')" if check.other else quoted(name)
    decisions = reading.decisions
    if check.nulls:
        select = f"CASE WHEN trim({quoted(name)}) IN ({_listed(reading.null_words)}) THEN NULL ELSE {select} END"
        detail = f"{counted(check.nulls, 'cell')} with a word for “no value” {'is' if check.nulls == 1 else 'are'} left empty."
        decision = Decision(kind="nulls", detail=detail, cells=check.nulls)
        decisions = (*decisions, changeable(decision, "nulls", "null", "text"))
    if check.other:
        detail = f"Spaces around the text of {counted(check.other, 'cell')} are removed."
        decisions = (*decisions, Decision(kind="other", detail=detail, cells=check.other))
    return TypedColumn(source=name, select=select, decisions=decisions)


def _null_decision(check: _Check, evidence: Evidence) -> Iterator[Decision]:
    if check.nulls:
        written = [word for (word,), _ in evidence.parts("null")]
        written += [""] if check.nulls > evidence.count("null") else []
        words = quoted_words(dict.fromkeys(written))
        with_words = f"with {words} {'is' if check.nulls == 1 else 'are'} left empty"
        detail = f"{counted(check.nulls, 'cell')} {with_words}."
        yield changeable(Decision(kind="nulls", detail=detail, cells=check.nulls), "nulls", "null", "text")


def _type_and_value(reading: Reading, check: _Check) -> tuple[ColumnType, str]:
    if reading.number is None:
        return reading.type, reading.value
    if reading.type == "integer":
        if check.digits > _MOST_DIGITS:
            return "text", "{v}"
        return "integer", f"TRY_CAST({reading.number} AS BIGINT)"
    most = _MOST_DIGITS if check.digits + check.scale <= _MOST_DIGITS else _MOST_EXACT_DIGITS
    inexact = check.scale > _MOST_EXACT_SCALE or check.digits + check.scale > _MOST_EXACT_DIGITS
    if check.other or inexact or (check.scale == 0 and check.digits > _MOST_DIGITS):
        return "float", f"TRY_CAST({reading.number} AS DOUBLE)"
    if check.scale == 0 and not reading.lenient:
        return "integer", f"TRY_CAST({reading.number} AS BIGINT)"
    return "decimal", f"TRY_CAST({reading.number} AS DECIMAL({most}, {check.scale}))"


def _text(name: str, padded: bool) -> str:
    return f"trim({quoted(name)})" if padded else quoted(name)


def _fill(template: str, text: str) -> str:
    return template.replace("{v}", text)


def _nulls_of_texts(
    connection: DuckDBPyConnection, relation: str, readings: Mapping[str, Reading], checks: Mapping[str, _Check]
) -> dict[str, int]:
    """How many cells are words for "no value"; columns whose shortest cell is longer than any are not looked through."""
    asked = {}
    for name, reading in readings.items():
        words = reading.null_words
        if words and checks[name].digits <= max(len(word.encode()) for word in words) + 2 * bool(checks[name].other):
            text = _text(name, bool(checks[name].other))
            asked[name] = f"count(*) FILTER ({text} IN ({_listed(words)}))"
    if not asked:
        return {}
    return dict(
        zip(asked, one_row(connection, f"SELECT {', '.join(asked.values())} FROM {quoted(relation)}"), strict=True)
    )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(literal(word) for word in words)


def relabelled(column: TypedColumn, name: str, chosen: ColumnChoices = UNCHOSEN) -> TypedColumn:
    """The column with its decisions naming it as the person sees it, under the keys they are chosen by."""
    decisions = (keyed(decision, chosen.choices, chosen.place, chosen.part) for decision in column.decisions)
    return replace(column, decisions=tuple(replace(decision, column=name) for decision in decisions))

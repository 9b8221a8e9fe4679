"""Decides the type of every staged column by evidence over all rows, and writes the table with it.

A large table is looked at through a sample first; the reading that the sample suggests is then
checked against every row, and a column with a cell that does not fit is judged anew by all of its cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.import_report import Decision
from core.table import ColumnType
from ingestion.decide import decide, proves_decimal_comma
from ingestion.evidence import SAFE_NULL_WORDS, SAMPLE_ROWS, Evidence, gather, is_null_word
from ingestion.reading import TEXT, Reading
from ingestion.sql import count_rows, literal, one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_EXACT_SCALE = 6
_MOST_DIGITS = 18
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
    """What all rows say about a reading: cells that do not fit, null words, digits before and after the point."""

    unfit: int
    nulls: int
    whole_digits: int
    scale: int
    exponents: int


def type_columns(connection: DuckDBPyConnection, relation: str, labels: Mapping[str, str]) -> list[TypedColumn]:
    """`labels` gives the header of each staged column."""
    names = list(labels)
    sample = SAMPLE_ROWS if count_rows(connection, relation) > 2 * SAMPLE_ROWS else None
    evidence = _gather(connection, relation, names, sample)
    readings = _decide_all(evidence, labels)
    checks = _check_all(connection, relation, readings)
    unfit = [name for name in names if checks[name].unfit]
    if unfit and sample is not None:
        evidence |= _gather(connection, relation, unfit, None)
    if unfit:
        again = _decide_all(evidence, labels)
        readings |= {name: _judged_again(readings[name], again[name], evidence[name]) for name in unfit}
        checks |= _check_all(connection, relation, {name: readings[name] for name in unfit})
    return [_typed(name, readings[name], checks[name], evidence[name]) for name in names]


def _gather(
    connection: DuckDBPyConnection, relation: str, names: Sequence[str], sample: int | None
) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for start in range(0, len(names), _CHUNK):
        found |= gather(connection, relation, names[start : start + _CHUNK], sample)
    return found


def _decide_all(evidence: Mapping[str, Evidence], labels: Mapping[str, str]) -> dict[str, Reading]:
    comma = any(proves_decimal_comma(found) for found in evidence.values())
    return {name: decide(found, labels[name], comma_elsewhere=comma) for name, found in evidence.items()}


def _judged_again(first: Reading, again: Reading, evidence: Evidence) -> Reading:
    """Over all rows the same reading was refused: then the cells cannot be read that way and stay text."""
    if again != first:
        return again
    detail = "Some values cannot be read like the others, so the column is kept as text."
    return Reading(type="text", decisions=(Decision(kind="mixed", detail=detail, cells=evidence.filled),))


def _check_all(connection: DuckDBPyConnection, relation: str, readings: Mapping[str, Reading]) -> dict[str, _Check]:
    checks: dict[str, _Check] = {}
    names = list(readings)
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        counted = ", ".join(_check_sql(name, readings[name]) for name in chunk)
        row = one_row(connection, f"SELECT {counted} FROM {quoted(relation)}")
        for position, name in enumerate(chunk):
            values = [int(value or 0) for value in row[position * 5 : position * 5 + 5]]
            checks[name] = _Check(
                unfit=values[0], nulls=values[1], whole_digits=values[2], scale=values[3], exponents=values[4]
            )
    return checks


def _check_sql(name: str, reading: Reading) -> str:
    if reading.type == "text":
        return f"0, count(*) FILTER ({quoted(name)} IN ({_safe_nulls()})), 0, 0, 0"
    text = _text(name)
    fits = f"coalesce(({_fill(reading.fits, text)}), false)"
    if reading.number is None:
        value = _fill(reading.value, text)
        fits = f"({fits} AND ({value}) IS NOT NULL)"
    nullish = is_null_word(text)
    unfit = f"count(*) FILTER ({text} IS NOT NULL AND NOT {fits} AND {text} <> '' AND NOT {nullish})"
    nulls = f"count(*) FILTER ({text} IS NOT NULL AND NOT {fits} AND {nullish})"
    if reading.number is None or reading.type == "integer":
        digits = f"max(length({_fill(reading.number, text)}))" if reading.number else "0"
        return f"{unfit}, {nulls}, {digits}, 0, 0"
    number = _fill(reading.number, text)
    point = f"strpos({number}, '.')"
    scale = f"max(CASE WHEN {fits} AND {point} > 0 THEN length({number}) - {point} ELSE 0 END)"
    whole = f"max(CASE WHEN {fits} THEN CASE WHEN {point} > 0 THEN {point} - 1 ELSE length({number}) END END)"
    exponents = f"count(*) FILTER ({fits} AND contains(lower({number}), 'e'))"
    return f"{unfit}, {nulls}, {whole}, {scale}, {exponents}"


def _typed(name: str, reading: Reading, check: _Check, evidence: Evidence) -> TypedColumn:
    if check.unfit:
        reading = TEXT
    column_type, value = _type_and_value(reading, check)
    decisions = reading.decisions
    if reading.type != "text" and column_type == "text":
        detail = "The numbers have more digits than can be calculated with, so they are kept as text."
        decisions = (Decision(kind="type", detail=detail, cells=evidence.filled),)
    if column_type == "text":
        select = f"CASE WHEN {quoted(name)} IN ('', {_safe_nulls()}) THEN NULL ELSE {quoted(name)} END"
    else:
        select = _fill(value, _text(name))
        if reading.type != "integer" or reading.number != "{v}":
            select = f"CASE WHEN {_fill(reading.fits, _text(name))} THEN {select} END"
    if check.nulls:
        detail = f"{check.nulls} cells hold a word for “no value” and are left empty."
        decisions = (*decisions, Decision(kind="nulls", detail=detail, cells=check.nulls))
    unit = reading.unit if column_type != "text" else None
    return TypedColumn(source=name, select=select, unit=unit, decisions=decisions)


def _type_and_value(reading: Reading, check: _Check) -> tuple[ColumnType, str]:
    if reading.number is None:
        return reading.type, reading.value
    if reading.type == "integer":
        if check.whole_digits > _MOST_DIGITS:
            return "text", "{v}"
        return "integer", f"TRY_CAST({reading.number} AS BIGINT)"
    if check.exponents or check.scale > _MOST_EXACT_SCALE or check.whole_digits + check.scale > _MOST_DIGITS:
        return "float", f"TRY_CAST({reading.number} AS DOUBLE)"
    if check.scale == 0:
        return "integer", f"TRY_CAST({reading.number} AS BIGINT)"
    return "decimal", f"TRY_CAST({reading.number} AS DECIMAL({_MOST_DIGITS}, {check.scale}))"


def _text(name: str) -> str:
    return f"trim({quoted(name)})"


def _fill(template: str, text: str) -> str:
    return template.replace("{v}", text)


def _safe_nulls() -> str:
    return ", ".join(literal(word) for word in SAFE_NULL_WORDS)


def relabelled(column: TypedColumn, name: str) -> TypedColumn:
    """The column with its decisions naming it as the person sees it."""
    return replace(column, decisions=tuple(replace(decision, column=name) for decision in column.decisions))

"""What a person wants changed about an import, checked against its report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import InvalidInput, UnknownName
from core.import_choices import decision_key
from core.import_report import Alternative, Decision, ImportReport, TableReport
from core.suggest import close_names
from core.table import Table

_OF_COLUMNS = frozenset({"type", "date_order", "decimal_comma", "leading_zeros", "currency", "percent", "nulls"})
_BY_VALUE = ("type", "date_order", "decimal_comma", "leading_zeros", "nulls", "currency", "percent", "boolean")
_OF_TABLES = frozenset({"header"})
_OF_FILES = frozenset({"delimiter", "encoding"})
_SHORTEST_SLIP = 3
_HEADER = re.compile(r"none|[1-9]\d{0,6}(-[1-9]\d{0,6})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One change: `key` as the report gives it, or what it is made of. A `value` of None leaves it to the data again.

    `place` is the table's place in the file or, as `table`, its name; `column` a name or label; `row` counts as in
    the report. With a column but no `kind`, the value tells which; with a kind of rows but no row, the only one there
    is is meant.
    """

    value: str | None
    key: str | None = None
    kind: str | None = None
    place: str | None = None
    table: str | None = None
    column: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A decision of a report under its number, counted from 1 as people see it; `table` is None for the whole file."""

    number: int
    table: str | None
    decision: Decision


def numbered(report: ImportReport) -> tuple[Numbered, ...]:
    """The whole file's first, then table by table."""
    pairs: list[tuple[str | None, Decision]] = [(None, decision) for decision in report.decisions]
    pairs += [(table.table, decision) for table in report.tables for decision in table.decisions]
    return tuple(
        Numbered(number=number, table=table, decision=decision)
        for number, (table, decision) in enumerate(pairs, start=1)
    )


def chosen_by(
    wishes: Iterable[Wish], report: ImportReport, tables: Iterable[Table], kept: Mapping[str, str]
) -> dict[str, str | None]:
    """Values by key. Raises UnknownName and InvalidInput, which name what there is to choose from."""
    known = {entry.decision.key: entry.decision for entry in numbered(report) if entry.decision.key}
    labels = {table.name: table for table in tables}
    chosen: dict[str, str | None] = {}
    for wish in wishes:
        key = wish.key if wish.key is not None else _key_of(wish, report, labels)
        value = wish.value
        if value is None:
            _refuse_unknown(key, {*known, *kept})
        else:
            key, value = _as_number(key, value, known)
            _check(key, value, known, _possible(report, labels), kept)
        chosen[key] = value
    if not chosen:
        raise InvalidInput("Nothing is chosen.", hint="Give at least one choice with a key and a value.")
    return chosen


def _as_number(key: str, value: str, known: Mapping[str, Decision]) -> tuple[str, str]:
    """What “number” means for a column about which no decision knows that word."""
    kind, _, rest = key.partition("|")
    if value != "number" or key in known or kind not in _OF_COLUMNS:
        return key, value
    return f"type|{rest}", "decimal"


def _check(
    key: str, value: str, known: Mapping[str, Decision], possible: frozenset[str], kept: Mapping[str, str]
) -> None:
    kind = key.split("|", 1)[0]
    if key not in known and key not in possible and key not in kept:
        raise UnknownName("decision", key, (*known, *possible))
    decision = known.get(key)
    offered = (*decision.alternatives, *_own_value(decision)) if decision else ()
    if any(value == alternative.value for alternative in offered):
        return
    allowed = _values(kind)
    if not _fits(kind, value, allowed):
        hint = "Use none, the row of the header (3), or its rows (3-4)." if kind == "header" else None
        hint = hint or _instead(key, value, known, allowed)
        raise InvalidInput(f"“{value}” is no value of the decision “{key}”.", hint=hint)


def _instead(key: str, value: str, known: Mapping[str, Decision], allowed: frozenset[str]) -> str | None:
    """What there is to choose from: what the report offers about the same column or rows, then what else is possible."""
    about = key.partition("|")[2]
    alike = [
        decision for other, decision in known.items() if other == key or (about and other.partition("|")[2] == about)
    ]
    offered = {each.value: each.label for decision in alike for each in decision.alternatives}
    own = {decision.value for decision in alike if decision.value}
    close = close_names(value, {*offered, *own, *allowed}, most=1)
    if close and len(value) > _SHORTEST_SLIP:
        return f"Did you mean {close[0]}?"
    listed = [f"{name} ({label})" for name, label in offered.items()]
    others = sorted(allowed - offered.keys() - own)
    also = [f"{'also ' if listed else ''}{', '.join(others)}"] if others else []
    return f"It can be {'; '.join([*listed, *also])}." if listed or also else None


def _fits(kind: str, value: str, allowed: frozenset[str]) -> bool:
    if kind == "header":
        return _HEADER.fullmatch(value) is not None
    return value in allowed if allowed else kind in _OF_FILES


def _own_value(decision: Decision) -> tuple[Alternative, ...]:
    return () if decision.value is None else (Alternative(value=decision.value, label=""),)


def _values(kind: str) -> frozenset[str]:
    from ingestion.choosing import VALUES

    return frozenset(VALUES.get(kind, ()))


def _refuse_unknown(key: str, known: Iterable[str]) -> None:
    names = frozenset(known)
    if key not in names:
        raise UnknownName("decision", key, names)


def _possible(report: ImportReport, tables: Mapping[str, Table]) -> frozenset[str]:
    """Keys that hold for each column and table, whether the report tells a decision about them or not."""
    keys: set[str] = set()
    for table in report.tables:
        keys |= {decision_key(kind, table.place) for kind in _OF_TABLES}
        parts = _parts(tables.get(table.table)).values()
        keys |= {decision_key(kind, table.place, part) for kind in _OF_COLUMNS for part in parts}
    return frozenset(keys | _OF_FILES) if report.encoding or report.delimiter else frozenset(keys)


def _parts(table: Table | None) -> Mapping[str, str]:
    """What names each column in the key of a decision, by the column's name."""
    from ingestion.choosing import column_parts

    columns = table.columns if table else ()
    return dict(zip((column.name for column in columns), column_parts([each.label for each in columns]), strict=True))


def _key_of(wish: Wish, report: ImportReport, tables: Mapping[str, Table]) -> str:
    if wish.column is not None:
        return _key_of_column(wish, wish.column, report, tables)
    if not wish.kind:
        raise InvalidInput("A choice needs a key, a kind or a column.", hint="Take the key from the file's report.")
    if wish.kind in _OF_COLUMNS:
        raise InvalidInput(f"A choice of “{wish.kind}” needs a column.", hint="Name the column.")
    if wish.row is None and wish.kind not in _OF_TABLES:
        only = _only_key(wish, report)
        if only is not None:
            return only
    table = _table_of(wish, report)
    return decision_key(wish.kind, table.place if table else "", "" if wish.row is None else f"row {wish.row}")


def _key_of_column(wish: Wish, column: str, report: ImportReport, tables: Mapping[str, Table]) -> str:
    table = _table_of(wish, report)
    part = _part_of(column, table, tables)
    place = table.place if table else ""
    if wish.kind:
        return decision_key(wish.kind, place, part)
    decisions = table.decisions if table else ()
    told = {decision.key: decision for decision in decisions if decision.key}
    known = tuple(decision_key(kind, place, part) for kind in _BY_VALUE)
    for key in known:
        if key in told and any(wish.value == each.value for each in told[key].alternatives):
            return key
    return next((key for key in known if wish.value in _values(key.split("|", 1)[0])), known[0])


def _only_key(wish: Wish, report: ImportReport) -> str | None:
    """The one decision of this kind, where a choice names neither its row nor another part; None where there is none."""
    entries = [
        entry
        for entry in numbered(report)
        if entry.decision.key
        and entry.decision.key.split("|", 1)[0] == wish.kind
        and wish.table in (None, entry.table)
        and wish.place in (None, *(table.place for table in report.tables if table.table == entry.table))
    ]
    keys = [entry.decision.key for entry in entries]
    if len(keys) > 1:
        listed = ", ".join(f"{entry.number} ({entry.decision.detail})" for entry in entries[:5])
        raise InvalidInput(f"There are {len(keys)} decisions of that kind.", hint=f"Say which by its number: {listed}")
    return keys[0] if keys else None


def _table_of(wish: Wish, report: ImportReport) -> TableReport | None:
    """The table a wish means; None where it is about the whole file."""
    if wish.table is not None:
        return _one("table", wish.table, {table.table: table for table in report.tables})
    if wish.place is not None:
        return _one("place", wish.place, {table.place: table for table in report.tables})
    if wish.column is None and wish.row is None and wish.kind not in _OF_TABLES:
        return None
    if len(report.tables) == 1:
        return report.tables[0]
    names = ", ".join(table.table for table in report.tables)
    raise InvalidInput(f"{report.file} holds several tables.", hint=f"Say which is meant: {names}.")


def _one(kind: str, wanted: str, known: Mapping[str, TableReport]) -> TableReport:
    if wanted not in known:
        raise UnknownName(kind, wanted, known)
    return known[wanted]


def _part_of(column: str, table: TableReport | None, tables: Mapping[str, Table]) -> str:
    parts = _parts(tables.get(table.table)) if table else {}
    for name, part in parts.items():
        if column == name or column.casefold() == part.casefold():
            return part
    raise UnknownName("column", column, parts)

"""Which rows of a table are shown, as a condition in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import InvalidInput, UnknownName
from core.table import Cell

FilterKind = Literal[
    "equals",
    "empty",
    "between",
    "outside",
    "repeated",
    "repeated_rows",
    "not_number",
    "not_date",
    "padded",
    "spelled",
]
KINDS: tuple[FilterKind, ...] = get_args(FilterKind)
_OF_ROWS = frozenset({"repeated_rows"})
_WITH_ENDS = frozenset({"between", "outside"})

DATE_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """`low` and `high` are the ends of `between` (both included) and `outside`; `value` is what `equals` compares with."""

    kind: FilterKind
    column: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`parameters` fill `?` in order; `order` puts rows that belong together under each other."""

    sql: str
    parameters: tuple[Cell, ...] = ()
    order: str | None = None


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def condition_of(wanted: RowFilter, table: str, columns: Sequence[str]) -> Condition:
    """Raises UnknownName and InvalidInput."""
    if wanted.kind in _OF_ROWS:
        return _repeated(row_hash(columns), table)
    if wanted.column is None or wanted.column not in columns:
        raise UnknownName("column", wanted.column or "", columns)
    name = quoted(wanted.column)
    if wanted.kind in _WITH_ENDS:
        return _ends(wanted, name)
    if wanted.kind == "repeated":
        return _repeated(name, table)
    if wanted.kind == "spelled":
        return _spelled(name, table)
    if wanted.kind == "equals":
        if wanted.value is None:
            raise InvalidInput("The filter “equals” needs a value.", hint="Give it as “value”.")
        return Condition(sql=f"CAST({name} AS VARCHAR) = ?", parameters=(wanted.value,))
    return Condition(sql=_of_cell(wanted.kind, name))


def _of_cell(kind: FilterKind, name: str) -> str:
    return {
        "empty": f"{name} IS NULL",
        "not_number": f"{name} IS NOT NULL AND NOT ({as_number(name)})",
        "not_date": f"{name} IS NOT NULL AND NOT ({as_date(name)})",
        "padded": as_padded(name),
    }[kind]


def as_number(name: str) -> str:
    return f"TRY_CAST(trim({name}) AS DOUBLE) IS NOT NULL"


def as_date(name: str) -> str:
    """Only what has a digit before a separator is tried by all formats: trying is slow."""
    formats = ", ".join(f"'{one}'" for one in DATE_FORMATS)
    looks = f"length({name}) BETWEEN 6 AND 40 AND regexp_matches({name}, '[0-9][-/., ]')"
    return f"CASE WHEN {looks} THEN try_strptime(trim({name}), [{formats}]) END IS NOT NULL"


def as_padded(name: str) -> str:
    return f"(starts_with({name}, ' ') OR ends_with({name}, ' '))"


def row_hash(columns: Sequence[str]) -> str:
    return f"hash({', '.join(quoted(name) for name in columns)})"


def _repeated(value: str, table: str) -> Condition:
    twice = f"SELECT {value} FROM {quoted(table)} GROUP BY {value} HAVING count(*) > 1"
    return Condition(sql=f"{value} IN ({twice})", order=value)


def _spelled(name: str, table: str) -> Condition:
    folded = f"lower(trim({name}))"
    several = f"SELECT {folded} FROM {quoted(table)} GROUP BY {folded} HAVING count(DISTINCT {name}) > 1"
    return Condition(sql=f"{folded} IN ({several})", order=folded)


def _ends(wanted: RowFilter, name: str) -> Condition:
    ends = [(">=", wanted.low), ("<=", wanted.high)] if wanted.kind == "between" else []
    ends = ends or [("<", wanted.low), (">", wanted.high)]
    given = [(sign, end) for sign, end in ends if end is not None]
    if not given:
        raise InvalidInput(f"The filter “{wanted.kind}” needs ends.", hint="Give “low”, “high” or both.")
    joined = " AND " if wanted.kind == "between" else " OR "
    sql = joined.join(f"{name} {sign} {_typed(end)}" for sign, end in given)
    return Condition(sql=f"({sql})", parameters=tuple(end for _, end in given), order=name)


def _typed(end: str) -> str:
    return "CAST(? AS DOUBLE)" if _is_number(end) else "CAST(? AS TIMESTAMP)"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

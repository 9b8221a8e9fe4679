"""Columns as fields of a spec, and the few expressions that a spec may hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from charts.cells import Plain

_SAFE = re.compile(r"(?!__)[^\W\d][\w ]{0,62}")
_RESERVED = frozenset({"constructor", "toString", "valueOf", "hasOwnProperty"})


def field_names(columns: Sequence[str]) -> dict[str, str]:
    """A key for each column that Vega reads as one name: its own, unless a path or quote could be read into it.

    Vega takes dots and brackets for paths and escapes them differently from transform to transform,
    so that such a column is keyed by its place.
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for place, column in enumerate(columns, 1):
        if column in names:
            continue
        name = column if _SAFE.fullmatch(column) and column not in _RESERVED else f"column {place}"
        while name in taken or (name != column and name in columns):
            name += " x"
        taken.add(name)
        names[column] = name
    return names


def unused_name(wish: str, names: Iterable[str]) -> str:
    taken = set(names)
    while wish in taken:
        wish += " x"
    return wish


def named_values(source: str, fallback: str, names: Mapping[Plain, str]) -> str:
    """An expression that writes some values of `source` by other names, and the rest as `fallback`."""
    cases = "".join(f"{source} === {literal(value)} ? {literal(name)} : " for value, name in names.items())
    return cases + fallback


def literal(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def datum(name: str) -> str:
    return f"datum[{literal(name)}]"


def formatted(source: str, pattern: str) -> str:
    """A number by a pattern; "B" for what d3 calls "G"."""
    return f"replace(format({source}, {literal(pattern)}), {literal('G')}, {literal('B')})"


def period(source: str, pattern: str) -> str:
    return f"utcFormat(toDate({source}), {literal(pattern)})"

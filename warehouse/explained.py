"""How DuckDB will run a statement: its own drawing, and the same in sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from warehouse.guarding import Guarded

EXPLAIN = re.compile(r"^EXPLAIN (?:ANALYZE )?")
_OWN_CATALOG = re.compile(r'"?tablespeak_file_\d+"?\.(?:main\.)?')
_INTERNAL = re.compile(r"#\d|__internal|^_?[a-z]+_\d+$")
_JOINS = {"INNER": "that have a match", "LEFT": "keeping rows without a match", "SEMI": "keeping those with a match"}
_MOST = 60


def as_drawing(guarded: Guarded) -> Guarded:
    return replace(guarded, sql=f"EXPLAIN {EXPLAIN.sub('', guarded.sql)}")


def as_tree(guarded: Guarded) -> Guarded:
    return replace(guarded, sql=f"EXPLAIN (FORMAT JSON) {EXPLAIN.sub('', guarded.sql)}")


def without_own_names(drawing: str) -> str:
    return _OWN_CATALOG.sub("", drawing)


def told_steps(tree: str) -> tuple[str, ...]:
    """One sentence for each step that changes rows, in the order in which they run."""
    (root, *_) = json.loads(tree)
    return tuple(dict.fromkeys(_told(root)))[:_MOST]


def _told(node: Mapping[str, Any]) -> Iterator[str]:
    for child in node.get("children") or ():
        yield from _told(child)
    sentence = step_sentence(str(node.get("name", "")).strip(), node.get("extra_info") or {})
    if sentence:
        yield sentence


def step_sentence(name: str, info: Mapping[str, Any]) -> str | None:
    """None for a step that changes no rows."""
    if "SCAN" in name:
        return _scan(name, info)
    if "JOIN" in name:
        return _join(name, info)
    if "GROUP_BY" in name or name.endswith("AGGREGATE"):
        return _groups(info)
    if name in ("TOP_N", "ORDER_BY"):
        ordered = _listed(info.get("Order By"))
        return f"Keeps the first {info.get('Top', '')} by {ordered}." if name == "TOP_N" else f"Sorts by {ordered}."
    if name == "FILTER":
        return f"Keeps rows where {_listed(info.get('Expression'), ' and ')}."
    if "LIMIT" in name:
        return "Stops once enough rows are there."
    return _OTHERS.get(name)


_OTHERS = {
    "WINDOW": "Computes window functions over neighbouring rows.",
    "STREAMING_WINDOW": "Computes window functions over neighbouring rows.",
    "UNION": "Puts the rows of both parts together.",
    "CROSS_PRODUCT": "Pairs every row with every other: this can be a great many.",
    "UNNEST": "Makes a row of each item of a list.",
    "DISTINCT": "Removes rows that are the same.",
}


def _scan(name: str, info: Mapping[str, Any]) -> str | None:
    table = info.get("Table") or info.get("Function")
    if not table or name == "DUMMY_SCAN":
        return None
    columns = _items(info.get("Projections"))
    parts = [f"Reads {without_own_names(str(table)).strip(chr(34))}"]
    if columns:
        some = ", ".join(columns[:6]) + (f" and {len(columns) - 6} more" if len(columns) > 6 else "")
        parts.append(f": {some}")
    filters = _items(info.get("Filters"))
    if filters:
        parts.append(f", only where {' and '.join(filters)}")
    return "".join(parts) + f"{_about(info)}."


def _join(name: str, info: Mapping[str, Any]) -> str:
    kind = str(info.get("Join Type", "INNER")).upper()
    matched = _listed(info.get("Conditions"), " and ")
    on = f" on {matched}" if matched else ""
    slow = ", comparing every pair" if name in ("NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN") else ""
    return f"Joins{on}{slow}, {_JOINS.get(kind, f'as {kind.lower()} join')}{_about(info)}."


def _groups(info: Mapping[str, Any]) -> str:
    keys = [key for key in _items(info.get("Groups")) if not _INTERNAL.search(key)]
    made = [one for one in _items(info.get("Aggregates")) if not _INTERNAL.search(one)]
    by = f" by {', '.join(keys)}" if keys else ""
    what = f" and computes {', '.join(made)}" if made else ""
    return f"Groups rows{by}{what}{_about(info)}." if info.get("Groups") else f"Adds all rows up{what}."


def _about(info: Mapping[str, Any]) -> str:
    """DuckDB's estimate, which is often far off."""
    rows = str(info.get("Estimated Cardinality", ""))
    return f" (about {int(rows):,} rows)" if rows.isdecimal() else ""


def _items(told: Any) -> list[str]:
    items = told if isinstance(told, list) else str(told or "").split("\n")
    return [without_own_names(str(item)).removesuffix(" EXPORT_STATE") for item in items if item]


def _listed(told: Any, between: str = ", ") -> str:
    return between.join(_items(told))

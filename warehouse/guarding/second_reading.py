"""What will run, read once more by DuckDB's own parser: two readers that differ must not be played against each other.

DuckDB tells its tree as JSON. Kinds of nodes, sources, functions and types are allow-lists here too, so that what a
later version adds is refused until it is listed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from core.errors import GuardRefusal
from warehouse.connection import DatabaseError, parsing_connection
from warehouse.guarding.functions import TABLE_FUNCTIONS, VALUES
from warehouse.guarding.listed import folded, listed

_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
_SOURCES = frozenset(
    {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "PIVOT", "SHOW_REF", "EMPTY", "EMPTY_FROM"}
)
_MODIFIERS = frozenset({"ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER"})
_ORDERS = frozenset({"ORDER_DEFAULT", "ASCENDING", "DESCENDING"})
_KINDS = _NODES | _SOURCES | _MODIFIERS | _ORDERS
_EXPRESSIONS = listed(
    """
    BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA LAMBDA_REF OPERATOR PARAMETER
    POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW
    """
)
_TYPES = listed(
    """
    array bigint bignum binary bit bitstring blob bool boolean bytea char date datetime dec decimal double enum float
    float4 float8 hugeint int int1 int16 int128 int2 int32 int4 int64 int8 integer integer_literal interval json list
    long map nchar null numeric nvarchar real short signed smallint sqlnull string string_literal struct text time
    time_ns timestamp timestamp_ms timestamp_ns timestamp_s timestamp_us timestamptz timetz tinyint ubigint uhugeint
    uint128 uint16 uint32 uint64 uint8 uinteger union usmallint utinyint uuid varbinary varchar
    """
) | {"time with time zone", "timestamp with time zone"}
_OWN = frozenset({"macro_parameters", "unbound"})
_SHORT = 4_000
_PLACES = ("query_location", "query_location_length")
Visible = frozenset[str]


def check_reading(sql: str, tables: Sequence[str], shields: Sequence[str] = ()) -> None:
    """Raises GuardRefusal for what DuckDB finds in `sql` beyond one query over `tables`.

    Each of `shields` is a query that alone may read the tables it names; elsewhere they must not appear.
    """
    shielded = [_shield(shield) for shield in shields]
    hidden = {name for node in shielded for name in _base_names(node)}
    reading = _Reading({folded(name) for name in tables} - hidden, shielded)
    reading.check(_read(sql))


class _Reading:
    """One walk; `visible` are the WITH queries that can be named where a node stands."""

    def __init__(self, known: set[str], shields: list[Any]) -> None:
        self._known, self._shields = known, shields

    def check(self, root: Any) -> None:
        waiting: list[tuple[Any, Visible]] = [(root, frozenset())]
        while waiting:
            node, visible = waiting.pop()
            if isinstance(node, list):
                waiting.extend((part, visible) for part in node)
            elif isinstance(node, dict):
                waiting.extend(self._parts(node, visible))

    def _parts(self, node: dict[str, Any], visible: Visible) -> Iterator[tuple[Any, Visible]]:
        if "class" in node:
            yield from _parts_of_expression(node, visible)
            return
        kind = node.get("type")
        if isinstance(kind, str):
            if kind not in _KINDS:
                raise _refusal(kind.removesuffix("_NODE").replace("_", " "))
            self._check_source(kind, node, visible)
            if kind == "SUBQUERY" and node.get("subquery") in self._shields:
                yield node.get("sample"), visible
                return
        for entry in (node.get("cte_map") or {}).get("map", ()):
            yield entry["value"], visible
            visible |= {folded(entry["key"])}
        own: Visible = frozenset()
        if kind in ("RECURSIVE_CTE_NODE", "CTE_NODE"):
            own = frozenset({folded(node["cte_name"])})
        for key, part in node.items():
            if key not in ("cte_map", "sample_size"):
                yield part, visible | own if key in ("right", "child") else visible

    def _check_source(self, kind: str, node: dict[str, Any], visible: Visible) -> None:
        if kind == "BASE_TABLE":
            if node.get("catalog_name") or node.get("schema_name") or node.get("at_clause"):
                raise _refusal("a schema or database before a table's name")
            name = folded(node["table_name"])
            if name not in self._known and name not in visible:
                raise _refusal(f"the table {node['table_name']} at this place")
        elif kind == "TABLE_FUNCTION":
            function = node["function"]
            if folded(function.get("function_name", "")) not in TABLE_FUNCTIONS or _is_prefixed(function):
                raise _refusal(f"{function.get('function_name', 'that')}() after FROM")
        elif kind == "SHOW_REF" and (node.get("show_type") not in ("DESCRIBE", "SUMMARY") or not node.get("query")):
            raise _refusal("SHOW")


def _parts_of_expression(node: dict[str, Any], visible: Visible) -> Iterator[tuple[Any, Visible]]:
    kind = node["class"]
    if kind not in _EXPRESSIONS:
        raise _refusal(str(kind))
    if kind == "CONSTANT":
        return
    if kind in ("FUNCTION", "WINDOW"):
        _check_function(node)
    elif kind == "TYPE":
        _check_type(node.get("type_name"))
    elif kind == "CAST":
        _check_types(node.get("cast_type"))
    for key, part in node.items():
        if key not in ("cast_type", "qualified_name"):
            yield part, visible


def _check_function(node: dict[str, Any]) -> None:
    name = folded(node.get("function_name", ""))
    is_sign = not any(sign.isalnum() or sign == "_" for sign in name)
    if not (is_sign or name in VALUES or name in TABLE_FUNCTIONS):
        raise _refusal(f"the function {name}()")


def _is_prefixed(function: dict[str, Any]) -> bool:
    return bool(function.get("schema") or function.get("catalog"))


def _check_types(kind: Any) -> None:
    """A type that DuckDB 1.5 tells with its parts."""
    if isinstance(kind, list):
        for part in kind:
            _check_types(part)
    elif isinstance(kind, dict):
        if "id" in kind:
            _check_type("int" if str(kind["id"]).lower() in _OWN else kind["id"])
        for key, part in kind.items():
            if key == "name" and "id" not in kind and kind.get("type") in ("UNBOUND_TYPE_INFO", "USER_TYPE_INFO"):
                _check_type(part)
            _check_types(part)


def _check_type(name: Any) -> None:
    if str(name).lower() not in _TYPES:
        raise _refusal(f"the type {name}")


def _refusal(found: str) -> GuardRefusal:
    return GuardRefusal(
        f"DuckDB reads {found} in this SQL, which is not allowed here.",
        construct=found,
        hint="Write one SELECT over this workspace's tables in a plainer form.",
    )


@lru_cache(maxsize=256)
def _shield(sql: str) -> Any:
    statement = _read(f"SELECT * FROM ({sql}) AS shield")
    return statement["node"]["from_table"]["subquery"]


def _base_names(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _base_names(part)
    elif isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield folded(node["table_name"])
        for part in node.values():
            yield from _base_names(part)


_lock = threading.Lock()


@cache
def _parser() -> Any:
    return parsing_connection()


def _read(sql: str) -> Any:
    """The one statement in `sql`, without places in the text. A question's SQL is guarded several times."""
    return _read_lately(sql) if len(sql) <= _SHORT else _read_now(sql)


@lru_cache(maxsize=256)
def _read_lately(sql: str) -> Any:
    return _read_now(sql)


def _read_now(sql: str) -> Any:
    try:
        with _lock:
            written = _parser().execute(_ASK, [sql]).fetchall()[0][0]
    except DatabaseError as error:
        raise GuardRefusal("The SQL cannot be read by DuckDB.", construct="syntax") from error
    told = json.loads(written, object_hook=_without_places)
    if told["error"]:
        raise GuardRefusal(
            f"The SQL cannot be read: {told['error_message']}.", construct="syntax", hint="Check the SQL near there."
        )
    statements = told["statements"]
    if len(statements) != 1:
        raise _refusal(f"{len(statements)} statements")
    return statements[0]


def syntax_told(sql: str) -> dict[str, Any] | None:
    """What DuckDB's parser says of SQL that it cannot read, with the place as it counts it; None of what it can."""
    try:
        with _lock:
            written = _parser().execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0]
    except DatabaseError:
        return None
    told: dict[str, Any] = json.loads(written)
    return told if told["error"] and told.get("error_type") == "parser" else None


_ASK = "SELECT json_serialize_sql(?, skip_null := true, skip_empty := true, skip_default := true)"


def _without_places(node: dict[str, Any]) -> dict[str, Any]:
    for place in _PLACES:
        node.pop(place, None)
    return node

"""Judges every function call by name and by where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from core.errors import GuardRefusal
from core.suggest import close_names
from warehouse.guarding.functions import TABLE_FUNCTIONS, VALUES
from warehouse.guarding.listed import folded, listed

_BEFORE_PARENTHESIS = listed(
    """
    in values as over filter on using exists from join where and or not select by having qualify limit offset repeatable when
    then else case union all except exclude replace rename intersect distinct with materialized any some sets
    rollup cube end within group for lateral between is like ilike similar sample reservoir bernoulli system
    tablesample pivot unpivot columns interval row rows key cast try_cast grouping array struct map list enum
    decimal numeric dec varchar char character text string nvarchar bpchar nchar binary varbinary blob bit
    bitstring float double real time timestamp timestamptz datetime union bignum window describe summarize left
    right
    """
)
_NOT_NAMES = (TokenType.STRING, TokenType.NUMBER)
_VALUE_KEYWORDS = frozenset(
    {
        TokenType.CURRENT_USER,
        TokenType.CURRENT_ROLE,
        TokenType.CURRENT_SCHEMA,
        TokenType.CURRENT_CATALOG,
        TokenType.SESSION_USER,
    }
)
_INSTEAD = {
    "query": "Write the query itself.",
    "query_table": "Name the table after FROM.",
    "variant_typeof": "Use typeof().",
    "pg_typeof": "Use typeof().",
    "json_structure": "Use json_keys() or json_type().",
}
_READERS = ("read_", "parquet_", "sniff_", "glob", "iceberg_", "delta_", "sqlite_", "postgres_", "mysql_", "st_read")
_SYSTEM = (
    "duckdb_",
    "pragma_",
    "pg_",
    "current_",
    "getvariable",
    "getenv",
    "session_",
    "has_",
    "inet_",
    "which_",
    "version",
)


def check_calls(tree: exp.Expr, text: str) -> None:
    """`text` is what will run, `tree` its parse. Raises GuardRefusal for a call that is not listed."""
    for source in tree.find_all(exp.Table, exp.Lateral):
        if isinstance(source, exp.Lateral) or not isinstance(source.this, exp.Identifier):
            _check_table_function(source)
    named = [folded(alias.name) for alias in tree.find_all(exp.TableAlias) if alias.args.get("columns")]
    _check_names(sqlglot.tokenize(text, read="duckdb"), Counter(named))


def _check_table_function(table: exp.Expr) -> None:
    call = table.this
    if isinstance(call, (exp.Subquery, exp.Unnest, exp.GenerateSeries, exp.Explode)):
        return
    name = _name_of(call)
    if isinstance(call, exp.Anonymous) and folded(name) in TABLE_FUNCTIONS and not table.args.get("db"):
        return
    raise GuardRefusal(
        f"{folded(name)}() cannot be read from.",
        construct=f"{folded(name)}()",
        hint=_instead_of_source(folded(name)),
    )


def _instead_of_source(name: str) -> str:
    if name.startswith((*_READERS, *_SYSTEM)):
        return _instead_of(name)
    return "After FROM, use a table of this workspace, range(), generate_series() or unnest()."


def _name_of(call: object) -> str:
    if isinstance(call, exp.Anonymous):
        return call.name
    return call.sql_name() if isinstance(call, exp.Func) else "this"


def _check_names(tokens: Sequence[Token], column_lists: Counter[str]) -> None:
    """A name before a parenthesis is a call, unless it is a keyword or one of the aliases with a column list."""
    for token in tokens:
        if token.token_type in _VALUE_KEYWORDS:
            _refuse(folded(token.text))
    for token, following in pairwise(tokens):
        if following.token_type is not TokenType.L_PAREN or token.token_type in _NOT_NAMES:
            continue
        name = _called(token)
        if name is None or name in VALUES or name in TABLE_FUNCTIONS:
            continue
        if column_lists[name] <= 0:
            _refuse(name)
        column_lists[name] -= 1


def _called(token: Token) -> str | None:
    """None for what cannot name a function: an operator, or a keyword that is not in quotes."""
    name = folded(token.text)
    if token.token_type is TokenType.IDENTIFIER:
        return name
    last_word = name.split()[-1] if name.strip() else ""
    if not (last_word[:1].isalpha() or last_word[:1] == "_") or last_word in _BEFORE_PARENTHESIS:
        return None
    return name


def _refuse(name: str) -> None:
    raise GuardRefusal(f"The function {name}() is not allowed here.", construct=f"{name}()", hint=_instead_of(name))


def _instead_of(name: str) -> str:
    if name in _INSTEAD:
        return _INSTEAD[name]
    if name.startswith(_READERS):
        return "Files cannot be read in a query: load the file, then name its table."
    if name.startswith(_SYSTEM):
        return "Settings and the catalog cannot be read here; DESCRIBE shows a table's columns."
    close = close_names(name, VALUES, most=1)
    return f"Did you mean {close[0]}()?" if close else "Use a function that computes from its arguments alone."

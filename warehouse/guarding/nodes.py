"""The kinds of syntax that a read-only statement may be made of; anything else is refused."""

from __future__ import annotations

from sqlglot import exp

from core.errors import GuardRefusal
from warehouse.guarding.listed import listed

ROOTS = (exp.Select, exp.SetOperation, exp.Subquery, exp.Values, exp.Pivot, exp.Summarize, exp.Describe)

_QUERIES = (
    "Select Union Except Intersect Subquery From Join Where Group Having Qualify Order Ordered Limit LimitOptions Offset "
    "Fetch Distinct With CTE Table TableAlias Values Tuple Lateral TableSample Pivot PivotAlias PivotAny "
    "UnpivotColumns Cube Rollup GroupingSets Summarize Describe"
)
_VALUES = (
    "Alias Aliases Column Identifier Literal Boolean Null Star Paren Placeholder Interval IntervalSpan Var DataType "
    "DataTypeParam Bracket Slice Lambda Kwarg PropertyEQ Comprehension ForIn AtTimeZone HexString BitString ByteString RawString "
    "UnicodeString National Heredoc ColumnDef Dot JSON JSONKeyValue FormatJson PositionalColumn Operator Collate "
    "JSONPath JSONPathFilter JSONPathKey JSONPathRecursive JSONPathRoot JSONPathScript JSONPathSelector "
    "JSONPathSlice JSONPathSubscript JSONPathUnion JSONPathWildcard TableColumn"
)
_OPERATORS = (
    "Add Sub Mul Div IntDiv Mod BitwiseAnd BitwiseOr BitwiseXor BitwiseNot BitwiseLeftShift BitwiseRightShift DPipe EQ NEQ GT "
    "GTE LT LTE NullSafeEQ NullSafeNEQ Is Not Neg Between In Like ILike Glob SimilarTo Escape Any All Distance Overlaps "
    "ExtendsLeft ExtendsRight"
)
_CALLS = "Window WindowSpec Filter WithinGroup IgnoreNulls RespectNulls HavingMax"
ALLOWED = frozenset(
    getattr(exp, name) for name in f"{_QUERIES} {_VALUES} {_OPERATORS} {_CALLS}".split() if hasattr(exp, name)
)

_T = exp.DataType.Type
TYPES = frozenset(
    getattr(_T, name)
    for name in listed(
        """
    ARRAY BIGINT BIGNUM BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INT INT128 INTERVAL
    JSON LIST MAP NCHAR NULL NVARCHAR SMALLINT STRUCT TEXT TIME TIMETZ TIMESTAMP TIMESTAMPNTZ TIMESTAMPLTZ
    TIMESTAMPTZ TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS TIME_NS TINYINT UBIGINT UINT UINT128 UNION USMALLINT
    UTINYINT UUID VARBINARY VARCHAR
"""
    )
)

_SPOKEN: dict[type[exp.Expr], str] = {
    exp.Command: "That kind of statement",
    exp.Into: "SELECT INTO",
    exp.Lock: "FOR UPDATE",
    exp.Copy: "COPY",
    exp.HistoricalData: "AT (VERSION …)",
    exp.Semicolon: "A second statement",
}
_READ_ONLY = "Only one SELECT that reads tables of this workspace can run here."


def check_root(tree: exp.Expr) -> None:
    if not isinstance(tree, ROOTS):
        raise GuardRefusal(f"{spoken(tree)} is not allowed here.", construct=spoken(tree), hint=_READ_ONLY)


def check_nodes(tree: exp.Expr) -> None:
    """Raises GuardRefusal for the first node, anywhere, whose kind is not listed."""
    for node in tree.walk():
        if isinstance(node, exp.DataType):
            _check_type(node)
        elif isinstance(node, (exp.Summarize, exp.Describe)) and not isinstance(node.this, (exp.Table, exp.Query)):
            raise GuardRefusal(
                f"{spoken(node)} takes a table or a query here.",
                construct=spoken(node),
                hint=f"Write {spoken(node)} and a table's name.",
            )
        elif isinstance(node, exp.Placeholder) and node.this and not node.name.isdigit():
            raise GuardRefusal(
                "Parameters have no names here.", construct=f"${node.name}", hint="Write ? for each value."
            )
        elif isinstance(node, exp.Func):
            continue  # Functions are judged by name: see functions.py.
        elif type(node) not in ALLOWED:
            raise GuardRefusal(f"{spoken(node)} is not allowed here.", construct=spoken(node), hint=_READ_ONLY)


def spoken(node: exp.Expr) -> str:
    """What a person calls it: CREATE, DELETE, FOR UPDATE."""
    if isinstance(node, exp.Command):
        return str(node.this).upper()
    return _SPOKEN.get(type(node)) or node.key.upper()


def _check_type(node: exp.DataType) -> None:
    if node.this not in TYPES and not isinstance(node.this, exp.Interval):
        name = node.sql(dialect="duckdb")
        raise GuardRefusal(
            f"The type {name} is not allowed here.",
            construct=name,
            hint="Cast to a plain type such as VARCHAR, DOUBLE or DATE.",
        )

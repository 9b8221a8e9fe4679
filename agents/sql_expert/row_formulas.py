"""Figures over what columns of one row come to: "average (list price minus unit cost) by brand", "total (doses times unit cost)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.definitions import short_told
from core.plan import (
    Aggregate,
    AggregateFunction,
    Arithmetic,
    ArithmeticOperator,
    Expression,
    FieldRef,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    Order,
    OutputRef,
    Plan,
    Value,
)

Read = Callable[[str], Plan | None]
_FUNCTIONS: dict[str, AggregateFunction] = {
    "total": "sum", "sum": "sum", "average": "avg", "avg": "avg", "mean": "avg", "median": "median", "highest": "max", "maximum": "max",
    "max": "max", "largest": "max", "lowest": "min", "minimum": "min", "min": "min", "smallest": "min",
}  # fmt: skip
_SPOKEN = {"sum": "total", "avg": "average", "max": "highest", "min": "lowest", "median": "median"}
_FORMULA = re.compile(
    r"^(?:(?:what(?:'s|’s| is| are| was| were)|show(?: me)?|return|give me|calculate|compute|find|list)\s+)?(?:the |our |each )*"
    rf"(?:(?P<function>{'|'.join(_FUNCTIONS)})\s+(?:of )?(?:the )?)?(?:(?P<name>[\w -]+?)\s+)?\((?:(?:i\.e\.,?|=|that is,?)\s*)?"
    r"(?P<formula>(?:[^()]|\([^()]*\))+)\)"
    r"(?P<tail>(?:,?\s+(?:by|per|for|in|during|since|over|last|this|across|each|of|from|where)\b[^()]*)?)[?.!\s]*$",
    re.IGNORECASE,
)  # fmt: skip
_BARE = re.compile(
    r"^(?:(?:what(?:'s|’s| is| are| was| were)|show(?: me)?|return|give me|calculate|compute|find)\s+)?(?:the |our )?"
    r"(?P<function>average|avg|mean|median|highest|maximum|lowest|minimum)\s+(?:of )?"
    r"(?P<formula>(?:(?! by | per | for | in | of )[^?().,])+?"
    r"\s(?:plus|minus|less|times|multiplied by)\s(?!(?:the )?(?:total|sum|average|avg|mean|number|count|that)\b)"
    r"(?:(?! by | per | for | in | of )[^?().,])+)(?P<name>)"
    r"(?P<tail>(?:,?\s+(?:by|per|for|in|during|since|over|last|this|across|each)\b[^()]*)?)[?.!\s]*$",
    re.IGNORECASE,
)
_SUMS = re.compile(r"\s+(?P<sign>plus|minus|less|\+|-|–|−)\s+", re.IGNORECASE)
_PRODUCTS = re.compile(r"\s+(?P<sign>times|multiplied by|divided by|over|x|×|\*|÷|/)\s+", re.IGNORECASE)
_SIGNS: dict[str, ArithmeticOperator] = {
    "plus": "+", "+": "+", "minus": "-", "less": "-", "-": "-", "–": "-", "−": "-", "times": "*", "multiplied by": "*", "x": "*",
    "×": "*", "*": "*", "divided by": "/", "over": "/", "÷": "/", "/": "/",
}  # fmt: skip
_SQUARED = re.compile(r"^(?P<what>.+?)\s+squared$|^(?P<power>.+?)\s*(?:\^\s*2|²)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_FIGURE = re.compile(
    r"^(?:the )?(?:total|sum|average|avg|mean|number|count|how many|share|percentage|distinct)\b", re.IGNORECASE
)


def row_formulas(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the average of each column; without a function, only a product is told row by row."""
    plain = short_told(text.strip())
    found = _FORMULA.match(plain) or _BARE.match(plain)
    if found is None:
        return
    said = found["function"]
    function = _FUNCTIONS[said.casefold()] if said else "sum"
    operator = _first(found["formula"])
    if (
        operator is None
        or (said is None and operator != "*")
        or (said is not None and function == "sum" and operator == "/")
    ):
        return
    base = read(f"{_SPOKEN[function]} {_leading(found['formula'])}{found['tail']}")
    value = base.measures[0].value if base is not None and len(base.measures) == 1 and base.rows is None else None
    columns: list[FieldRef] = []
    formula = _expression(found["formula"], read, columns)
    if base is None or formula is None or not columns or any(one.entity != columns[0].entity for one in columns):
        return
    inner = _aggregate(value)
    if inner is None or inner.entity != columns[0].entity or inner.function != function or base.having is not None:
        return
    name = (found["name"] or "").strip() or found["formula"]
    measure = replace(
        base.measures[0],
        name=_SPOKEN[function],
        label=f"{_SPOKEN[function]} {name}",
        value=replace(inner, of=formula, plain=function == "avg"),
        unit=None,
    )
    yield replace(base, measures=(measure,), order=tuple(_renamed(one, base, measure.name) for one in base.order))


def _renamed(order: Order, base: Plan, name: str) -> Order:
    own = isinstance(order.by, OutputRef) and order.by.name == base.measures[0].name
    return replace(order, by=OutputRef(name=name)) if own else order


def _split(words: str) -> tuple[str, ArithmeticOperator, str] | None:
    """At the last sign that binds least, outside parentheses."""
    for signs in (_SUMS, _PRODUCTS):
        places = [one for one in signs.finditer(words) if _is_outside(words, one.start())]
        if places:
            last = places[-1]
            return words[: last.start()], _SIGNS[last["sign"].casefold()], words[last.end() :]
    return None


def _is_outside(words: str, place: int) -> bool:
    return words[:place].count("(") == words[:place].count(")")


def _first(words: str) -> ArithmeticOperator | None:
    """The sign that is applied last; None where the parts are figures of many rows."""
    parts = _split(words)
    if parts is None or any(_FIGURE.match(one.strip(" (")) for one in (parts[0], parts[2])):
        return None
    return parts[1]


def _leading(words: str) -> str:
    """The column that is named first."""
    while (parts := _split(words)) is not None:
        words = parts[0].strip().removeprefix("(").removesuffix(")")
    squared = _SQUARED.match(words)
    return (squared["what"] or squared["power"]) if squared else words


def _expression(words: str, read: Read, columns: list[FieldRef]) -> Expression | None:
    """`columns` collects those that are named."""
    words = words.strip()
    if words.startswith("(") and words.endswith(")") and _is_outside(words[1:-1] + "x", len(words) - 2):
        words = words[1:-1].strip()
    if (parts := _split(words)) is not None:
        left, right = _expression(parts[0], read, columns), _expression(parts[2], read, columns)
        return None if left is None or right is None else Arithmetic(operator=parts[1], left=left, right=right)
    if (squared := _SQUARED.match(words)) is not None:
        one = _expression(squared["what"] or squared["power"], read, columns)
        return None if one is None else Arithmetic(operator="*", left=one, right=one)
    if _NUMBER.match(words):
        return Value(value=float(words), type="float")
    plan = read(f"average {words}")
    if plan is None or plan.rows is not None or plan.dimensions or plan.where is not None or len(plan.measures) != 1:
        return None
    return _of_row(plan.measures[0].value, columns)


def _of_row(value: MeasureExpression, columns: list[FieldRef]) -> Expression | None:
    """An average of a column, or of one in another unit, as it is of one row."""
    if isinstance(value, Aggregate) and isinstance(value.of, FieldRef) and value.where is None:
        columns.append(value.of)
        return value.of
    if isinstance(value, MeasureArithmetic) and isinstance(value.right, MeasureConstant):
        left = _of_row(value.left, columns)
        right = Value(value=value.right.value, type="float")
        return None if left is None else Arithmetic(operator=value.operator, left=left, right=right)
    return None


def _aggregate(value: MeasureExpression | None) -> Aggregate | None:
    if isinstance(value, MeasureArithmetic) and isinstance(value.right, MeasureConstant):
        value = value.left
    return value if isinstance(value, Aggregate) else None

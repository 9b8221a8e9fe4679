"""Literal sizes that would make one value, or one call, huge. What is only known at run time is left to the process's limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlglot import exp

from core.errors import GuardRefusal

MAX_TEXT = 10_000
MAX_ELEMENTS = 100_000
MAX_UNNESTED = 1_000_000
MAX_ROWS = 10_000_000
MAX_STRUCTURE_DEPTH = 32
MAX_GROWTH = 1_000_000
_SIZE_ARGUMENT = {"list_resize": 1, "array_resize": 1, "bar": 3, "bitstring": 1, "equi_width_bins": 2, "to_base": 2}
_PADDING = ("repeat", "lpad", "rpad")
_STRUCTURED = frozenset({"from_json", "from_json_strict", "json_transform", "json_transform_strict"})
_FORMATTED = frozenset({"format", "printf"})
_ESCALATING = (exp.Pow, exp.Exp, exp.Factorial, exp.BitwiseLeftShift, exp.GenerateSeries)
_HUGE = float("inf")


def check_bounds(tree: exp.Expr) -> None:
    """Raises GuardRefusal where a size written in the SQL is beyond what one value may take."""
    for call in tree.find_all(exp.Func):
        if isinstance(call, exp.GenerateSeries):
            _check_series(call)
            continue
        for argument in _text_sizes(call):
            _check_size(argument, MAX_TEXT, _name(call))
        _check_growth(call)
        name = _name(call)
        if name in _STRUCTURED:
            _check_structure(call, name)
        elif name in _FORMATTED:
            _check_format(call, name)


def largest(argument: exp.Expr) -> float:
    """The size that an expression's literals alone can reach; columns and parameters count as 1."""
    if any(argument.find_all(*_ESCALATING)):
        return _HUGE
    product, biggest = 1.0, 0.0
    for literal in argument.find_all(exp.Literal):
        size = _magnitude(literal)
        biggest = max(biggest, size)
        if literal.find_ancestor(exp.Mul) is not None:
            product *= max(1.0, size)
    return max(biggest, product)


def _magnitude(literal: exp.Literal) -> float:
    try:
        return abs(float(literal.this.replace("_", "")))
    except ValueError:
        return 0.0


def _name(call: exp.Func) -> str:
    if isinstance(call, exp.Anonymous):
        return call.name.lower()
    if isinstance(call, exp.Pad):
        return "lpad" if call.args.get("is_left") else "rpad"
    return call.sql_name().lower()


def _text_sizes(call: exp.Func) -> Iterable[exp.Expr]:
    if isinstance(call, exp.Repeat):
        yield call.args["times"]
    elif isinstance(call, exp.Pad):
        yield call.expression
    elif (
        isinstance(call, exp.Anonymous)
        and isinstance(call.parent, exp.Dot)
        and _name(call) in (*_SIZE_ARGUMENT, *_PADDING)
    ):
        yield from call.expressions
    elif isinstance(call, exp.Anonymous) and call.name.lower() in _SIZE_ARGUMENT:
        yield from call.expressions[_SIZE_ARGUMENT[call.name.lower()] :][:1]


def _check_size(argument: exp.Expr, most: int, name: str) -> None:
    if largest(argument) > most:
        raise GuardRefusal(
            f"{name}() may not reach beyond {most:,} here.", construct=f"{name}()", hint="Use a smaller number."
        )


def _check_growth(call: exp.Func) -> None:
    """Growth inside growth multiplies: repeat(repeat(x, 10000), 10000)."""
    if not isinstance(call, (exp.Repeat, exp.Pad)):
        return
    product = 1.0
    node: exp.Expr | None = call
    while node is not None:
        if isinstance(node, exp.Repeat):
            product *= max(1.0, largest(node.args["times"]))
        node = node.find_ancestor(exp.Repeat)
    if product > MAX_GROWTH:
        raise GuardRefusal(
            "repeat() inside repeat() grows too large.", construct="repeat()", hint="Use a smaller number."
        )


def _check_series(call: exp.GenerateSeries) -> None:
    start, end, step = (call.args.get(part) for part in ("start", "end", "step"))
    most = MAX_ELEMENTS
    if isinstance(call.parent, exp.Table):
        most = MAX_ROWS
    elif isinstance(call.parent, (exp.Unnest, exp.Explode)):
        most = MAX_UNNESTED
    numbers = [_number(part) for part in (start, end, step) if part is not None]
    if None not in numbers and len(numbers) >= 2:
        first, last, by = (*[number for number in numbers if number is not None], 1.0)[:3]
        size = abs((last - first) / by) if by else _HUGE
    else:
        size = max((largest(part) for part in (start, end) if part is not None and not _is_moment(part)), default=0.0)
    if size > most:
        raise GuardRefusal(
            f"range() may not make more than {most:,} values here.", construct="range()", hint="Use a smaller range."
        )


def _is_moment(node: exp.Expr) -> bool:
    cast = node.unnest()
    return isinstance(cast, exp.Cast) and cast.to.this in exp.DataType.TEMPORAL_TYPES


def _number(node: exp.Expr) -> float | None:
    if isinstance(node, exp.Neg):
        inner = _number(node.this)
        return None if inner is None else -inner
    if isinstance(node, exp.Literal) and not node.is_string:
        return float(node.this)
    return None


def _check_structure(call: exp.Func, name: str) -> None:
    """DuckDB recurses over the structure: only a literal's depth can be known."""
    arguments = [*call.expressions, *([call.expression] if call.args.get("expression") else [])]
    structure = arguments[-1] if arguments else None
    if not isinstance(structure, exp.Literal) or not structure.is_string:
        raise GuardRefusal(
            f"The structure given to {name}() must be written out as a string.",
            construct=f"{name}()",
            hint="Use json_extract() or ->.",
        )
    if structure.this.count("[") + structure.this.count("{") > MAX_STRUCTURE_DEPTH:
        raise GuardRefusal(
            f"The structure given to {name}() is too deep.", construct=f"{name}()", hint="Use json_extract() or ->."
        )


def _check_format(call: exp.Func, name: str) -> None:
    arguments = [*([call.this] if isinstance(call.this, exp.Expr) else []), *call.expressions]
    pattern = arguments[0] if arguments else None
    if not isinstance(pattern, exp.Literal) or not pattern.is_string:
        raise GuardRefusal(
            f"The pattern given to {name}() must be a string.", construct=f"{name}()", hint="Use || or concat()."
        )
    if re.search(r"\d{4}|\*|\{[^}]*\{", pattern.this):
        raise GuardRefusal(
            f"The pattern given to {name}() is too wide.", construct=f"{name}()", hint="Use a width below 1,000."
        )

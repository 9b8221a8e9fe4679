"""A metric as one SQL expression for other tools, which know neither our metrics nor FILTER."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from core.model import Metric, SemanticModel
from semantic_layer.compiler.measures import written_out
from semantic_layer.measure_text import condition_tree, measure_tree


def metric_tree(metric: Metric, model: SemanticModel, *, qualified: bool) -> exp.Expr | None:
    """The whole of a metric, its condition put into each aggregate as CASE WHEN; for SQL that knows no FILTER."""
    tree = measure_tree(written_out(metric.expression, model), model, qualified=qualified)
    if tree is None or metric.where is None:
        return None if tree is None else without_filters(tree)
    kept = condition_tree(metric.where, metric.entity, model, qualified=qualified)
    return None if kept is None else without_filters(_filtered(tree, kept))


def without_filters(tree: exp.Expr) -> exp.Expr:
    """FILTER written as CASE WHEN within the aggregate."""

    def inside(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Filter):
            return node
        aggregate, kept = node.this.copy(), node.expression.this
        inner = aggregate.this
        distinct = isinstance(inner, exp.Distinct)
        of = inner.expressions[0] if distinct else inner
        shown = exp.Literal.number(1) if isinstance(of, exp.Star) else of
        case = exp.Case(ifs=[exp.If(this=kept.copy(), true=shown.copy())])
        aggregate.set("this", exp.Distinct(expressions=[case]) if distinct else case)
        changed: exp.Expr = aggregate
        return changed

    written: exp.Expr = tree.copy().transform(inside)
    return written


def _filtered(tree: exp.Expr, kept: exp.Expr) -> exp.Expr:
    def filtered(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Filter):
            both = exp.and_(node.expression.this.copy(), kept.copy())
            return exp.Filter(this=node.this.copy(), expression=exp.Where(this=both))
        if isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Filter):
            return exp.Filter(this=node.copy(), expression=exp.Where(this=kept.copy()))
        return node

    return _outermost(tree, filtered)


def _outermost(node: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """Applied to aggregates alone, which stand below arithmetic, parentheses and NULLIF."""
    if isinstance(node, exp.Filter | exp.AggFunc):
        return change(node)
    copied = node.copy()
    for key in ("this", "expression"):
        part = node.args.get(key)
        if isinstance(part, exp.Expr):
            copied.set(key, _outermost(part, change))
    return copied

"""Accepted metrics as SQL for a prompt: those whose conditions hold no text of data that the privacy mode keeps back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from agents.model_settings import Privacy
from core.model import Metric, SemanticModel

_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMetric:
    """`texts` are the constants of its conditions."""

    metric: Metric
    sql: str
    texts: tuple[str, ...]


def metrics_shown(model: SemanticModel, tables: Collection[str], privacy: Privacy) -> tuple[ShownMetric, ...]:
    written = (_written(one, model) for one in model.metrics if one.entity in tables)
    told = (one for one in written if one is not None and (privacy == "samples" or not one.texts))
    return tuple(told)[:_MOST]


def _written(metric: Metric, model: SemanticModel) -> ShownMetric | None:
    """None where one expression does not say it."""
    from sqlglot import exp

    from core.plan import MetricRef
    from semantic_layer.compiler.measures import written_out
    from semantic_layer.measure_text import measure_tree

    whole = written_out(MetricRef(name=metric.name), model)
    tree = measure_tree(whole, model, qualified=True)
    if tree is None:
        return None
    texts = (literal.this for literal in tree.find_all(exp.Literal) if literal.is_string)
    return ShownMetric(metric=metric, sql=tree.sql("duckdb"), texts=tuple(dict.fromkeys(texts)))

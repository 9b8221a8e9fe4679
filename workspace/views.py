"""How an answer and a model look as text, for those above who do not know the rooms that draw them."""

from __future__ import annotations

from core.answer import Answer
from core.model import SemanticModel


def draw_chart(answer: Answer, *, width: int, colour: bool) -> str:
    """Lines of text no wider than `width`; empty where the answer has no chart."""
    if answer.chart is None or answer.result is None:
        return ""
    from charts import draw

    return draw(answer.chart, answer.result, width, colour)


def model_yaml(model: SemanticModel) -> str:
    from semantic_layer import model_yaml as as_yaml

    return as_yaml(model)

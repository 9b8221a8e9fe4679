"""How an answer and a model look as text, for those above who do not know the rooms that draw them."""

from __future__ import annotations

from pathlib import Path

from core.answer import Answer
from core.errors import InvalidInput
from core.model import SemanticModel


def draw_chart(answer: Answer, *, width: int, colour: bool) -> str:
    """Lines of text no wider than `width`; empty where the answer has no chart."""
    if answer.chart is None or answer.result is None:
        return ""
    from charts import draw

    return draw(answer.chart, answer.result, width, colour)


def picture_format(path: Path) -> str:
    """The format (png or svg) by the ending; raises InvalidInput for another."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in ("png", "svg"):
        raise InvalidInput(f"A chart cannot be saved as “{path.name}”.", hint="End the name in .png or .svg.")
    return ending


def save_chart(answer: Answer, path: Path) -> bool:
    """Whether there was a chart to save. Raises InvalidInput where the file cannot be written."""
    if answer.vega_lite is None:
        return False
    from charts import render_png, render_svg

    wanted = picture_format(path)
    picture = render_png(answer.vega_lite) if wanted == "png" else render_svg(answer.vega_lite).encode()
    try:
        path.write_bytes(picture)
    except OSError as failure:
        reason = (failure.strerror or "not possible").lower()
        raise InvalidInput(f"“{path.name}” cannot be written: {reason}.") from None
    return True


def render_chart(vega_lite: dict[str, object]) -> tuple[bytes, str]:
    """As PNG and as SVG."""
    from charts import render_png, render_svg

    return render_png(vega_lite), render_svg(vega_lite)


def model_yaml(model: SemanticModel) -> str:
    from semantic_layer import model_yaml as as_yaml

    return as_yaml(model)

"""Specifications as pictures, by vl-convert."""

from __future__ import annotations

from typing import Any

from charts.spec import validate
from charts.theme import Ground, dressed
from core.errors import InvalidInput

_VEGA_LITE = "6.4"
_LARGEST_SCALE = 8.0


def render_png(spec: dict[str, Any], *, scale: float = 2.0, theme: Ground = "light") -> bytes:
    """Raises InvalidInput for a specification that is not a chart of ours, or cannot be drawn."""
    if not 0 < scale <= _LARGEST_SCALE:
        raise InvalidInput(f"The scale of a picture is more than 0, at most {_LARGEST_SCALE:g}.", stage="drawing")
    import vl_convert

    validate(spec)
    try:
        picture = vl_convert.vegalite_to_png(
            dressed(spec, theme), vl_version=_VEGA_LITE, scale=scale, allowed_base_urls=[]
        )
    except ValueError:
        raise InvalidInput("The chart could not be drawn.", stage="drawing") from None
    return bytes(picture)


def render_svg(spec: dict[str, Any], *, theme: Ground = "light") -> str:
    """Raises InvalidInput for a specification that is not a chart of ours, or cannot be drawn."""
    import vl_convert

    validate(spec)
    try:
        drawing = vl_convert.vegalite_to_svg(dressed(spec, theme), vl_version=_VEGA_LITE, allowed_base_urls=[])
    except ValueError:
        raise InvalidInput("The chart could not be drawn.", stage="drawing") from None
    return str(drawing)

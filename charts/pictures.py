"""Specifications as pictures, by vl-convert."""

from __future__ import annotations

import re
from typing import Any

from charts.spec import validate
from charts.theme import Ground, dressed
from core.errors import InvalidInput

_VEGA_LITE = "6.4"
_LARGEST_SCALE = 8.0
_NOT_IN_SVG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL_PICTURES = 0x2400


def render_png(spec: dict[str, Any], *, scale: float = 2.0, theme: Ground = "light") -> bytes:
    """Raises InvalidInput for a specification that is not a chart of ours, or cannot be drawn."""
    if not 0 < scale <= _LARGEST_SCALE:
        raise InvalidInput(f"The scale of a picture is more than 0, at most {_LARGEST_SCALE:g}.", stage="drawing")
    import vl_convert

    validate(spec)
    drawable = _drawable(dressed(spec, theme))
    try:
        picture = vl_convert.vegalite_to_png(drawable, vl_version=_VEGA_LITE, scale=scale, allowed_base_urls=[])
    except ValueError:
        raise InvalidInput("The chart could not be drawn.", stage="drawing") from None
    return bytes(picture)


def render_svg(spec: dict[str, Any], *, theme: Ground = "light") -> str:
    """Raises InvalidInput for a specification that is not a chart of ours, or cannot be drawn."""
    import vl_convert

    validate(spec)
    try:
        drawing = vl_convert.vegalite_to_svg(
            _drawable(dressed(spec, theme)), vl_version=_VEGA_LITE, allowed_base_urls=[]
        )
    except ValueError:
        raise InvalidInput("The chart could not be drawn.", stage="drawing") from None
    return str(drawing)


def _drawable(part: Any) -> Any:
    """Characters that SVG cannot hold are shown by pictures of them; vl-convert ends the whole process on one."""
    if isinstance(part, str):
        return _NOT_IN_SVG.sub(_shown, part)
    if isinstance(part, list):
        return [_drawable(item) for item in part]
    if isinstance(part, dict):
        return {_drawable(name): _drawable(value) for name, value in part.items()}
    return part


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_CONTROL_PICTURES + code) if code < 0x20 else "\ufffd"

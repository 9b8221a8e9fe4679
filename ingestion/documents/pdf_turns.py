"""Pages turned by quarters: from coordinates as stored to those of a page held upright, and back.

Stored boxes are left, bottom, right, top with y upwards; turned ones x0, top, x1, bottom with y downwards.
"""

from __future__ import annotations

from core.table import Box


def turned(box: Box, frame: Box, turns: int) -> Box:
    """From the stored page (y upwards) to one turned clockwise by quarters (y downwards)."""
    (x0, y0, x1, y1), (left, bottom, right, top) = box, frame
    if turns == 0:
        return (x0 - left, top - y1, x1 - left, top - y0)
    if turns == 1:
        return (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turns == 2:
        return (right - x1, y0 - bottom, right - x0, y1 - bottom)
    return (top - y1, right - x1, top - y0, right - x0)


def unturned(box: Box, frame: Box, turns: int) -> Box:
    (x0, t, x1, b), (left, bottom, right, top) = box, frame
    if turns == 0:
        return (x0 + left, top - b, x1 + left, top - t)
    if turns == 1:
        return (t + left, x0 + bottom, b + left, x1 + bottom)
    if turns == 2:
        return (right - x1, t + bottom, right - x0, b + bottom)
    return (right - b, top - x1, right - t, top - x0)

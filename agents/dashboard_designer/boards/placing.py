"""Tiles on the grid of 12 columns: in order, row by row, without holes at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.dashboard_designer.boards.idea import Kind
from agents.dashboard_designer.boards.targets import AnyTile
from core.saved import GRID_COLUMNS

SIZES: dict[Kind, tuple[int, int]] = {
    "figure": (4, 2),
    "trend": (6, 4),
    "breakdown": (6, 4),
    "spread": (6, 4),
    "ranking": (6, 4),
    "rows": (12, 4),
    "map": (6, 4),
}
_NARROWEST, _LOWEST, _TALLEST = 2, 1, 12


def placed(tiles: Sequence[AnyTile], *, fill: bool = False) -> tuple[AnyTile, ...]:
    """In the order given, each as wide as it is; with `fill` those of a row share what is left of it."""
    rows: list[list[AnyTile]] = []
    for tile in tiles:
        if not rows or sum(one.w for one in rows[-1]) + tile.w > GRID_COLUMNS:
            rows.append([])
        rows[-1].append(tile)
    made: list[AnyTile] = []
    top = 0
    for row in rows:
        widths = _filled([tile.w for tile in row]) if fill else [tile.w for tile in row]
        left = 0
        for tile, width in zip(row, widths, strict=True):
            made.append(replace(tile, x=left, y=top, w=width))
            left += width
        top += max(tile.h for tile in row)
    return tuple(made)


def resized(tile: AnyTile, size: str) -> AnyTile:
    width, height = tile.w, tile.h
    match size:
        case "full" | "half" | "third":
            width = GRID_COLUMNS // {"full": 1, "half": 2, "third": 3}[size]
        case "wider" | "narrower":
            width += 3 if size == "wider" else -3
        case "taller" | "shorter":
            height += 2 if size == "taller" else -2
        case "bigger":
            width, height = width + 3, height + 2
        case _:
            width, height = width - 3, height - 2
    bounded = min(max(width, _NARROWEST), GRID_COLUMNS)
    return replace(tile, w=bounded, h=min(max(height, _LOWEST), _TALLEST))


def _filled(widths: list[int]) -> list[int]:
    """Widened evenly until the row is full."""
    spare = GRID_COLUMNS - sum(widths)
    each, more = divmod(spare, len(widths))
    return [width + each + (1 if place >= len(widths) - more else 0) for place, width in enumerate(widths)]

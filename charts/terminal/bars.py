"""Lying bars of blocks, each with its name and its value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from charts.terminal.text import cells_of, filled, in_series

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _HALF_LEFT = "█", "▐"
_LEAST_BAR = 8
_LARGEST_NAME_SHARE = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`value` is None where there is none, then `text` says so."""

    name: str
    value: float | None
    text: str
    series: int = 0


def bar_lines(bars: Sequence[Bar], width: int, *, colour: bool) -> list[str]:
    """One line for each bar, exactly `width` wide; none where no bar would have room."""
    values = [bar.value for bar in bars if bar.value is not None]
    names = min(max(cells_of(bar.name) for bar in bars), int(width * _LARGEST_NAME_SHARE))
    texts = max(cells_of(bar.text) for bar in bars)
    low, high = min([*values, 0.0]), max([*values, 0.0])
    room = width - names - texts - 2
    if room < _LEAST_BAR or not values:
        return []
    if low < 0:
        return [_two_sided(bar, names, texts, room, (low, high), colour=colour) for bar in bars]
    return [_one_sided(bar, names, texts, room, high, colour=colour) for bar in bars]


def _one_sided(bar: Bar, names: int, texts: int, room: int, high: float, *, colour: bool) -> str:
    drawn = _blocks((bar.value or 0.0) / high * room if high else 0.0, room)
    rest = filled(f" {bar.text}", room - len(drawn) + texts + 1)
    return f"{filled(bar.name, names)} {in_series(drawn, bar.series, colour)}{rest}"


def _two_sided(bar: Bar, names: int, texts: int, room: int, ends: tuple[float, float], *, colour: bool) -> str:
    """Negative bars grow left from zero; all values stand in one column at the right."""
    low, high = ends
    left = max(1, round(room * -low / (high - low)))
    right = room - left
    value = bar.value or 0.0
    if value < 0:
        halves = max(1, round(value / low * left * 2)) if low else 0
        drawn = _HALF_LEFT * (halves % 2) + _FULL * (halves // 2)
        body = " " * (left - len(drawn)) + in_series(drawn, bar.series, colour) + " " * right
    else:
        drawn = _blocks(value / high * right if high else 0.0, right)
        body = " " * left + in_series(drawn, bar.series, colour) + " " * (right - len(drawn))
    return f"{filled(bar.name, names)} {body} {filled(bar.text, texts, right=True)}"


def _blocks(length: float, room: int) -> str:
    """A bar of any value but zero is seen."""
    eighths = max(1 if length > 0 else 0, min(round(length * 8), room * 8))
    whole, part = divmod(math.floor(eighths), 8)
    return _FULL * whole + (_EIGHTHS[part] if part else "")

"""Text in columns of a terminal: how wide it is, cut and filled to a width, coloured."""

from __future__ import annotations

import unicodedata

from charts.cells import one_line

_SERIES = ("38;5;33", "38;5;204", "38;5;178", "38;5;134", "38;5;167", "38;5;105")
_ELLIPSIS = "…"


def safe(text: str) -> str:
    """One line of visible characters, each of a width that terminals agree on."""
    return "".join(mark for mark in one_line(text) if not 0xFE00 <= ord(mark) <= 0xFE0F)


def cells_of(text: str) -> int:
    """Columns that the text fills."""
    return sum(map(_cells, text))


def cut(text: str, width: int) -> str:
    if cells_of(text) <= width:
        return text
    kept, used = "", 0
    for mark in text:
        used += _cells(mark)
        if used > width - 1:
            break
        kept += mark
    return kept + _ELLIPSIS if width > 0 else ""


def filled(text: str, width: int, *, right: bool = False) -> str:
    """Cut or filled with spaces to exactly this width."""
    text = cut(text, width)
    space = " " * (width - cells_of(text))
    return space + text if right else text + space


def in_series(text: str, series: int, colour: bool) -> str:
    return f"\x1b[{_SERIES[series % len(_SERIES)]}m{text}\x1b[0m" if colour and text else text


def bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour and text else text


def dim(text: str, colour: bool) -> str:
    return f"\x1b[2m{text}\x1b[0m" if colour and text else text


def _cells(mark: str) -> int:
    if unicodedata.category(mark) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(mark) in ("W", "F") else 1

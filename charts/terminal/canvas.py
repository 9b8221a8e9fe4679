"""Lines and points on a grid of braille dots, two by four in each character."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from charts.terminal.text import in_series

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BRAILLE = 0x2800
MARKERS = "●○▲△■□"

Point = tuple[float, float]


class Canvas:
    """`columns` by `rows` characters over a unit square whose origin is at the lower left."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._dots: dict[tuple[int, int], int] = {}
        self._series: dict[tuple[int, int], int] = {}

    def line(self, points: Sequence[Point | None], series: int) -> None:
        """A None breaks the line."""
        before: Point | None = None
        for point in points:
            if point is not None:
                self._segment(before or point, point, series)
            before = point

    def point(self, point: Point, series: int) -> None:
        self._segment(point, point, series)

    def lines(self, *, colour: bool, several: bool) -> list[str]:
        """Without colour, several series are told by their markers instead of by dots."""
        marked = several and not colour
        return [self._row(row, colour=colour, marked=marked) for row in range(self.rows)]

    def _row(self, row: int, *, colour: bool, marked: bool) -> str:
        places = [(column, row) for column in range(self.columns)]
        runs = groupby(places, key=lambda place: self._series.get(place, -1))
        return "".join(
            in_series("".join(self._mark(place, marked=marked) for place in run), series, colour and series >= 0)
            for series, run in runs
        )

    def _mark(self, place: tuple[int, int], *, marked: bool) -> str:
        dots = self._dots.get(place)
        if dots is None:
            return " "
        return MARKERS[self._series[place] % len(MARKERS)] if marked else chr(_BRAILLE + dots)

    def _segment(self, start: Point, end: Point, series: int) -> None:
        (x0, y0), (x1, y1) = self._place(start), self._place(end)
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            self._set(round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps), series)

    def _place(self, point: Point) -> tuple[int, int]:
        x, y = (min(max(part, 0.0), 1.0) for part in point)
        return round(x * (self.columns * 2 - 1)), round((1 - y) * (self.rows * 4 - 1))

    def _set(self, x: int, y: int, series: int) -> None:
        cell = (x // 2, y // 4)
        self._dots[cell] = self._dots.get(cell, 0) | _DOTS[x % 2][y % 4]
        self._series[cell] = series

"""PDF files drawn for tests, on A4 in points; heights count from the top of the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
Row = Sequence[str]
PROSE = (
    "The shops in the north sold more than those in the south, as they have done in each of the years before,",
    "since the harbour brings visitors who stay for a day or two and buy what they forgot to bring along with them.",
    "Nothing suggests that this is going to change soon, although the new road will make the way to the south short.",
)


def pdf(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 10) -> None:
    canvas.setFont("Helvetica", size)
    canvas.drawString(x, HEIGHT - top - size, text)


def prose(canvas: Canvas, top: float, lines: Sequence[str] = PROSE) -> None:
    for number, line in enumerate(lines):
        write(canvas, 60, top + 14 * number, line)


def grid(canvas: Canvas, top: float, rows: Sequence[Row], xs: Sequence[float], *, height: float = 20) -> None:
    """Cells with lines around each."""
    for number in range(len(rows) + 1):
        canvas.line(xs[0], HEIGHT - top - number * height, xs[-1], HEIGHT - top - number * height)
    for x in xs:
        canvas.line(x, HEIGHT - top, x, HEIGHT - top - len(rows) * height)
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            write(canvas, x + 4, top + number * height + 4, cell)


def bare(canvas: Canvas, top: float, rows: Sequence[Row], xs: Sequence[float], *, height: float = 15) -> None:
    """Cells without any line; all but the first column end at the same place."""
    canvas.setFont("Helvetica", 10)
    for number, row in enumerate(rows):
        y = HEIGHT - top - number * height - 10
        canvas.drawString(xs[0], y, row[0])
        for x, cell in zip(xs[1:], row[1:], strict=False):
            canvas.drawRightString(x, y, cell)

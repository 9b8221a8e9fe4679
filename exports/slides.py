"""Slides of PowerPoint: one for each part, with a native chart whose figures can be edited, and notes with its basis."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.receipts import receipt_lines, when
from exports.report import Part, Report, is_said_already, written_table
from exports.slide_charts import add_chart
from exports.visible import cut, on_one_line, visible

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_WIDTH, _HEIGHT, _MARGIN = 13.333, 7.5, 0.6
_BODY_TOP, _BODY_BOTTOM = 1.75, 6.85
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 14, 8, 60
_LONGEST_TITLE, _LONGEST_TEXT = 160, 400
_INK, _QUIET, _LINE, _PANEL = "1A1F27", "525C6B", "D5DAE1", "F6F7F9"
_TITLE_ONLY = 5


def write_slides(report: Report, target: Path) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    deck.core_properties.title = cut(on_one_line(report.title), _LONGEST_TITLE)
    deck.core_properties.author = "Tablespeak"
    if report.dashboard or report.news:
        _opening(deck, report)
    for part in report.parts:
        _slide_of(deck, report, part)
    deck.save(str(target))


def _opening(deck: Presentation, report: Report) -> None:
    slide = _titled(deck, report.title)
    lines = [report.description, *(f"Filter: {told}" for told in report.filters)]
    lines += [
        f"Sources: {', '.join(report.sources)}" if report.sources else "",
        when(report.made_at),
        report.link or "",
    ]
    text = "\n".join(visible(line) for line in lines if line)
    _write(slide, text, top=_BODY_TOP, height=3.0, size=14 if report.news else 18, colour=_QUIET)


def _slide_of(deck: Presentation, report: Report, part: Part) -> None:
    slide = _titled(deck, part.title)
    told = " ".join(sentence for sentence in part.sentences if on_one_line(sentence) != on_one_line(part.title))
    if told:
        _write(slide, cut(on_one_line(told), _LONGEST_TEXT), top=1.2, height=0.5, size=14, colour=_QUIET)
    _fill(slide, part)
    footer = [part.question, *(f"{one.label}" for one in (part.receipt.filters if part.receipt else ()))]
    footer += [f"{one.file} v{one.version}" for one in (part.receipt.tables if part.receipt else ())]
    line = " · ".join(on_one_line(piece) for piece in (*footer, when(report.made_at)) if piece)
    _write(slide, cut(line, 220), top=6.95, height=0.35, size=10, colour=_QUIET)
    slide.notes_slide.notes_text_frame.text = notes_of(part)


def notes_of(part: Part) -> str:
    lines = [f"Question: {part.question}" if part.question else ""]
    lines += [f"{label}: {text}" for label, text in receipt_lines(part)]
    lines += [*part.notes, part.link or ""]
    sql = part.receipt.sql if part.receipt else ""
    return "\n".join(visible(line) for line in (*lines, f"SQL:\n{sql}" if sql else "") if line)


def _fill(slide: Slide, part: Part) -> None:
    room = (_MARGIN, _BODY_TOP, _WIDTH - 2 * _MARGIN, _BODY_BOTTOM - _BODY_TOP)
    if part.problem is not None:
        _write(slide, visible(part.problem), top=_BODY_TOP, height=1.5, size=18, colour="B3261E")
    elif part.table is not None and part.table.kind != "heat":
        add_chart(slide, part.table, room)
    elif part.png is not None:
        _add_picture(slide, part.png, on_one_line(part.title), room)
    elif part.result is None or is_said_already(part):
        return
    else:
        _add_table(slide, part)


def _titled(deck: Presentation, title: str) -> Slide:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = slide.shapes.title
    assert shape is not None
    shape.left, shape.top, shape.width, shape.height = (
        Inches(_MARGIN),
        Inches(0.35),
        Inches(_WIDTH - 2 * _MARGIN),
        Inches(0.85),
    )
    shape.text_frame.text = cut(on_one_line(title), _LONGEST_TITLE) or "Answer"
    shape.text_frame.word_wrap = True
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = _left()
        paragraph.font.size, paragraph.font.bold = Pt(24), True
        paragraph.font.color.rgb = RGBColor.from_string(_INK)
    return slide


def _write(slide: Slide, text: str, *, top: float, height: float, size: int, colour: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(Inches(_MARGIN), Inches(top), Inches(_WIDTH - 2 * _MARGIN), Inches(height))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    for paragraph in box.text_frame.paragraphs:
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = RGBColor.from_string(colour)


def _add_picture(slide: Slide, png: bytes, told: str, room: tuple[float, float, float, float]) -> None:
    from pptx.util import Inches

    left, top, width, height = room
    picture = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top))
    share = min(Inches(width) / picture.width, Inches(height) / picture.height)
    picture.width, picture.height = int(picture.width * share), int(picture.height * share)
    picture._element.nvPicPr.cNvPr.set("descr", told)


def _add_table(slide: Slide, part: Part) -> None:
    """The first rows and columns; what does not fit is counted below."""
    from pptx.util import Inches

    table = written_table(part, _MOST_ROWS)
    if table is None:
        _write(slide, "No rows.", top=_BODY_TOP, height=0.5, size=16, colour=_QUIET)
        return
    columns = min(len(table.headings), _MOST_COLUMNS)
    shape = slide.shapes.add_table(
        len(table.rows) + 1,
        columns,
        Inches(_MARGIN),
        Inches(_BODY_TOP),
        Inches(_WIDTH - 2 * _MARGIN),
        Inches(0.32 * (len(table.rows) + 1)),
    )
    for column in range(columns):
        texts = [table.headings[column], *(row[column] for row in table.rows)]
        for row, text in enumerate(texts):
            _fill_cell(shape.table.cell(row, column), text, right=table.right[column], head=row == 0)
    rest = len(table.headings) - columns
    left_out = f"{rest} more columns are not shown." if rest > 0 else ""
    below = " ".join(one for one in (table.left_out, left_out) if one)
    if below:
        _write(slide, below, top=6.6, height=0.3, size=11, colour=_QUIET)


def _fill_cell(cell: Any, text: str, *, right: bool, head: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    cell.text_frame.text = cut(text, _LONGEST_CELL)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(_PANEL if head else "FFFFFF")
    cell.margin_top = cell.margin_bottom = Pt(2)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = Pt(12), head
        paragraph.font.color.rgb = RGBColor.from_string(_INK)


def _left() -> Any:
    from pptx.enum.text import PP_ALIGN

    return PP_ALIGN.LEFT

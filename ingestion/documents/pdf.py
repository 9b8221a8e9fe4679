"""A PDF document, page by page → its tables and its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import LimitReached, UnreadableFile
from ingestion.documents.found import Block, Document
from ingestion.documents.pdf_drafts import Draft
from ingestion.documents.pdf_ink import Ink, ink_of
from ingestion.documents.pdf_joining import Placed, join_pages
from ingestion.documents.pdf_lines import Line
from ingestion.documents.pdf_tables import tables_on
from ingestion.documents.pdf_text import Repeated, blocks_of, body_size, repeated_lines, without_furniture
from ingestion.documents.pdf_unruled import CAPTION, NOTE
from ingestion.staged import Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SAMPLED_PAGES = 40
_CAPTION_LINES = 3
_REPAIR = "Open it in a PDF viewer and print it to a new PDF."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPdf:
    """`pictured` are pages that hold pictures and no text, `broken` those that cannot be opened; numbers from 1."""

    document: Document
    pages: int
    pictured: tuple[int, ...]
    broken: tuple[int, ...]


def read_document(source: Source, page_done: Callable[[int, int], None]) -> ReadPdf:
    """Raises UnreadableFile and LimitReached. `page_done` hears of each page and of how many there are."""
    with _opened(source) as pdf:
        count = len(pdf)
        if count > source.limits.pages:
            raise LimitReached(
                f"{source.name}: the document has {count:,} pages; at most {source.limits.pages:,} are read.",
                limit="pages",
                hint="Split it and upload the part that you need.",
                stage="reading",
            )
        reading = _Reading(pdf, count)
        for number in range(1, count + 1):
            reading.read(number)
            page_done(number, count)
    tables = join_pages(reading.placed, source.choices)
    return ReadPdf(
        document=Document(tables=tuple(tables), blocks=tuple(reading.blocks)),
        pages=count,
        pictured=tuple(reading.pictured),
        broken=tuple(reading.broken),
    )


@contextmanager
def _opened(source: Source) -> Iterator[PdfDocument]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile(
                source.name, "the document is protected by a password.", hint="Save it without the password."
            ) from error
        raise UnreadableFile(source.name, "the PDF is damaged or cut off.", hint=_REPAIR) from error
    try:
        yield pdf
    finally:
        pdf.close()


class _Reading:
    """What was found on the pages so far."""

    def __init__(self, pdf: PdfDocument, count: int) -> None:
        self.pdf, self.count = pdf, count
        self.placed: list[Placed] = []
        self.blocks: list[Block] = []
        self.pictured: list[int] = []
        self.broken: list[int] = []
        self._sample = self._sampled()
        inks = [ink for ink in self._sample.values() if ink is not None]
        self._repeated: Repeated = repeated_lines(inks) if count > 1 else frozenset()
        self._usual = body_size(ink.words for ink in inks)

    def _sampled(self) -> dict[int, Ink | None]:
        step = max(1, self.count // _SAMPLED_PAGES)
        starts = range(1, self.count + 1, step) if step < 3 else range(1, self.count, 2 * step)
        numbers = sorted({n for start in starts for n in (start, start + (step > 2)) if n <= self.count})
        return {number: self._ink(number) for number in numbers[: 2 * _SAMPLED_PAGES]}

    def _ink(self, number: int) -> Ink | None:
        import pypdfium2

        try:
            page = self.pdf[number - 1]
        except pypdfium2.PdfiumError:
            return None
        try:
            return ink_of(page, number)
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()

    def read(self, number: int) -> None:
        ink = self._sample.pop(number) if number in self._sample else self._ink(number)
        if ink is None:
            self.broken.append(number)
            return
        if not ink.words:
            if ink.pictures:
                self.pictured.append(number)
            return
        words = without_furniture(ink, self._repeated, alone=self.count == 1)
        drafts, lines = tables_on(ink, words)
        drafts = [_captioned(draft, lines) for draft in drafts]
        for position, draft in enumerate(drafts, start=1):
            self.placed.append(
                Placed(
                    draft=draft,
                    place=f"page {number} table {position}",
                    box=ink.shown(draft.box),
                    first=position == 1 and not _text_above(draft, lines),
                    last=position == len(drafts) and not _text_below(draft, lines),
                )
            )
        self.blocks += blocks_of(lines, number, self._usual)


def _captioned(draft: Draft, lines: Sequence[Line]) -> Draft:
    """With the title that stands right above it, or above and to its side, and calls itself one."""
    above = [line for line in lines if line.middle < draft.box[1] and line.x0 < draft.box[2] and line.x1 > draft.box[0]]
    for count, line in enumerate(reversed(above[-_CAPTION_LINES:]), start=1):
        if CAPTION.match(line.text):
            return replace(draft, caption=" ".join(each.text for each in above[-count:]))
    nearest = max((line for line in lines if line.middle < draft.box[1]), key=lambda line: line.bottom, default=None)
    if nearest is not None and CAPTION.match(nearest.text) and draft.box[1] - nearest.bottom < 2 * nearest.height:
        return replace(draft, caption=nearest.text)
    return draft


def _text_above(draft: Draft, lines: Sequence[Line]) -> bool:
    return any(line.middle < draft.box[1] and line.text not in draft.caption for line in lines)


def _text_below(draft: Draft, lines: Sequence[Line]) -> bool:
    """Notes below a table do not end it."""
    below = [line for line in lines if line.middle > draft.box[3]]
    return bool(below) and not NOTE.match(below[0].text)

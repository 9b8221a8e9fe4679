"""PDF documents → staged tables and passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.documents.pdf import ReadPdf, read_document
from ingestion.documents.staging import stage_document
from ingestion.staged import FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK, _MARK_WITHIN = b"%PDF-", 1_024


def read_pdf(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    with source.path.open("rb") as file:
        if _MARK not in file.read(_MARK_WITHIN):
            raise UnreadableFile(
                source.name, "this is no PDF document.", hint="Its name says so, its content does not."
            )
    found = read_document(source, lambda page, pages: progress(f"Read page {page} of {pages}", page / pages))
    if not found.document.tables and not found.document.blocks:
        raise _why_nothing(source, found)
    return FileFacts(format="pdf", decisions=tuple(_told(found))), stage_document(found.document, source, connection)


def _why_nothing(source: Source, found: ReadPdf) -> UnreadableFile:
    if found.pictured:
        return UnreadableFile(
            source.name,
            "its pages are pictures (a scan) without any text.",
            hint="Run text recognition (OCR) over it and upload the result.",
        )
    if found.broken:
        return UnreadableFile(source.name, "none of its pages can be opened.", hint="The file may be cut off.")
    return UnreadableFile(source.name, "its pages are empty.")


def _told(found: ReadPdf) -> Iterator[Decision]:
    for pages, what in ((found.pictured, "without text (a scan)"), (found.broken, "that cannot be opened")):
        if pages:
            shown = ", ".join(str(page) for page in pages[:10])
            detail = f"Left out: {counted(len(pages), 'page')} {what} of {found.pages:,} (page {shown})."
            yield Decision(kind="other", detail=detail, cells=len(pages))

"""Web pages (.html, .htm, and those named .xls) → staged tables and passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.documents.html_page import read_page
from ingestion.documents.staging import stage_document
from ingestion.readers.encoding import as_utf8
from ingestion.staged import FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}charset\s*=\s*|\?xml[^>]{0,200}encoding\s*=\s*)["']?([\w-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4_096


def read_html(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text, encoding = _text(source, scratch)
    try:
        document = read_page(text)
    except ValueError as error:
        raise UnreadableFile(
            source.name, "no page can be made of it.", hint="Open it in a browser and save it again."
        ) from error
    facts = FileFacts(format="html", encoding=encoding)
    return facts, stage_document(document, source, connection)


def _text(source: Source, scratch: Path) -> tuple[str, str]:
    """By the encoding that the page declares, where its bytes are valid in it."""
    content = source.path.read_bytes()
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii")
        name = "cp1252" if name.lower() in {"iso-8859-1", "latin1", "us-ascii"} else name
        try:
            return content.decode(name), name.upper() if name != "cp1252" else "CP1252"
        except (LookupError, UnicodeDecodeError):
            pass
    found = as_utf8(source, scratch)
    return found.path.read_text(encoding="utf-8", errors="replace"), found.encoding_label

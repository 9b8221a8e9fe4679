"""Word documents (.docx, .docm) → staged tables and passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.import_report import Decision
from ingestion.documents.staging import stage_document
from ingestion.documents.word import read_word
from ingestion.documents.word_parts import word_parts
from ingestion.staged import FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_docx(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    return FileFacts(format="docx"), stage_document(read_word(word_parts(source)), source, connection)

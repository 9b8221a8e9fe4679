"""Text and Markdown → passages and pipe tables; text that is delimited goes on to the delimited reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.documents.markdown import read_markdown, read_paragraphs
from ingestion.documents.staging import stage_document
from ingestion.readers.delimited import read_delimited
from ingestion.readers.dialect import find_dialect
from ingestion.readers.encoding import as_utf8
from ingestion.staged import FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE = 1 << 16
_PIPE_TABLE = re.compile(r"^[ >]*\|?[ :]*-{2,}[ :]*(?:\|[ :]*-{2,}[ :]*)+\|?\s*$", re.MULTILINE)
_SENTENCE = re.compile(r"[a-zà-ÿ]{2}[.!?…][\"”')]?(?:\s|$)")
_LONG_LINE = 60
_MOST_LINES = 2_000


def read_text(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text = as_utf8(source, scratch, progress)
    with text.path.open(encoding="utf-8", errors="replace") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip():
        raise UnreadableFile(source.name, "the file holds only blank lines.")
    marked = _is_markdown(source.name) or _PIPE_TABLE.search(sample) is not None
    if not marked and is_delimited(sample):
        return read_delimited(source, connection, scratch, progress)
    content = text.path.read_text(encoding="utf-8", errors="replace")
    document = read_markdown(content) if marked else read_paragraphs(content)
    facts = FileFacts(format="markdown" if marked else "text", encoding=text.encoding_label)
    return facts, stage_document(document, source, connection)


def _is_markdown(name: str) -> bool:
    return PurePath(name).suffix.lower() in {".md", ".markdown"}


def is_delimited(sample: str) -> bool:
    """Whether the lines are records: the same separator equally often in most, or one short value a line."""
    lines = [line for line in sample.splitlines()[:_MOST_LINES] if line.strip()]
    prose = sum(1 for line in lines if _SENTENCE.search(line) or len(line) > 4 * _LONG_LINE) / len(lines)
    dialect = find_dialect(sample)
    if not dialect.delimiter:
        return _is_list(sample, lines, prose)
    widths = Counter(len(record) for record in dialect.records(sample) if any(cell.strip() for cell in record))
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    regular = count / max(1, sum(widths.values()))
    if width < 2:
        return _is_list(sample, lines, prose)
    if dialect.delimiter in {"\t", "|", ";"}:
        return regular >= 0.5 or prose < 0.2
    if len(lines) < 3:
        return regular == 1.0 and prose == 0
    return regular >= 0.8 or (regular >= 0.5 and prose < 0.1)


def _is_list(sample: str, lines: list[str], prose: float) -> bool:
    """One value a line: no sentences, no paragraphs, all lines short."""
    short = sum(1 for line in lines if len(line) <= _LONG_LINE) / len(lines)
    return prose < 0.05 and short > 0.95 and "\n\n" not in sample.strip().replace("\r", "")

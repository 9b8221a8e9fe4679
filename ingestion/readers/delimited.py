"""CSV, TSV and other delimited text → staged rows, every record accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from ingestion.bounds import check_size
from ingestion.choosing import changeable, keyed
from ingestion.readers.dialect import Dialect, chosen_dialect, find_dialect, joined_marks, other_delimiters
from ingestion.readers.encoding import Utf8Text, as_utf8, encoding_decisions
from ingestion.readers.text_tables import TextFile, stage_text
from ingestion.staged import FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE_BYTES = 1 << 18


def read_delimited(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    check_size(source)
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    text = as_utf8(source, scratch, progress)
    with text.path.open(encoding="utf-8", newline="") as file:
        sample = file.read(_SAMPLE_BYTES)
    if not sample.strip():
        raise UnreadableFile(source.name, "the file holds only blank lines.")
    dialect = chosen_dialect(sample, source) or find_dialect(sample)
    facts = FileFacts(
        format="csv",
        encoding=text.encoding_label,
        delimiter=(dialect.written or dialect.delimiter) or None,
        decisions=(*encoding_decisions(text, source), *_delimiter_decision(sample, dialect, source)),
    )
    progress(f"Looking for tables in {source.name}", None)
    if dialect.written:
        text = _with_one_character(text, dialect, scratch)
    return facts, stage_text(
        TextFile(source=source, text=text, dialect=dialect, scratch=scratch, progress=progress), connection
    )


def _delimiter_decision(sample: str, dialect: Dialect, source: Source) -> Iterator[Decision]:
    chosen = source.choices.value("delimiter") is not None
    mark = dialect.written or dialect.delimiter
    if mark in {",", ""} and not chosen:
        return
    value = {"\t": "tab", " ": "space"}.get(mark, mark)
    shown = value if value in {"tab", "space", "spaces"} else f"“{value}”"
    told = Decision(kind="delimiter", detail=f"Cells are separated by {shown}.", by_person=chosen)
    yield keyed(changeable(told, "delimiter", value, *other_delimiters(sample, dialect)), source.choices)


def _with_one_character(text: Utf8Text, dialect: Dialect, scratch: Path) -> Utf8Text:
    path = scratch / "separated.csv"
    with (
        text.path.open(encoding="utf-8", newline="") as file,
        path.open("w", encoding="utf-8", newline="") as out,
    ):
        out.writelines(joined_marks(line, dialect.written) for line in file)
    return replace(text, path=path)

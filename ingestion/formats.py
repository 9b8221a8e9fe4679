"""What can be read, by extension."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from core.errors import UnreadableFile
from ingestion.staged import Reader, Source


def _delimited() -> Reader:
    from ingestion.readers.delimited import read_delimited

    return read_delimited


def _workbook() -> Reader:
    from ingestion.readers.excel import read_workbook

    return read_workbook


def _parquet() -> Reader:
    from ingestion.readers.parquet import read_parquet

    return read_parquet


_READERS: dict[str, Callable[[], Reader]] = {
    **dict.fromkeys(("csv", "tsv", "tab", "psv", "txt", "dat"), _delimited),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), _workbook),
    **dict.fromkeys(("parquet", "pq"), _parquet),
}
FORMATS: tuple[str, ...] = tuple(_READERS)


def reader_for(source: Source) -> Reader:
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    if extension not in _READERS:
        known = ", ".join(FORMATS)
        raise UnreadableFile(
            source.name, f"files of type “{extension}” cannot be read.", hint=f"Readable are: {known}."
        )
    return _READERS[extension]()

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


_MARKS = ((b"PAR1", "parquet"), (b"PK\x03\x04", "xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"))
"""First bytes of the formats that are not text."""


def reader_for(source: Source) -> Reader:
    """By extension, unless text is expected and the first bytes say otherwise."""
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    if _READERS.get(extension) is _delimited:
        extension = _marked(source) or extension
    if extension not in _READERS:
        known = ", ".join(FORMATS)
        raise UnreadableFile(
            source.name, f"files of type “{extension}” cannot be read.", hint=f"Readable are: {known}."
        )
    return _READERS[extension]()


def _marked(source: Source) -> str | None:
    with source.path.open("rb") as file:
        head = file.read(8)
    return next((extension for mark, extension in _MARKS if head.startswith(mark)), None)

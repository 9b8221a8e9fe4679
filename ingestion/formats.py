"""What can be read, by extension and by the first bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from core.errors import UnreadableFile
from ingestion.staged import Reader, Source


def _delimited() -> Reader:
    from ingestion.readers.delimited import read_delimited

    return read_delimited


_READERS: dict[str, Callable[[], Reader]] = {
    "csv": _delimited,
    "tsv": _delimited,
    "tab": _delimited,
    "psv": _delimited,
    "txt": _delimited,
    "dat": _delimited,
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

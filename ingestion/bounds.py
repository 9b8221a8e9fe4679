"""How much one file may hold: what goes past a limit is refused with the figure and what to do."""

from __future__ import annotations

from core.errors import LimitReached
from ingestion.staged import Source

_SPLIT = "Split the file, leave out what is not needed, or raise the limit in the settings."
_UNPACK = "Unpack it yourself and upload the part that you need, or raise the limit in the settings."


def check_size(source: Source) -> None:
    if source.size > source.limits.size:
        message = f"{source.name} is {source.size:,} bytes; at most {source.limits.size:,} are read."
        raise LimitReached(message, limit="size", hint=_SPLIT, stage="reading")


def check_table(source: Source, columns: int, rows: int = 0, where: str = "") -> None:
    """Raises LimitReached naming the first of columns, rows and cells that is over its limit; `where` is a sheet."""
    limits = source.limits
    place = f"{source.name} ({where})" if where else source.name
    for name, found, most in (
        ("columns", columns, limits.columns),
        ("rows", rows, limits.rows),
        ("cells", columns * rows, limits.cells),
    ):
        if found > most:
            message = f"{place} has a table of {found:,} {name}; at most {most:,} are read."
            raise LimitReached(message, limit=name, hint=_SPLIT, stage="reading")


def too_many_files(source: Source, files: int) -> LimitReached:
    message = f"{source.name} is an archive of {files:,} files; at most {source.limits.files:,} are read."
    return LimitReached(message, limit="files", hint=_UNPACK, stage="reading")


def unpacks_too_large(name: str, most: int) -> LimitReached:
    message = f"{name}, unpacked, would be larger than {most:,} bytes; no more are read."
    return LimitReached(message, limit="size", hint=_UNPACK, stage="reading")


def expands_too_much(name: str, ratio: int) -> LimitReached:
    message = (
        f"{name}, unpacked, would be more than {ratio:,} times as large, as archives are that are made to do harm."
    )
    return LimitReached(message, limit="ratio", hint=_UNPACK, stage="reading")

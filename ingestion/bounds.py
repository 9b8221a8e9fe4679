"""How much one file may hold: what goes past a limit is refused with the figure and what to do."""

from __future__ import annotations

from core.errors import LimitReached
from ingestion.staged import Source

_SPLIT = "Split the file, leave out what is not needed, or raise the limit in the settings."


def check_size(source: Source) -> None:
    if source.size > source.limits.size:
        message = f"{source.name} is {source.size:,} bytes; at most {source.limits.size:,} are read."
        raise LimitReached(message, limit="size", hint=_SPLIT, stage="reading")


def check_table(source: Source, columns: int, rows: int = 0) -> None:
    """Raises LimitReached naming the first of columns, rows and cells that is over its limit."""
    limits = source.limits
    for name, found, most in (
        ("columns", columns, limits.columns),
        ("rows", rows, limits.rows),
        ("cells", columns * rows, limits.cells),
    ):
        if found > most:
            message = f"{source.name} has a table of {found:,} {name}; at most {most:,} are read."
            raise LimitReached(message, limit=name, hint=_SPLIT, stage="reading")

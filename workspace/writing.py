"""Files that are there as a whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from core.errors import InvalidInput


async def write_whole(path: Path, pieces: AsyncIterator[bytes]) -> None:
    """Raises InvalidInput."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
        unfinished.replace(path)
    except OSError as failure:
        reason = (failure.strerror or "not possible").lower()
        raise InvalidInput(f"{path} cannot be written: {reason}.", hint="Choose another place.") from None
    finally:
        unfinished.unlink(missing_ok=True)

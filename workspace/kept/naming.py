"""Names of specs: lower-case words with hyphens, as they stand in addresses and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from core.errors import InvalidInput

LONGEST = 80
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names that a file cannot have on every system.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def name_from(title: str, taken: Collection[str], fallback: str) -> str:
    """A free name made of the title's letters and digits."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST - 8:
            break
        name = longer
    name = name or fallback
    if name not in taken and name not in _RESERVED:
        return name
    return next(f"{name}-{number}" for number in range(2, len(taken) + 4) if f"{name}-{number}" not in taken)


def check_name(name: str) -> str:
    """Raises InvalidInput."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST or name in _RESERVED:
        raise InvalidInput(
            f"“{name[:100]}” cannot be a name.",
            hint=f"Use up to {LONGEST} lower-case letters and digits, with hyphens between words.",
        )
    return name

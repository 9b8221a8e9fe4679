"""Values that people give, read as what an attribute holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.errors import InvalidInput, UnknownName

_LONGEST = 2_000
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def named(kind: str, name: Any, known: Iterable[str]) -> str:
    """As it is known, found without case where only one is meant. Raises UnknownName."""
    names = list(known)
    if name in names:
        return str(name)
    folded = [one for one in names if isinstance(name, str) and one.casefold() == name.casefold()]
    if len(folded) != 1:
        raise UnknownName(kind, str(name)[:200], names)
    return folded[0]


def optional_text(attribute: str, value: Any) -> str | None:
    """None for null and for nothing but blanks."""
    return None if value is None or (isinstance(value, str) and not value.strip()) else text(attribute, value)


def text(attribute: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"“{attribute}” is a text, not {described(value)}.")
    if len(value) > _LONGEST:
        raise InvalidInput(f"“{attribute}” has {len(value):,} characters; at most {_LONGEST:,} are kept.")
    return value.strip()


def texts(attribute: str, value: Any) -> tuple[str, ...]:
    """A list, or texts between commas; each once."""
    if value is None:
        return ()
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise InvalidInput(f"“{attribute}” is a list of texts, not {described(value)}.")
    found = [text(attribute, part) for part in parts if not (isinstance(part, str) and not part.strip())]
    return tuple(dict.fromkeys(found))


def flag(attribute: str, value: Any) -> bool:
    told = str(value).strip().casefold()
    if told not in (*_YES, *_NO):
        raise InvalidInput(f"“{attribute}” is true or false, not {described(value)}.")
    return told in _YES


def described(value: Any) -> str:
    return f"“{str(value)[:80]}”" if value not in (None, "") else "nothing"

"""JSON Schemas of specs, as they stand in files."""

from __future__ import annotations

from typing import Any

from core.errors import UnknownName
from core.saved import Dashboard, SavedQuery
from wire import spec_schema

_NOUNS = {"query": (SavedQuery, "A saved query of Tablespeak"), "dashboard": (Dashboard, "A dashboard of Tablespeak")}


def spec_file_schema(kind: str) -> dict[str, Any]:
    """Raises UnknownName."""
    if kind not in _NOUNS:
        raise UnknownName("kind of spec", kind, _NOUNS)
    noun, title = _NOUNS[kind]
    return spec_schema(noun, title)

"""The server: the verbs of a workspace over HTTP, and its runs as streams.

In: HTTP requests. Out: JSON, problem documents (RFC 9457) and event streams. It understands,
reads and computes nothing itself, and lets no exception's text out.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.app import create_app
    from api.settings import Settings

__all__ = ["Settings", "create_app"]

_HOMES = {"Settings": "api.settings", "create_app": "api.app"}


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use: the terminal lists `serve` without loading the server."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)

"""The only door to DuckDB: table versions on disk, the sandbox, the guard, running.

In: SQL text, parameters and table versions. Out: guarded statements, results, connections over
files that never change. It never decides what to ask, never writes a file that was named before,
and never runs SQL that did not pass the guard anywhere but in `open_versions`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.column_types import column_type
    from warehouse.connection import DatabaseError, open_versions
    from warehouse.guarding import Guarded, guard
    from warehouse.limits import Limits
    from warehouse.pool import Pool
    from warehouse.storage import VersionFile, adopt_version_file, new_version_file, sweep

__all__ = [
    "DatabaseError",
    "Guarded",
    "Limits",
    "Pool",
    "VersionFile",
    "adopt_version_file",
    "column_type",
    "guard",
    "new_version_file",
    "open_versions",
    "sweep",
]

_HOMES = {
    "DatabaseError": "warehouse.connection",
    "Guarded": "warehouse.guarding",
    "Limits": "warehouse.limits",
    "Pool": "warehouse.pool",
    "VersionFile": "warehouse.storage",
    "adopt_version_file": "warehouse.storage",
    "column_type": "warehouse.column_types",
    "guard": "warehouse.guarding",
    "new_version_file": "warehouse.storage",
    "open_versions": "warehouse.connection",
    "sweep": "warehouse.storage",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use: a worker process must start without the parser."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value

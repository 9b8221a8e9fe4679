"""Files become tables.

In: the path of an uploaded file and a read-write connection to a new warehouse file, or the folder
to make one in. Out: typed tables written there, and an ImportReport that accounts for every record
and tells every decision. Nothing here asks a language model or changes the uploaded file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.apart import read_apart
    from ingestion.formats import FORMATS
    from ingestion.imported import Imported
    from ingestion.reading_files import read_file

__all__ = ["FORMATS", "Imported", "read_apart", "read_file"]

_HOMES = {
    "FORMATS": "ingestion.formats",
    "Imported": "ingestion.imported",
    "read_apart": "ingestion.apart",
    "read_file": "ingestion.reading_files",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home on first use: who reads apart needs none of the readers."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value

"""Memory that a query process and its owner both see, so that large results need not go through a pipe."""

from __future__ import annotations

import os
import sys
import tempfile
from mmap import mmap
from pathlib import Path

SIZE = 8 * 1_048_576
"""Bytes; only what is written takes memory."""


def shared_file() -> int | None:
    """A descriptor for the process to inherit; None where a system passes none on."""
    if sys.platform.startswith("linux"):
        descriptor = os.memfd_create("results", 0)
    elif sys.platform != "win32":
        descriptor, path = tempfile.mkstemp()
        Path(path).unlink()
    else:
        return None
    os.ftruncate(descriptor, SIZE)
    return descriptor


def mapped(descriptor: int | None) -> mmap | None:
    """Closes the descriptor: the mapping holds the memory."""
    if descriptor is None:
        return None
    try:
        return mmap(descriptor, SIZE)
    finally:
        os.close(descriptor)

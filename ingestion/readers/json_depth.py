"""How deep JSON is nested: beyond a limit DuckDB cannot describe it and gives up the whole database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

DEEPEST = 100
_CHUNK = 1 << 22
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')


def is_too_deep(text: Path) -> bool:
    """A quick look that also counts brackets inside of strings, then an exact one where that finds many."""
    return _deepest_at_most(text) > DEEPEST and _deepest(text) > DEEPEST


def _deepest_at_most(text: Path) -> int:
    import numpy as np

    step = np.zeros(256, dtype=np.int32)
    step[list(b"[{")] = 1
    step[list(b"]}")] = -1
    depth = deepest = 0
    for chunk in _chunks(text):
        depths = np.cumsum(step[np.frombuffer(chunk, dtype=np.uint8)])
        deepest = max(deepest, depth + int(depths.max()))
        depth = max(0, depth + int(depths[-1]))
    return deepest


def _deepest(text: Path) -> int:
    depth = deepest = 0
    with text.open("rb") as file:
        for line in file:
            for token in _TOKEN.finditer(line):
                mark = token.group()
                if mark in b"[{":
                    depth += 1
                    deepest = max(deepest, depth)
                elif mark in b"]}":
                    depth -= 1
    return deepest


def _chunks(text: Path) -> Iterator[bytes]:
    with text.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk

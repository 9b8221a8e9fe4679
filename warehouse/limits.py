"""How much one query may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` per query; `memory_mb` and `threads` per worker; `rows` and `bytes` per preview; `spill_mb` on disk for a retry."""

    seconds: float = 30.0
    memory_mb: int = 1024
    rows: int = 1000
    bytes: int = 8 * 1024 * 1024
    threads: int = 2
    spill_mb: int = 8192

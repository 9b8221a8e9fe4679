"""What a caller with row rules is told of a failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import QueryFailed
from core.question import Caller


@contextmanager
def values_untold(caller: Caller) -> Iterator[None]:
    """A failure on a value is told without the database's own words: they may name a constant of a rule."""
    try:
        yield
    except QueryFailed as failed:
        if not caller.rules or not failed.on_a_value:
            raise
        raise QueryFailed(
            "The query failed on a value that it cannot work with.",
            hint="Use TRY_CAST to get NULL where a value cannot be read.",
        ) from None

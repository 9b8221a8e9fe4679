"""One piece of work for each table, a few at once: a table of usual size keeps only one of DuckDB's threads busy."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from typing import TypeVar

from semantic_layer.profile import Connection

_MOST_AT_ONCE = 4
Thing = TypeVar("Thing")
Made = TypeVar("Made")


def side_by_side(
    things: Sequence[Thing], make: Callable[[Thing, Connection], Made], connection: Connection
) -> list[Made]:
    """In the order of `things`. Each is made with a cursor of `connection` that no other uses meanwhile."""
    many = min(_MOST_AT_ONCE, os.cpu_count() or 1, len(things))
    if many < 2:
        return [make(thing, connection) for thing in things]
    with ExitStack() as opened:
        free: SimpleQueue[Connection] = SimpleQueue()
        for _ in range(many):
            cursor = connection.cursor()
            opened.callback(cursor.close)
            free.put(cursor)

        def made(thing: Thing) -> Made:
            cursor = free.get()
            try:
                return make(thing, cursor)
            finally:
                free.put(cursor)

        with ThreadPoolExecutor(many) as pool:
            return list(pool.map(made, things))

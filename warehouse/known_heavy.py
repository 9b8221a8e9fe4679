"""Which statements ran for long, so that it need not be found out again at the cost of others."""

from __future__ import annotations

import re
from collections import OrderedDict

REMEMBERED = 512
_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d[\d_.]*(?:[eE][+-]?\d+)?\b")


class KnownHeavy:
    """By the shape of a statement: one that differs only in its numbers and texts takes about as long."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[int, None] = OrderedDict()

    def has(self, sql: str) -> bool:
        return _shape(sql) in self._shapes

    def remember(self, sql: str, *, heavy: bool) -> None:
        shape = _shape(sql)
        self._shapes.pop(shape, None)
        if heavy:
            self._shapes[shape] = None
            if len(self._shapes) > REMEMBERED:
                self._shapes.popitem(last=False)


def _shape(sql: str) -> int:
    return hash(_LITERAL.sub("?", sql))

"""Random SQL, half of it what analysts write and half of it hostile: grown from pieces, then bent."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.sql_pieces import (
    CHANGES,
    HOSTILE_CALLS,
    HOSTILE_SOURCES,
    HOSTILE_TAILS,
    HOSTILE_VALUES,
    JOINS,
    PLAIN_CALLS,
    PLAIN_SOURCES,
    PLAIN_TAILS,
    PLAIN_VALUES,
    WORDS,
)

SIGNS = "'\"`$();,.:*[]{}-+/\\|&^%#@!~?=<> \n\tEUX\u00a0\u200b\u202e\u212aé\x00"


class HostileSql:
    """The same texts for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._hostility = 0.0

    def text(self) -> str:
        self._hostility = self._random.choice((0.0, 0.05, 0.1, 0.4))
        text = self._statement()
        for _ in range(self._random.choice((0, 0, 0, 0, 1, 1, 2))):
            text = self._random.choice(_BENDS)(text, self._random)
        return text

    def _statement(self) -> str:
        pick = self._random.random()
        if pick < 0.3 * self._hostility:
            return self._one(CHANGES)
        query = self._query(2)
        if pick < 0.3:
            kept = self._one(("", "MATERIALIZED ", "NOT MATERIALIZED "))
            plain = ("SELECT 1 AS id", "FROM orders", self._query(1))
            inner = self._piece(plain, (*CHANGES, "FROM hidden"))
            name = self._one(("w", "orders", "hidden", "W", "read_text", '"canary.txt"'))
            return f"WITH {self._one(('', '', 'RECURSIVE '))}{name} AS {kept}({inner}) {query}"
        front = self._one(("", "", "", "", "EXPLAIN ", "EXPLAIN ANALYZE ", "SUMMARIZE ", "DESCRIBE "))
        return front + query

    def _query(self, depth: int) -> str:
        shape = self._random.random()
        if shape < 0.06:
            return f"FROM {self._source(depth)} SELECT {self._value(depth)}"
        if shape < 0.12:
            return f"PIVOT {self._source(0)} ON {self._value(0)} USING {self._value(1)} {self._piece(PLAIN_TAILS, HOSTILE_TAILS)}"
        if shape < 0.15:
            return f"VALUES ({self._value(depth)}), ({self._value(depth)})"
        parts = [f"SELECT {', '.join(self._value(depth) for _ in range(self._random.randint(1, 3)))}"]
        parts.append(f"FROM {self._source(depth)}")
        if self._random.random() < 0.4:
            parts.append(f"WHERE {self._value(depth)} IS NOT NULL")
        parts.append(self._piece(PLAIN_TAILS, HOSTILE_TAILS))
        text = " ".join(parts)
        if depth and self._random.random() < 0.15:
            text += f" {self._one(('UNION', 'UNION ALL', 'UNION BY NAME', 'EXCEPT', 'INTERSECT'))} {self._query(0)}"
        return text

    def _source(self, depth: int) -> str:
        if depth and self._random.random() < 0.3:
            return f"({self._query(depth - 1)}) q"
        first = self._piece(PLAIN_SOURCES, HOSTILE_SOURCES)
        if depth and self._random.random() < 0.3:
            return f"{first} {self._one(JOINS)} {self._piece(PLAIN_SOURCES, HOSTILE_SOURCES)} {self._one(('', 'USING (id)', 'ON true'))}"
        return first

    def _value(self, depth: int) -> str:
        shape = self._random.random()
        if not depth or shape < 0.45:
            return self._piece(PLAIN_VALUES, HOSTILE_VALUES)
        inner = self._value(depth - 1)
        if shape < 0.75:
            return f"{self._piece(PLAIN_CALLS, HOSTILE_CALLS)}({inner})"
        if shape < 0.85:
            return f"({self._query(depth - 1)})"
        other = self._value(depth - 1)
        form = self._one(
            (
                "{0} + {1}",
                "CASE WHEN {0} THEN {1} END",
                "{0} IN ({1})",
                "{0}::VARCHAR",
                "{0} OVER ()",
                "{0} FILTER ({1})",
                "{0} AS {1}",
            )
        )
        return form.format(inner, other)

    def _piece(self, plain: Sequence[str], hostile: Sequence[str]) -> str:
        return self._one(hostile if self._random.random() < self._hostility else plain)

    def _one(self, pieces: Sequence[str]) -> str:
        return self._random.choice(pieces)


Bend = Callable[[str, random.Random], str]


def _insert(text: str, rng: random.Random) -> str:
    place = rng.randint(0, len(text))
    return text[:place] + rng.choice(SIGNS) * rng.choice((1, 1, 2, 40)) + text[place:]


def _delete(text: str, rng: random.Random) -> str:
    place = rng.randint(0, len(text))
    return text[:place] + text[place + rng.randint(1, 6) :]


def _swap_words(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    first, second = rng.randrange(len(words)), rng.randrange(len(words))
    words[first], words[second] = words[second], words[first]
    return " ".join(words)


def _comment(text: str, rng: random.Random) -> str:
    comment = rng.choice(("/**/", "/* /* */ */", "--\n", "/*", "-- ", "/*+ x */"))
    return text.replace(" ", comment, rng.randint(1, 3))


def _change_case(text: str, rng: random.Random) -> str:
    return "".join(sign.swapcase() if rng.random() < 0.3 else sign for sign in text)


def _replace_piece(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    words[rng.randrange(len(words))] = rng.choice((*HOSTILE_VALUES, *HOSTILE_SOURCES, *HOSTILE_CALLS, *HOSTILE_TAILS))
    return " ".join(words)


def _nest(text: str, rng: random.Random) -> str:
    return rng.choice(("({})", "SELECT * FROM ({}) n", "SELECT ({})", "(({}))", "EXPLAIN {}", "{};{}")).replace(
        "{}", text
    )


def _repeat(text: str, rng: random.Random) -> str:
    place = rng.randint(0, len(text))
    return text[:place] + text[place : place + rng.randint(1, 9)] * rng.choice((2, 3, 60)) + text[place:]


def _motif(text: str, rng: random.Random) -> str:
    """A few words over and over, with what closes them at the end or without."""
    words = [rng.choice(WORDS) for _ in range(rng.randint(1, 4))]
    times = rng.choice((7, 20, 55))
    closing = "".join(_CLOSERS.get(word, "") for word in reversed(words))
    start = rng.choice(("SELECT ", "SELECT * FROM ", "SELECT 1::", text + " "))
    return (
        start + " ".join(words * times) + rng.choice((" 1 ", " orders ", " ")) + closing * rng.choice((times, times, 0))
    )


_CLOSERS = {"(": ")", "[": "]", "{": "}", "CASE": " END"}

_BENDS: tuple[Bend, ...] = (
    _insert,
    _delete,
    _swap_words,
    _comment,
    _change_case,
    _replace_piece,
    _replace_piece,
    _nest,
    _repeat,
    _motif,
)

"""SQL out of what a model says around it."""

from __future__ import annotations

import re

from agents.fencing import lures, one_line
from agents.thoughts import without_thoughts
from core.ways import Declined, Rerouted

_FENCE = re.compile(r"```[ \t]*([\w+-]*)[ \t]*\n?(.*?)(?:```|\Z)", re.DOTALL)
_START = re.compile(
    r"^[ \t]*(?:sql:?[ \t]*)?((?:select\b|with\s+(?:recursive\s+)?[\w\"]+\s+as\s*\w*\s*\().*)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_COMMENTS = re.compile(r"\A(?:\s*--[^\n]*\n)+")
_INVESTIGATE = re.compile(r"^[ \t]*investigate:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_CANNOT = re.compile(r"cannot answer:?\s*(.*)", re.IGNORECASE)


def sql_in(text: str) -> str:
    """The last fenced statement, else what starts like one. Raises Declined where there is neither, Rerouted where it says so."""
    said = without_thoughts(text)
    fenced: list[str] = [
        body.strip() for language, body in _FENCE.findall(said) if body.strip() and language.lower() in _SQL
    ]
    statements = [body for body in fenced if _START.match(_COMMENTS.sub("", body))] or fenced
    if statements:
        return statements[-1]
    other = _INVESTIGATE.search(said)
    if other and not lures(other[1]):
        raise Rerouted(one_line(other[1], _LONGEST_QUESTION))
    cannot = _CANNOT.search(said)
    if cannot:
        missing = "" if lures(cannot[1]) else one_line(cannot[1], 200)
        raise Declined(f"The language model found no answer in these tables{f': {missing}' if missing else '.'}")
    started = _START.search(said)
    if started is None:
        raise Declined("The language model wrote no SQL.")
    return started[1].split("\n\n")[0].strip()


def read_as(text: str) -> str | None:
    """The question in full, where a comment tells it."""
    found = _READ_AS.search(without_thoughts(text))
    said = one_line(found[1], _LONGEST_QUESTION) if found else ""
    return said if said and not lures(said) else None


_READ_AS = re.compile(r"^[ \t]*--[ \t]*read as:?[ \t]*([^\s:].*)$", re.IGNORECASE | re.MULTILINE)
_LONGEST_QUESTION = 300
_SQL = frozenset({"", "sql", "duckdb", "postgresql", "postgres", "sqlite", "mysql", "tsql"})

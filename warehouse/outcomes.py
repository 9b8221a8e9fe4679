"""What came back from a query process, as a Result or as an error that is safe to show."""

from __future__ import annotations

import re
from typing import Any

from core.errors import InternalError, LimitReached, QueryFailed, TablespeakError, WorkerDied
from core.result import Result, ResultColumn
from warehouse.column_types import column_type
from warehouse.frames import JSON, SPENT, Frame, load

_LABEL = re.compile(r"^(?:[A-Z][A-Za-z]*|INTERRUPT|INTERNAL|TransactionContext) Error: ")
_POINTED = re.compile(r"\nLINE \d+: (?P<line>[^\n]*)\n(?P<before> *)(?P<carets>\^+)")
_POSITION = re.compile(r"\n+LINE \d+:.*", re.DOTALL)
_SUGGESTION = re.compile(r"\n+(?:Did you mean|Candidate)[^\n]*", re.DOTALL)
_CANDIDATES = re.compile(r"Candidate bindings: ([^\n]+)")
_PATH = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][\w.~-]+){2,}")
_OWN_CATALOG = re.compile(r"\b(?:tablespeak_file_\d+\.(?:main\.)?|memory\.main\.)")
_SHOWN = 400
_OF_THE_STATEMENT = frozenset({"BinderException", "CatalogException", "ParserException", "SyntaxException"})
_MEMORY = frozenset({"OutOfMemoryException", "MemoryError"})
_HINTS: tuple[tuple[str, str], ...] = (
    ("must appear in the GROUP BY", "Add the column to GROUP BY, or put it inside an aggregate such as any_value()."),
    ("aggregates in WHERE", "Use HAVING for a condition on an aggregate."),
    ("WHERE clause cannot contain aggregates", "Use HAVING for a condition on an aggregate."),
    ("window functions are not allowed in WHERE", "Use QUALIFY for a condition on a window function."),
    ("WHERE clause cannot contain window", "Use QUALIFY for a condition on a window function."),
    ("Could not convert string", "Use TRY_CAST to get NULL where a value cannot be read."),
    (
        "No function matches the given name and argument types",
        "Cast the arguments to the type that the function takes.",
    ),
    ("Ambiguous reference", "Write the table's name before the column."),
    ("More than one row returned by a subquery", "Add LIMIT 1 or an aggregate to the subquery."),
)


def result_of(frame: Frame | None) -> Result:
    reply = _reply(frame)
    return Result(
        columns=tuple(ResultColumn(name=name, type=column_type(kind)) for name, kind in reply["columns"]),
        rows=tuple(tuple(row) for row in reply["rows"]),
        row_count=len(reply["rows"]),
        truncated=reply["truncated"],
        elapsed=reply["elapsed"],
    )


def checked(frame: Frame | None) -> Frame:
    """The frame itself, unless it tells of a failure."""
    if frame is None or frame.kind in (JSON, SPENT):
        _reply(frame)
        raise WorkerDied("The query process answered out of turn.", stage="running")
    return frame


def confirm_ready(frame: Frame | None) -> None:
    if frame is None:
        raise WorkerDied("The query process could not start.", stage="running")
    reply = load(frame.payload)
    if "error" in reply:
        raise WorkerDied("A table version could not be opened.", stage="running")


def out_of_time(seconds: float) -> LimitReached:
    return LimitReached(
        f"The query took longer than {seconds:g} seconds and was stopped.",
        limit="time",
        hint="Filter to fewer rows, or group before joining.",
    )


def out_of_memory() -> LimitReached:
    return LimitReached(
        "The query needs more memory than one query may use.",
        limit="memory",
        hint="Select fewer columns, filter earlier, or aggregate before sorting and joining.",
    )


def _reply(frame: Frame | None) -> dict[str, Any]:
    if frame is None:
        raise WorkerDied(
            "The query process ended unexpectedly.",
            hint="Try again; simplify the query if it happens twice.",
            stage="running",
        )
    reply: dict[str, Any] = load(frame.payload)
    if "error" in reply:
        raise _failure(reply["error"], reply["message"])
    return reply


def _failure(kind: str, message: str) -> TablespeakError:
    if kind in _MEMORY or "bad_alloc" in message or "Out of Memory" in message:
        return out_of_memory()
    if message == "first row too large":
        return LimitReached("A single row is larger than a result may be.", limit="size", hint="Select fewer columns.")
    if kind == "InterruptException" or "INTERRUPT Error" in message:
        return LimitReached("The query was stopped before it finished.", limit="time", hint="Filter to fewer rows.")
    if kind == "IOException":
        return InternalError("A table's file could not be read.", hint="Restore the table, or load its file again.")
    if kind in ("InternalException", "FatalException"):
        return QueryFailed("The database could not run this query.", hint="Write it in a simpler way.")
    on_a_value = kind not in _OF_THE_STATEMENT
    return QueryFailed(_cleaned(message), hint=_hint(message), on_a_value=on_a_value, near=_pointed_at(message))


def _pointed_at(message: str) -> str | None:
    """What stands over the carets; DuckDB 1.5 has one caret for a word."""
    found = _POINTED.search(message)
    if found is None:
        return None
    start = len(found["before"]) - (found.start("line") - found.start() - 1)
    rest = found["line"][max(0, start) :]
    word = re.match(r'"(?:[^"]|"")*"|\w+', rest)
    length = len(found["carets"]) if len(found["carets"]) > 1 or word is None else word.end()
    return rest[:length].strip() or None


def _cleaned(message: str) -> str:
    """DuckDB's sentence without its label, position, advice, paths and names of ours."""
    text = _LABEL.sub("", message)
    text = _POSITION.sub("", text)
    text = _SUGGESTION.sub("", text)
    text = _OWN_CATALOG.sub("", _PATH.sub("…", text))
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _hint(message: str) -> str | None:
    candidates = _CANDIDATES.search(message)
    if candidates:
        names = [name.strip().strip('"') for name in candidates.group(1).split(",")]
        return f"Did you mean {', '.join(names[:3])}?"
    return next((hint for sign, hint in _HINTS if sign in message), None)

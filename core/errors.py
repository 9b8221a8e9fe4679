"""The error tree.

TablespeakError
├── UserError            what the person can fix: a message, a hint, a stage
│   ├── UnreadableFile       a file that could not be read
│   ├── UnknownName          a table, column, workspace or command that is not there
│   ├── InvalidInput         a value, option or spec that cannot be used
│   ├── NotAllowed           what only an owner may do
│   ├── LinkGone             a share link that never was, was revoked or has expired
│   ├── GuardRefusal         SQL that is not allowed here
│   ├── QueryFailed          SQL that DuckDB could not run
│   ├── LimitReached         time, memory, rows or size ran out
│   ├── Busy                 too much is running already
│   ├── Cancelled            stopped because somebody asked for it
│   ├── Declined             (core.ways) a way that will not answer
│   └── Unclear              (core.ways) several close readings
└── InternalError        what we broke
    ├── WorkerDied           a query process ended unexpectedly
    └── CatalogDamaged       what is kept cannot be read back
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from core.suggest import did_you_mean


class TablespeakError(Exception):
    """`stage` is where it happened ("reading", "understanding", "guard", "running"); messages never hold a path of the server."""

    code: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str | None = None, stage: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.stage = stage


class UserError(TablespeakError):
    code = "user_error"


class UnreadableFile(UserError):
    """`where` is a line, sheet or cell."""

    code = "unreadable_file"

    def __init__(self, file: str, reason: str, *, where: str | None = None, hint: str | None = None) -> None:
        place = f" ({where})" if where else ""
        super().__init__(f"{file}{place}: {reason}", hint=hint, stage="reading")


class UnknownName(UserError):
    """`kind` is what was looked for ("table", "column"); `known` what there is."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str], *, stage: str = "") -> None:
        message = f"There is no {kind} named “{name}”."
        super().__init__(message, hint=did_you_mean(name, known, kind), stage=stage)
        self.kind = kind
        self.name = name


class InvalidInput(UserError):
    code = "invalid_input"


class NotAllowed(UserError):
    code = "forbidden"


class LinkGone(UserError):
    """Says nothing of which it is."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(
            "This link does not lead anywhere (any more).", hint="Ask whoever sent it for another one.", stage="sharing"
        )


class GuardRefusal(UserError):
    """`construct` is the part of the SQL that is not allowed."""

    code = "guard_refusal"

    def __init__(self, message: str, *, construct: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint, stage="guard")
        self.construct = construct


class QueryFailed(UserError):
    """`on_a_value`: what failed may be a value of some row, and the message may tell it.

    `near` is the part of what ran that the database points at.
    """

    code = "query_failed"

    def __init__(
        self, message: str, *, hint: str | None = None, on_a_value: bool = False, near: str | None = None
    ) -> None:
        super().__init__(message, hint=hint, stage="running")
        self.on_a_value = on_a_value
        self.near = near


class LimitReached(UserError):
    """`limit` is "time", "memory", "rows", "columns", "cells", "pages", "files", "ratio" or "size"."""

    code = "limit_reached"

    def __init__(self, message: str, *, limit: str, hint: str | None = None, stage: str = "running") -> None:
        super().__init__(message, hint=hint, stage=stage)
        self.limit = limit


class Busy(UserError):
    code = "busy"
    retryable = True


class Cancelled(UserError):
    code = "cancelled"
    retryable = True


class InternalError(TablespeakError):
    code = "internal_error"


class WorkerDied(InternalError):
    code = "worker_died"
    retryable = True


class CatalogDamaged(InternalError):
    code = "catalog_damaged"

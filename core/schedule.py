"""What is sent again and again: a frozen spec, when, and where to; and what became of each time.

Schedule        what (frozen when it was made), when, and the targets
ScheduledRun    one time it was due: what was read, what changed since the last one, what was delivered
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from core.answer import Problem
from core.result import ResultColumn
from core.saved import ParameterValue, SavedQuery
from core.table import ColumnType
from core.tagged import TAGGED

ScheduleFormat = Literal["pdf", "xlsx", "pptx", "html", "png", "svg"]
Unit = Literal["minutes", "hours", "days", "weeks"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ScheduleStatus = Literal["active", "paused", "stopped"]
RunStatus = Literal["running", "sent", "failed", "stopped"]
DeliveryStatus = Literal["waiting", "sending", "sent", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Five fields: minute, hour, day of the month, month, day of the week (names, or 0 to 7 with Sunday as 0 and 7)."""

    kind: Literal["cron"] = "cron"
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """`at` ("08:30") goes with days and weeks, `on` with weeks; without them it counts from when the schedule was made."""

    kind: Literal["every"] = "every"
    unit: Unit
    count: int = 1
    at: str | None = None
    on: Weekday | None = None


When = Annotated[Cron | Every, TAGGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTarget:
    """`path` lies below the folder that the server allows."""

    kind: Literal["folder"] = "folder"
    path: str = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookTarget:
    kind: Literal["webhook"] = "webhook"
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTarget:
    kind: Literal["mail"] = "mail"
    to: tuple[str, ...]
    subject: str | None = None


Target = Annotated[FolderTarget | WebhookTarget | MailTarget, TAGGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenTable:
    """The columns of a table that were there when the schedule was made, those that the query reads."""

    name: str
    columns: tuple[tuple[str, ColumnType], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenQuery:
    """One answer as it was: what runs, the columns it gave, and the sentences that were true then.

    `name` and `version` are those of the saved query, where it was one.
    """

    query: SavedQuery
    title: str = ""
    given: Mapping[str, ParameterValue] = field(default_factory=dict)
    columns: tuple[ResultColumn, ...] = ()
    tables: tuple[FrozenTable, ...] = ()
    sentences: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What is sent. `source` is what it was frozen from: a run, a saved query or a dashboard, by its id or name."""

    kind: Literal["run", "query", "dashboard"]
    source: str
    title: str
    description: str = ""
    filters: tuple[str, ...] = ()
    items: tuple[FrozenQuery, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`timezone` is an IANA name. Times that were missed are made up for by one run."""

    title: str
    what: Frozen
    when: When
    targets: tuple[Target, ...]
    timezone: str = "UTC"
    format: ScheduleFormat = "pdf"
    paper: Literal["a4", "letter"] = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFigure:
    """A figure of one run; `id` names what it is of, so that it can be found in the next one. A share is a ratio (0 to 1)."""

    id: str
    label: str
    value: float | str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutcome:
    """What one query gave this time. `rows` are the first ones as text, kept to be compared with the next time.

    `no_longer` are the frozen sentences that the figures of this time do not bear out; `changed` says in words what is
    different from the last time. `tables` are names, versions and rows of what it was read from.
    """

    title: str
    run_id: str | None = None
    row_count: int = 0
    sentences: tuple[str, ...] = ()
    held: int = 0
    no_longer: tuple[str, ...] = ()
    figures: tuple[KeptFigure, ...] = ()
    columns: tuple[ResultColumn, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    tables: tuple[tuple[str, int, int], ...] = ()
    changed: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`attempts` counts the times that sending was begun; `maybe_twice`: one of them was cut off before its end was known."""

    target: str
    status: DeliveryStatus = "waiting"
    attempts: int = 0
    told: str = ""
    maybe_twice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`since` is when the run was due that this one is compared with; `interrupted` counts processes that ended in it."""

    items: tuple[ItemOutcome, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    since: datetime | None = None
    interrupted: int = 0
    by_hand: bool = False
    missed: int = 0
    problem: Problem | None = None

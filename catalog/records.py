"""What the catalog hands out besides the nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.answer import Problem, Status, TableUsed
from core.event import Event
from core.import_report import ImportReport
from core.model import SemanticModel
from core.plan import Plan
from core.spending import Spent
from core.table import Table

ImportMode = Literal["version", "append", "separate"]
ImportStatus = Literal["queued", "running", "done", "refused", "cancelled", "interrupted"]
MadeBy = Literal["upload", "decision", "append"]
NoticeKind = Literal[
    "data_arrived",
    "import_failed",
    "model_changed",
    "model_broke",
    "query_broke",
    "schedule_stopped",
    "schedule_failed",
]
OPEN: frozenset[ImportStatus] = frozenset({"queued", "running"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One upload as it was read. `size` in bytes; `stored` is relative to the data folder.

    `choices` are what a person had decided about it, by the key of the decision.
    """

    id: str
    name: str
    sha256: str
    size: int
    stored: str
    uploaded_at: datetime
    report: ImportReport
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one upload gave to a table version."""

    file_id: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A table version; `file` is the DuckDB file, relative to the data folder, and `relation` its name in there.

    `file_id` is the upload that made it; `parts` are all uploads whose rows it holds (none given: that one).
    """

    table: Table
    number: int
    file_id: str
    file_sha256: str
    file: str
    relation: str
    imported_at: datetime
    made_by: MadeBy = "upload"
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceChange:
    """What a person changes about how a file is read: keys to set, or (None) to leave to the data again.

    `undo` takes back the last change instead.
    """

    chosen: Mapping[str, str | None] = field(default_factory=dict)
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSet:
    """All choices about the uploads under one name; `number` counts the changes (0: none was made)."""

    number: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import, from the moment it is asked for; `id` becomes the id of its file.

    `source` is where the bytes are until they are `stored` (relative to the data folder). `owner` is the process
    that works on it, last heard of at `heard_at`; `text` and `share` say how far it is.
    """

    id: str
    name: str
    created_at: datetime
    heard_at: datetime
    mode: ImportMode = "version"
    into_table: str | None = None
    change: ChoiceChange | None = None
    source: str | None = None
    sha256: str | None = None
    size: int | None = None
    stored: str | None = None
    status: ImportStatus = "queued"
    owner: str | None = None
    text: str | None = None
    share: float | None = None
    problem: Problem | None = None
    file_id: str | None = None
    attempts: int = 1
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """`versions_key` says for which table versions the model was built; `index` is the value index, relative."""

    model: SemanticModel
    versions_key: str
    index: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """`status` is None while the run goes on. `plan`, `sql` and `tables_used` are there as far as the run got."""

    id: str
    thread_id: str | None
    question: str
    status: Status | None
    started_at: datetime
    ended_at: datetime | None = None
    assistant: str | None = None
    reply_to: str | None = None
    owner: str | None = None
    plan: Plan | None = None
    sql: str | None = None
    tables_used: tuple[TableUsed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """`owner` is the process that works on it; `key` names the state in which it leaves another program's chat.

    With `begins_thread`, its thread is not there yet and gets the question as its title.
    """

    workspace: str
    run_id: str
    question: str
    started_at: str
    thread_id: str | None = None
    begins_thread: bool = False
    owner: str | None = None
    assistant: str | None = None
    reply_to: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEvents:
    """New events of one run; `start` is given with its first ones, `status` with its last."""

    run_id: str
    events: tuple[Event, ...]
    start: RunStart | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSignal:
    """What other processes want of a run: that it stops, or that it goes on at least until then because it is read."""

    run_id: str
    cancel_asked: bool
    read_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRecord:
    """A conversation; `title` is its first question until a person renames it.

    `key` is what another program calls it, `branch_of` the thread whose turns it began with, `turns` how many runs it has.
    """

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    turns: int = 0
    branch_of: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that happened to the data. `about` names what: a table, a file, a saved query. `read` is by whoever asks."""

    id: int
    kind: NoticeKind
    text: str
    about: Mapping[str, str]
    made_at: datetime
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpent:
    """On one model by one caller; `day` is of UTC, as in 2026-01-31."""

    workspace: str
    day: str
    caller: str
    model: str
    spent: Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResponse:
    """What a language model once answered."""

    text: str
    prompt_tokens: int
    completion_tokens: int

"""What the catalog hands out besides the nouns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.answer import Status, TableUsed
from core.import_report import ImportReport
from core.model import SemanticModel
from core.plan import Plan
from core.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One upload. `size` in bytes; `stored` is relative to the data folder."""

    id: str
    name: str
    sha256: str
    size: int
    stored: str
    uploaded_at: datetime
    report: ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A table version; `file` is the DuckDB file, relative to the data folder, and `relation` its name in there."""

    table: Table
    number: int
    file_id: str
    file_sha256: str
    file: str
    relation: str
    imported_at: datetime


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
    plan: Plan | None = None
    sql: str | None = None
    tables_used: tuple[TableUsed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRecord:
    """A conversation; `title` is its first question until a person renames it."""

    id: str
    title: str
    created_at: datetime

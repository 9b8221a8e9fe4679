"""What the catalog hands out besides the nouns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.import_report import ImportReport
from core.model import SemanticModel
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
    id: str
    question: str
    status: str | None
    started_at: datetime

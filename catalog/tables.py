"""The relational schema of the catalog."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 1

metadata = MetaData()

workspaces = Table(
    "workspaces",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("created_at", String(40), nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored", Text, nullable=False),
    Column("uploaded_at", String(40), nullable=False),
    Column("report", Text, nullable=False),
    Index("files_by_workspace", "workspace", "name"),
)

table_versions = Table(
    "table_versions",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("file_id", String(32), nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("imported_at", String(40), nullable=False),
)

current_versions = Table(
    "current_versions",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    ForeignKeyConstraint(
        ["workspace", "name", "number"],
        ["table_versions.workspace", "table_versions.name", "table_versions.number"],
    ),
)

models = Table(
    "models",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("versions_key", String(64), primary_key=True),
    Column("definition", Text, nullable=False),
    Column("value_index", Text, nullable=False),
    Column("built_at", String(40), nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("thread_id", String(32)),
    Column("question", Text, nullable=False),
    Column("status", String(20)),
    Column("plan", Text),
    Column("sql", Text),
    Column("tables_used", Text),
    Column("started_at", String(40), nullable=False),
    Index("runs_by_workspace", "workspace", "started_at"),
    Index("runs_by_thread", "thread_id", "started_at"),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Index("threads_by_workspace", "workspace", "created_at"),
)

events = Table(
    "events",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", Text, nullable=False),
)

"""The relational schema of the catalog."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

SCHEMA_REVISION = "r0005"
"""The newest migration in `catalog/migrations/versions`."""

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
    Column("size", BigInteger, nullable=False),
    Column("stored", Text, nullable=False),
    Column("uploaded_at", String(40), nullable=False),
    Column("report", Text, nullable=False),
    Column("choices", Text),
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
    Column("made_by", String(20)),
    Column("deleted_at", String(40)),
)

version_files = Table(
    "version_files",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("file_id", String(32), primary_key=True),
    Column("rows", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["workspace", "name", "number"],
        ["table_versions.workspace", "table_versions.name", "table_versions.number"],
    ),
    Index("version_files_by_file", "file_id"),
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
    Column("ended_at", String(40)),
    Column("assistant", String(40)),
    Column("reply_to", String(32)),
    Column("owner", String(64)),
    Column("cancel_asked", Boolean, nullable=False, server_default=false()),
    Column("read_until", String(40)),
    Column("key", String(80)),
    Index("runs_by_workspace", "workspace", "started_at"),
    Index("runs_by_thread", "thread_id", "started_at"),
    Index("runs_by_owner", "owner", "status"),
    Index("runs_by_key", "workspace", "key"),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("updated_at", String(40)),
    Column("branch_of", String(32)),
    Column("key", String(200)),
    Index("threads_by_workspace", "workspace", "created_at"),
    Index("threads_by_key", "workspace", "key"),
)

events = Table(
    "events",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", Text, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    Index("notices_by_workspace", "workspace", "id"),
)

notices_read = Table(
    "notices_read",
    metadata,
    Column("notice_id", Integer, primary_key=True, autoincrement=False),
    Column("reader", String(200), primary_key=True),
    ForeignKeyConstraint(["notice_id"], ["notices.id"], ondelete="CASCADE"),
)

choice_sets = Table(
    "choice_sets",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("choices", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("mode", String(20), nullable=False),
    Column("into_table", Text),
    Column("change", Text),
    Column("source", Text),
    Column("sha256", String(64)),
    Column("size", BigInteger),
    Column("stored", Text),
    Column("status", String(20), nullable=False),
    Column("owner", String(64)),
    Column("text", Text),
    Column("share", Float),
    Column("problem", Text),
    Column("file_id", String(32)),
    Column("attempts", Integer, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("heard_at", String(40), nullable=False),
    Column("ended_at", String(40)),
    Index("imports_by_workspace", "workspace", "created_at"),
    Index("imports_by_status", "status"),
)

"""The schema of the first releases (their `PRAGMA user_version` was 1 to 4), made whole wherever it is not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, Float, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, Text

revision = "r0001"
down_revision = None

_schema = MetaData()

Table(
    "workspaces",
    _schema,
    Column("name", String(64), primary_key=True),
    Column("created_at", String(40), nullable=False),
)

Table(
    "files",
    _schema,
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

Table(
    "table_versions",
    _schema,
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

Table(
    "version_files",
    _schema,
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

Table(
    "current_versions",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    ForeignKeyConstraint(
        ["workspace", "name", "number"],
        ["table_versions.workspace", "table_versions.name", "table_versions.number"],
    ),
)

Table(
    "models",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("versions_key", String(64), primary_key=True),
    Column("definition", Text, nullable=False),
    Column("value_index", Text, nullable=False),
    Column("built_at", String(40), nullable=False),
)

Table(
    "runs",
    _schema,
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

Table(
    "threads",
    _schema,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Index("threads_by_workspace", "workspace", "created_at"),
)

Table(
    "events",
    _schema,
    Column("run_id", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", Text, nullable=False),
)

Table(
    "choice_sets",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("choices", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
)

Table(
    "imports",
    _schema,
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

Table(
    "sent_requests",
    _schema,
    Column("run_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("request", Text, nullable=False),
)

Table(
    "workspace_limits",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Float, nullable=False),
)

Table(
    "model_versions",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("definition", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
)

Table(
    "model_drafts",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("changes", Text, nullable=False),
    Column("base", Integer, nullable=False),
    Column("changed_at", String(40), nullable=False),
)

Table(
    "model_breaks",
    _schema,
    Column("workspace", String(64), primary_key=True),
    Column("versions_key", String(64), primary_key=True),
    Column("breaks", Text, nullable=False),
)


def upgrade() -> None:
    connection = op.get_bind()
    known = sa.inspect(connection)
    is_first_release = known.has_table("files") and not known.has_table("version_files")
    _schema.create_all(connection)
    if is_first_release:
        op.add_column("files", Column("choices", Text))
        op.add_column("table_versions", Column("made_by", String(20)))
        op.add_column("table_versions", Column("deleted_at", String(40)))
        op.execute(
            "INSERT INTO version_files (workspace, name, number, file_id, rows)"
            " SELECT workspace, name, number, file_id, json_extract(definition, '$.rows') FROM table_versions"
        )

"""Runs know their process and who reads them; threads branch and have the names of other frontends; notices."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Integer, String, Text, false

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    for column in (
        Column("ended_at", String(40)),
        Column("assistant", String(40)),
        Column("reply_to", String(32)),
        Column("owner", String(64)),
        Column("cancel_asked", Boolean, nullable=False, server_default=false()),
        Column("read_until", String(40)),
        Column("key", String(80)),
    ):
        op.add_column("runs", column)
    op.create_index("runs_by_owner", "runs", ["owner", "status"])
    op.create_index("runs_by_key", "runs", ["workspace", "key"])
    for column in (Column("updated_at", String(40)), Column("branch_of", String(32)), Column("key", String(200))):
        op.add_column("threads", column)
    op.create_index("threads_by_key", "threads", ["workspace", "key"])
    op.execute("UPDATE threads SET updated_at = created_at")
    _create_notices()


def _create_notices() -> None:
    op.create_table(
        "notices",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("workspace", String(64), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("text", Text, nullable=False),
        Column("about", Text, nullable=False),
        Column("made_at", String(40), nullable=False),
    )
    op.create_index("notices_by_workspace", "notices", ["workspace", "id"])
    op.create_table(
        "notices_read",
        Column("notice_id", Integer, primary_key=True, autoincrement=False),
        Column("reader", String(200), primary_key=True),
        ForeignKeyConstraint(["notice_id"], ["notices.id"], ondelete="CASCADE"),
    )

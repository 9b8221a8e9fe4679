"""Saved queries, dashboards and their versions; verified answers, feedback, insights, share links and schedules."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String, Text, false

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    _create_specs()
    _create_verified()
    _create_feedback()
    _create_shares()
    _create_schedules()


def _create_specs() -> None:
    op.create_table(
        "specs",
        Column("workspace", String(64), primary_key=True),
        Column("kind", String(20), primary_key=True),
        Column("name", String(100), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("owner", String(200), nullable=False),
        Column("created_at", String(40), nullable=False),
        Column("updated_at", String(40), nullable=False),
        Column("deleted_at", String(40)),
    )
    op.create_index("specs_by_time", "specs", ["workspace", "kind", "updated_at"])
    op.create_table(
        "spec_versions",
        Column("workspace", String(64), primary_key=True),
        Column("kind", String(20), primary_key=True),
        Column("name", String(100), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("definition", Text, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("words", Text, nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("made_at", String(40), nullable=False),
    )
    op.create_table(
        "spec_stamps",
        Column("workspace", String(64), primary_key=True),
        Column("stamp", Integer, nullable=False),
    )


def _create_verified() -> None:
    op.create_table(
        "verified_queries",
        Column("workspace", String(64), primary_key=True),
        Column("name", String(100), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("verified_by", String(200), nullable=False),
        Column("caller", String(200), nullable=False),
        Column("verified_at", String(40), nullable=False),
    )
    op.create_table(
        "query_figures",
        Column("workspace", String(64), primary_key=True),
        Column("name", String(100), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("state", String(100), nullable=False),
        Column("figures", Text, nullable=False),
        Column("read_at", String(40), nullable=False),
    )
    op.create_table(
        "query_changes",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("workspace", String(64), nullable=False),
        Column("name", String(100), nullable=False),
        Column("change", Text, nullable=False),
        Column("made_at", String(40), nullable=False),
    )
    op.create_index("query_changes_by_workspace", "query_changes", ["workspace", "id"])


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        Column("id", String(32), primary_key=True),
        Column("workspace", String(64), nullable=False),
        Column("run_id", String(32), nullable=False),
        Column("verdict", String(10), nullable=False),
        Column("cause", String(20)),
        Column("definition", Text, nullable=False),
        Column("caller", String(200), nullable=False),
        Column("made_at", String(40), nullable=False),
        Column("status", String(20), nullable=False),
        Column("decided_by", String(200)),
        Column("decided_at", String(40)),
        Column("query_name", String(100)),
    )
    op.create_index("feedback_by_workspace", "feedback", ["workspace", "status", "made_at"])
    op.create_index("feedback_by_run", "feedback", ["run_id"])
    op.create_table(
        "insights",
        Column("id", String(32), primary_key=True),
        Column("workspace", String(64), nullable=False),
        Column("definition", Text, nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("made_at", String(40), nullable=False),
    )
    op.create_index("insights_by_workspace", "insights", ["workspace", "made_at"])


def _create_shares() -> None:
    op.create_table(
        "share_links",
        Column("id", String(32), primary_key=True),
        Column("workspace", String(64), nullable=False),
        Column("dashboard", String(100), nullable=False),
        Column("token_sha256", String(64), nullable=False, unique=True),
        Column("may", String(10), nullable=False),
        Column("shows_sql", Boolean, nullable=False, server_default=false()),
        Column("caller", Text, nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("made_at", String(40), nullable=False),
        Column("expires_at", String(40)),
        Column("revoked_at", String(40)),
        Column("used_at", String(40)),
    )
    op.create_index("share_links_by_dashboard", "share_links", ["workspace", "dashboard"])


def _create_schedules() -> None:
    op.create_table(
        "schedules",
        Column("id", String(32), primary_key=True),
        Column("workspace", String(64), nullable=False),
        Column("definition", Text, nullable=False),
        Column("caller", Text, nullable=False),
        Column("status", String(20), nullable=False),
        Column("problem", Text),
        Column("made_by", String(200), nullable=False),
        Column("made_at", String(40), nullable=False),
        Column("updated_at", String(40), nullable=False),
        Column("next_at", String(40)),
    )
    op.create_index("schedules_by_workspace", "schedules", ["workspace", "made_at"])
    op.create_index("schedules_by_next", "schedules", ["status", "next_at"])
    op.create_table(
        "schedule_runs",
        Column("schedule_id", String(32), primary_key=True),
        Column("due_at", String(40), primary_key=True),
        Column("owner", String(64)),
        Column("status", String(20), nullable=False),
        Column("heard_at", String(40), nullable=False),
        Column("ended_at", String(40)),
        Column("outcome", Text),
    )

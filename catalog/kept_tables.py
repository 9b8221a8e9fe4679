"""The tables of what people keep: specs and their versions, verified answers, feedback, shares and schedules."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, false

from catalog.tables import metadata

specs = Table(
    "specs",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("updated_at", String(40), nullable=False),
    Column("deleted_at", String(40)),
    Index("specs_by_time", "workspace", "kind", "updated_at"),
)

spec_versions = Table(
    "spec_versions",
    metadata,
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

spec_stamps = Table(
    "spec_stamps",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("stamp", Integer, nullable=False),
)

verified_queries = Table(
    "verified_queries",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("verified_by", String(200), nullable=False),
    Column("caller", String(200), nullable=False),
    Column("verified_at", String(40), nullable=False),
)

query_figures = Table(
    "query_figures",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("state", String(100), nullable=False),
    Column("figures", Text, nullable=False),
    Column("read_at", String(40), nullable=False),
)

query_changes = Table(
    "query_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("change", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    Index("query_changes_by_workspace", "workspace", "id"),
)

feedback = Table(
    "feedback",
    metadata,
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
    Index("feedback_by_workspace", "workspace", "status", "made_at"),
    Index("feedback_by_run", "run_id"),
)

insights = Table(
    "insights",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(64), nullable=False),
    Column("definition", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", String(40), nullable=False),
    Index("insights_by_workspace", "workspace", "made_at"),
)

share_links = Table(
    "share_links",
    metadata,
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
    Index("share_links_by_dashboard", "workspace", "dashboard"),
)

schedules = Table(
    "schedules",
    metadata,
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
    Index("schedules_by_workspace", "workspace", "made_at"),
    Index("schedules_by_next", "status", "next_at"),
)

schedule_runs = Table(
    "schedule_runs",
    metadata,
    Column("schedule_id", String(32), primary_key=True),
    Column("due_at", String(40), primary_key=True),
    Column("owner", String(64)),
    Column("status", String(20), nullable=False),
    Column("heard_at", String(40), nullable=False),
    Column("ended_at", String(40)),
    Column("outcome", Text),
)

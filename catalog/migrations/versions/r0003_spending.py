"""What language models cost, and their answers kept."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, Integer, String, Text

revision = "r0003"
down_revision = "r0002"


def upgrade() -> None:
    op.create_table(
        "model_spending",
        Column("run_id", String(32), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("workspace", String(64), nullable=False),
        Column("caller", String(200), nullable=False),
        Column("day", String(10), nullable=False),
        Column("model", String(200), nullable=False),
        Column("calls", Integer, nullable=False),
        Column("tokens", Integer, nullable=False),
        Column("cost", Float, nullable=False),
    )
    op.create_index("model_spending_by_day", "model_spending", ["day", "caller"])
    op.create_table(
        "model_responses",
        Column("workspace", String(64), primary_key=True),
        Column("key", String(64), primary_key=True),
        Column("text", Text, nullable=False),
        Column("prompt_tokens", Integer, nullable=False),
        Column("completion_tokens", Integer, nullable=False),
        Column("made_at", String(40), nullable=False),
    )

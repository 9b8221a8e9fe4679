"""What a workspace was set to: its privacy mode and how long conversations are kept."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String, Text

revision = "r0005"
down_revision = "r0004"


def upgrade() -> None:
    op.create_table(
        "workspace_settings",
        Column("workspace", String(64), primary_key=True),
        Column("name", String(40), primary_key=True),
        Column("value", Text, nullable=False),
    )

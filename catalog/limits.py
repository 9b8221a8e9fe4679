"""The limits that a workspace was given, as far as they differ from the defaults."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Engine, Float, String, Table, delete, insert, select

from catalog.tables import metadata

workspace_limits = Table(
    "workspace_limits",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Float, nullable=False),
)


class KeptLimits:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def of(self, workspace: str) -> dict[str, float]:
        wanted = select(workspace_limits).where(workspace_limits.c.workspace == workspace)
        with self._engine.connect() as connection:
            return {row.name: row.value for row in connection.execute(wanted.order_by(workspace_limits.c.name))}

    def change(self, workspace: str, changes: Mapping[str, float | None]) -> None:
        """None takes a limit back to its default."""
        with self._writer.begin() as connection:
            for name, value in changes.items():
                this = (workspace_limits.c.workspace == workspace) & (workspace_limits.c.name == name)
                connection.execute(delete(workspace_limits).where(this))
                if value is not None:
                    connection.execute(insert(workspace_limits).values(workspace=workspace, name=name, value=value))

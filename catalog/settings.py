"""What a workspace was set to by its people, where that is not the default."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Engine, String, Table, Text, delete, insert, select

from catalog.tables import metadata

workspace_settings = Table(
    "workspace_settings",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)


class KeptSettings:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def of(self, workspace: str) -> dict[str, str]:
        wanted = select(workspace_settings).where(workspace_settings.c.workspace == workspace)
        with self._engine.connect() as connection:
            return {row.name: row.value for row in connection.execute(wanted)}

    def change(self, workspace: str, changes: Mapping[str, str | None]) -> None:
        """None takes a setting back to its default."""
        with self._writer.begin() as connection:
            for name, value in changes.items():
                this = (workspace_settings.c.workspace == workspace) & (workspace_settings.c.name == name)
                connection.execute(delete(workspace_settings).where(this))
                if value is not None:
                    connection.execute(insert(workspace_settings).values(workspace=workspace, name=name, value=value))

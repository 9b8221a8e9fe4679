"""Published versions of the models that people edited, their drafts, and what new tables broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, String, Table, Text, bindparam, delete, func, insert, select

from catalog import tables as t
from catalog.engine import now
from catalog.records import ModelRecord
from catalog.tables import metadata
from core.model import SemanticModel
from core.model_change import ModelChange
from wire import dumps, loads

model_versions = Table(
    "model_versions",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("definition", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
)
# Made once: it is asked for before each question.
_NEWEST = select(func.max(model_versions.c.number)).where(model_versions.c.workspace == bindparam("workspace"))

model_drafts = Table(
    "model_drafts",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("changes", Text, nullable=False),
    Column("base", Integer, nullable=False),
    Column("changed_at", String(40), nullable=False),
)

model_breaks = Table(
    "model_breaks",
    metadata,
    Column("workspace", String(64), primary_key=True),
    Column("versions_key", String(64), primary_key=True),
    Column("breaks", Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """`words` say what was changed, one sentence a change."""

    number: int
    made_at: datetime
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraft:
    """`base` is the number of the published version that was current when the draft was begun (0: none)."""

    changes: tuple[ModelChange, ...]
    base: int
    changed_at: datetime


class ModelVersions:
    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._writer = writer

    def number(self, workspace: str) -> int:
        """Of the newest version; 0 where people changed nothing yet."""
        with self._engine.connect() as connection:
            return _newest(connection, workspace)

    def list(self, workspace: str) -> tuple[ModelVersion, ...]:
        """Newest first."""
        columns = (model_versions.c.number, model_versions.c.made_at, model_versions.c.words)
        wanted = select(*columns).where(model_versions.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(model_versions.c.number.desc())).all()
        return tuple(
            ModelVersion(
                number=row.number, made_at=datetime.fromisoformat(row.made_at), words=loads(tuple[str, ...], row.words)
            )
            for row in rows
        )

    def model(self, workspace: str, number: int | None = None) -> SemanticModel | None:
        """As it was published; the newest without a `number`."""
        wanted = select(model_versions.c.definition).where(model_versions.c.workspace == workspace)
        if number is not None:
            wanted = wanted.where(model_versions.c.number == number)
        with self._engine.connect() as connection:
            found = connection.scalar(wanted.order_by(model_versions.c.number.desc()))
        return None if found is None else loads(SemanticModel, found)

    def publish(
        self, workspace: str, base: int, edited: SemanticModel, record: ModelRecord, words: Sequence[str]
    ) -> int | None:
        """The number of the new version; None where another was published since `base`, and then nothing has changed.

        The model of the current tables is `record`; those of other sets of tables are built anew when they are needed.
        The draft is done with.
        """
        with self._writer.begin() as connection:
            if _newest(connection, workspace) != base:
                return None
            connection.execute(
                insert(model_versions).values(
                    workspace=workspace,
                    number=base + 1,
                    definition=dumps(edited),
                    words=dumps(tuple(words)),
                    made_at=now(),
                )
            )
            connection.execute(delete(t.models).where(t.models.c.workspace == workspace))
            connection.execute(insert(t.models).values(**model_row(workspace, record)))
            connection.execute(delete(model_drafts).where(model_drafts.c.workspace == workspace))
        return base + 1

    def draft(self, workspace: str) -> ModelDraft | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(model_drafts).where(model_drafts.c.workspace == workspace)).first()
        if row is None:
            return None
        changes = loads(tuple[ModelChange, ...], row.changes)
        return ModelDraft(changes=changes, base=row.base, changed_at=datetime.fromisoformat(row.changed_at))

    def keep_draft(self, workspace: str, known: Sequence[ModelChange], changes: Sequence[ModelChange]) -> bool:
        """In place of the `known` changes; False where another process changed the draft meanwhile."""
        with self._writer.begin() as connection:
            row = connection.execute(select(model_drafts).where(model_drafts.c.workspace == workspace)).first()
            if (loads(tuple[ModelChange, ...], row.changes) if row else ()) != tuple(known):
                return False
            base = row.base if row else _newest(connection, workspace)
            connection.execute(delete(model_drafts).where(model_drafts.c.workspace == workspace))
            values = {"workspace": workspace, "changes": dumps(tuple(changes), tuple[ModelChange, ...])}
            connection.execute(insert(model_drafts).values(**values, base=base, changed_at=now()))
        return True

    def drop_draft(self, workspace: str) -> bool:
        """Whether there was one."""
        with self._writer.begin() as connection:
            return connection.execute(delete(model_drafts).where(model_drafts.c.workspace == workspace)).rowcount == 1

    def keep_breaks(self, workspace: str, versions_key: str, breaks: str) -> None:
        this = (model_breaks.c.workspace == workspace) & (model_breaks.c.versions_key == versions_key)
        with self._writer.begin() as connection:
            connection.execute(delete(model_breaks).where(this))
            connection.execute(
                insert(model_breaks).values(workspace=workspace, versions_key=versions_key, breaks=breaks)
            )

    def breaks(self, workspace: str, versions_key: str) -> str:
        """As they were kept; an empty list where none were."""
        wanted = select(model_breaks.c.breaks).where(model_breaks.c.workspace == workspace)
        with self._engine.connect() as connection:
            found = connection.scalar(wanted.where(model_breaks.c.versions_key == versions_key))
        return found or "[]"


def model_row(workspace: str, record: ModelRecord) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "versions_key": record.versions_key,
        "definition": dumps(record.model),
        "value_index": record.index,
        "built_at": now(),
    }


def _newest(connection: Connection, workspace: str) -> int:
    return connection.scalar(_NEWEST, {"workspace": workspace}) or 0

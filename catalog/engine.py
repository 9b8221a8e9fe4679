"""The connection to the catalog's database: SQLite in WAL mode, with foreign keys and a busy time-out."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from catalog.tables import SCHEMA_VERSION, metadata
from core.errors import CatalogDamaged

BUSY_SECONDS = 10


def open_engine(path: Path) -> Engine:
    """Creates the file and its tables where they are missing; raises CatalogDamaged for a schema of a later release."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    with engine.connect() as connection:
        found = connection.execute(text("PRAGMA user_version")).scalar_one()
    if found > SCHEMA_VERSION:
        raise CatalogDamaged(
            "The data folder was written by a later release of Tablespeak.",
            hint="Install that release, or choose another folder with --data-dir.",
        )
    if found < SCHEMA_VERSION:
        with writer(engine).begin() as connection:
            _bring_up(connection)
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION:d}"))
    return engine


def _bring_up(connection: Connection) -> None:
    """Of two processes that open an older catalog at once, the second finds nothing left to do."""
    found = connection.execute(text("PRAGMA user_version")).scalar_one()
    metadata.create_all(connection)
    for statement in _SINCE_VERSION_1 if found == 1 else ():
        connection.execute(text(statement))


_SINCE_VERSION_1 = (
    "ALTER TABLE files ADD COLUMN choices TEXT",
    "ALTER TABLE table_versions ADD COLUMN made_by VARCHAR(20)",
    "ALTER TABLE table_versions ADD COLUMN deleted_at VARCHAR(40)",
    "INSERT INTO version_files (workspace, name, number, file_id, rows)"
    " SELECT workspace, name, number, file_id, json_extract(definition, '$.rows') FROM table_versions",
)


def writer(engine: Engine) -> Engine:
    """The same database, for transactions that take the write lock at their start: none can fail half-way as busy."""
    return engine.execution_options(immediate=True)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun above, not by the driver
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def new_id() -> str:
    return uuid.uuid4().hex


def now() -> str:
    return datetime.now(UTC).isoformat()

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
            metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION:d}"))
    return engine


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

"""The connection to the catalog's database: SQLite in WAL mode, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from catalog.migrating import bring_up, revision_of, stamp
from catalog.tables import SCHEMA_REVISION, metadata
from core.errors import CatalogDamaged, InternalError, InvalidInput

BUSY_SECONDS = 10
_POOLED = 5
_WRITERS_LOCK = 7_348_261
"""The key of the advisory lock that one writing transaction of PostgreSQL holds at a time."""


class CatalogUnavailable(InternalError):
    """The database does not answer, or has no room left."""

    code = "catalog_unavailable"
    retryable = True


def open_engine(place: Path | str) -> Engine:
    """A path of an SQLite file, or a URL of PostgreSQL. Creates what is missing and brings an earlier schema up.

    Raises CatalogDamaged for a schema of a later release, CatalogUnavailable and InvalidInput.
    """
    engine = _sqlite(place) if isinstance(place, Path) else _postgresql(place)
    try:
        with engine.connect() as connection:
            found = revision_of(connection)
        if found != SCHEMA_REVISION:
            with writer(engine).begin() as connection:
                _make_current(connection)
    except CatalogDamaged:
        engine.dispose()
        raise
    except DBAPIError as failure:
        engine.dispose()
        raise CatalogUnavailable(
            "The catalog's database cannot be used.", hint="Is it running, and are its URL and password right?"
        ) from failure
    return engine


def _make_current(connection: Connection) -> None:
    """Of two processes that open an older catalog at once, the second finds nothing left to do."""
    found = revision_of(connection)
    if found == SCHEMA_REVISION:
        return
    if found is None and not inspect(connection).has_table("workspaces"):
        metadata.create_all(connection)
        stamp(connection)
    elif found is not None and found > SCHEMA_REVISION:
        raise CatalogDamaged(
            "The data folder was written by a later release of Tablespeak.",
            hint="Install that release, or choose another folder with --data-dir.",
        )
    else:
        bring_up(connection)


def _sqlite(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(address: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in {"postgresql", "postgres"}:
        raise InvalidInput(
            "The catalog's URL is not one of PostgreSQL.", hint="Write it as postgresql://user:password@host/database."
        )
    engine = create_engine(
        url.set(drivername="postgresql+pg8000"), pool_size=_POOLED, pool_pre_ping=True, pool_use_lifo=True
    )
    event.listen(engine, "begin", _take_turn)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def writer(engine: Engine) -> Engine:
    """The same database, for transactions that take the write lock at their start: none can fail half-way as busy."""
    return engine.execution_options(immediate=True)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _take_turn(connection: Connection) -> None:
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK:d})")


def _without_nul(
    _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Text of PostgreSQL holds no NUL, and means no more with one."""
    return statement, _stripped(parameters)


def _stripped(given: Any) -> Any:
    match given:
        case str():
            return given.replace("\0", "")
        case dict():
            return {name: _stripped(value) for name, value in given.items()}
        case list() | tuple():
            return type(given)(_stripped(value) for value in given)
        case _:
            return given


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun above, not by the driver
    _write_ahead(connection)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Of two processes that open a new file at once, one finds it locked, for which SQLite waits only here and there."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as failure:
            if "locked" not in str(failure) or time.monotonic() > until:
                raise
            time.sleep(_BETWEEN_TRIES)


_BETWEEN_TRIES = 0.05


def new_id() -> str:
    return uuid.uuid4().hex


def now() -> str:
    return datetime.now(UTC).isoformat()

"""Which schema a catalog has, and the way to the current one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from catalog.tables import SCHEMA_REVISION

_LAST_NUMBERED = 4
"""Releases before the first revision numbered their schema in SQLite's `user_version`, up to this."""

_stamps = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def revision_of(connection: Connection) -> str | None:
    """None for an empty database, and for one of a release that had no revisions."""
    if connection.dialect.name == "sqlite":
        numbered = connection.execute(text("PRAGMA user_version")).scalar_one()
        if numbered > _LAST_NUMBERED + 1:
            return f"{SCHEMA_REVISION} or later"
        if numbered <= _LAST_NUMBERED:
            return None
    elif not inspect(connection).has_table(_stamps.name):
        return None
    revision: str | None = connection.scalar(select(_stamps.c.version_num))
    return revision


def stamp(connection: Connection) -> None:
    """Says of a schema that was made anew that it is the current one."""
    _stamps.create(connection, checkfirst=True)
    connection.execute(_stamps.insert().values(version_num=SCHEMA_REVISION))
    _refuse_earlier_releases(connection)


def bring_up(connection: Connection) -> None:
    """Runs the migrations that are missing, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _refuse_earlier_releases(connection)


def _refuse_earlier_releases(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA user_version = {_LAST_NUMBERED + 1:d}"))

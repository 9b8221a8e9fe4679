"""Parquet → a staged table with the types that the file declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.table import Origin
from ingestion.sql import count_rows, literal, quoted
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = b"PAR1"


def read_parquet(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged]]:
    with source.path.open("rb") as file:
        head = file.read(4)
        file.seek(max(0, source.size - 4))
        tail = file.read(4)
    if head != _MARK:
        raise UnreadableFile(source.name, "this is not a Parquet file.")
    if tail != _MARK:
        raise UnreadableFile(source.name, "the Parquet file is cut off: its end is missing.", where="at its end")
    return FileFacts(format="parquet"), iter([_stage(source, connection)])


def _stage(source: Source, connection: DuckDBPyConnection) -> Staged:
    from warehouse import DatabaseError

    relation = "staged_parquet"
    file = f"read_parquet({literal(str(source.path))})"
    try:
        labels = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()]
        numbered = ", ".join(f"c{number}" for number in range(1, len(labels) + 1))
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} AS SELECT * FROM {file} t({numbered})")
    except DatabaseError as error:
        raise UnreadableFile(source.name, "the Parquet file is damaged and cannot be read.") from error
    return Staged(
        relation=relation,
        labels=tuple(labels),
        origin=Origin(file=source.name),
        counts=Counts(read=count_rows(connection, relation)),
        typed=True,
    )

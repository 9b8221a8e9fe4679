"""The whole result of a run, read again from the very table versions it was answered from."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import AsyncIterator, Iterable
from typing import Any

from catalog import Catalog, RunRecord
from core.errors import InvalidInput
from core.table import Cell, TableVersion
from warehouse import Limits, Pool, guard
from wire import dumps
from workspace.imports import table_versions
from workspace.layout import Layout

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def versions_of(run: RunRecord, place: Layout, catalog: Catalog) -> tuple[TableVersion, ...]:
    """Raises InvalidInput for a run that has no result."""
    if run.sql is None or run.status != "answered":
        raise InvalidInput("That run has no result.", hint="Only an answered question has rows to download.")
    found = [catalog.version(place.workspace, used.name, used.version) for used in run.tables_used]
    return table_versions(place, [version for version in found if version is not None])


async def arrow_stream(run: RunRecord, versions: tuple[TableVersion, ...], limits: Limits) -> AsyncIterator[bytes]:
    """One Arrow IPC stream in pieces."""
    columns = {version.table.name: [column.name for column in version.table.columns] for version in versions}
    pool = Pool(versions, limits, workers=1)
    try:
        async for piece in pool.arrow(guard(run.sql or "", columns)):
            yield piece
    finally:
        await pool.close()


async def csv_stream(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """UTF-8 with a header. Text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    header_written = False
    async for batch in _batches(pieces):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        if not header_written:
            writer.writerow(_harmless(batch.schema.names))
            header_written = True
        columns = [column.to_pylist() for column in batch.columns]
        writer.writerows(_harmless(row) for row in zip(*columns, strict=True))
        yield buffer.getvalue().encode()


async def json_stream(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """`{"columns": [...], "rows": [[...], ...], "row_count": n}` written as it comes."""
    count = 0
    async for batch in _batches(pieces):
        if not count:
            columns = [{"name": field.name, "type": str(field.type)} for field in batch.schema]
            yield f'{{"columns":{json.dumps(columns)},"rows":['.encode()
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        text = dumps(rows, list[tuple[Cell, ...]])[1:-1]
        yield (f",{text}" if count else text).encode()
        count += len(rows)
    yield f'],"row_count":{count}}}'.encode() if count else b'{"columns":[],"rows":[],"row_count":0}'


def _harmless(row: Iterable[Any]) -> list[Any]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell for cell in row]


async def _batches(pieces: AsyncIterator[bytes]) -> AsyncIterator[Any]:
    import pyarrow as pa

    with tempfile.TemporaryFile() as whole:
        async for piece in pieces:
            whole.write(piece)
        whole.seek(0)
        with pa.ipc.open_stream(whole) as reader:
            for batch in reader:
                yield batch

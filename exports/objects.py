"""JSON: columns with types, rows as arrays; the whole as it comes, or one page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.table import Cell
from exports.reading import column_types, opened, rows_of
from wire import dump, dumps

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 4096


def json_pieces(source: Path) -> Iterator[bytes]:
    """`{"columns": [{name, type}], "rows": [[...], ...], "row_count": n}`."""
    count = 0
    with opened(source) as reader:
        yield f'{{"columns":{json.dumps(_columns(reader.schema), ensure_ascii=False)},"rows":['.encode()
        for batch in reader:
            for start in range(0, batch.num_rows, ROWS_AT_ONCE):
                rows = list(rows_of(batch.slice(start, ROWS_AT_ONCE)))
                text = dumps(rows, list[tuple[Cell, ...]])[1:-1]
                yield (f",{text}" if count else text).encode()
                count += len(rows)
    yield f'],"row_count":{count}}}'.encode()


def json_page(source: Path, offset: int, limit: int) -> dict[str, Any]:
    """`limit` rows from `offset` on, with the `row_count` of the whole and whether there are `more` after these."""
    rows: list[tuple[Cell, ...]] = []
    count = 0
    with opened(source) as reader:
        columns = _columns(reader.schema)
        for batch in reader:
            first = max(0, offset - count)
            wanted = min(limit - len(rows), batch.num_rows - first)
            if wanted > 0:
                rows += rows_of(batch.slice(first, wanted))
            count += batch.num_rows
    return {
        "columns": columns,
        "rows": dump(rows, list[tuple[Cell, ...]]),
        "row_count": count,
        "offset": offset,
        "more": offset + len(rows) < count,
    }


def _columns(schema: pa.Schema) -> list[dict[str, str]]:
    types = column_types(schema)
    return [{"name": name, "type": kind} for name, kind in zip(schema.names, types, strict=True)]

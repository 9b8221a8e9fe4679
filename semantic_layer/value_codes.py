"""Columns with more values than their words are worth: put in order while they are read, never held as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from core.model import Dimension, Entity
from semantic_layer.profile import Connection, cells, quoted
from semantic_layer.value_sections import LinesWriter, PartWriter, bytes_of_numbers, numbers_of
from semantic_layer.value_sql import line_of, line_sql, normal_sql
from semantic_layer.words import normalise

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LONGEST_VALUE = 200
LONGEST_WORD = 40
SHORTEST_MISSPELT = 4
MOST_ROWS = 2**32 - 1
BATCH = 100_000
MOST_BACKWARDS = 2_000_000


def write_codes(part: PartWriter, run: str, entity: Entity, field: Dimension, connection: Connection) -> Iterator[str]:
    """The names of the runs written: one, or a second one for what SQL cannot bring into its normal form."""
    value = cells(field)
    source = f"(SELECT {value} AS value FROM {quoted(entity.name)} WHERE length({value}) <= {LONGEST_VALUE})"
    normal = f"(SELECT value, {normal_sql('value')} AS norm FROM {source})"
    with part.lines(f"{run} lines") as lines:
        counted = _Counted(lines, part.numbers(f"{run} rows"))
        for batch in batches(connection, f"SELECT {line_sql('norm', 'value')} FROM {normal} ORDER BY 1 NULLS LAST"):
            counted.add(batch.column(0))
        counted.finish()
    yield run
    if field.profile.distinct <= MOST_BACKWARDS:
        write_backwards(part, run, normal, "norm", connection)
    if counted.nulls:
        other = f"{run} other"
        write_others(part, other, f"SELECT value, count(*) FROM {normal} WHERE norm IS NULL GROUP BY 1", connection)
        yield other


class _Counted:
    """Lines that come in order, each written once with how often it came."""

    def __init__(self, lines: LinesWriter, rows: IO[bytes]) -> None:
        self._lines, self._rows = lines, rows
        self._last: tuple[pa.Array, int] | None = None
        self.nulls = 0

    def add(self, lines: pa.Array) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        self.nulls += lines.null_count
        lines = lines.slice(0, len(lines) - lines.null_count)
        if not len(lines):
            return
        encoded = pc.run_end_encode(lines)
        values, ends = encoded.values, np.frombuffer(bytes_of_numbers(encoded.run_ends), dtype=np.int32)
        rows = np.diff(ends, prepend=0).astype(np.uint64)
        if self._last is not None:
            last, came = self._last
            if last[0] == values[0]:
                rows[0] += np.uint64(came)
            else:
                self._write(last, np.array([came]))
        self._write(values.slice(0, len(values) - 1), rows[:-1])
        self._last = pa.concat_arrays([values.slice(len(values) - 1)]), int(rows[-1])

    def finish(self) -> None:
        if self._last is not None:
            import numpy as np

            self._write(self._last[0], np.array([self._last[1]]))

    def _write(self, lines: pa.Array, rows: np.ndarray[Any, Any]) -> None:
        self._lines.add(lines)
        self._rows.write(rows.clip(max=MOST_ROWS).astype("uint32").tobytes())


def write_others(part: PartWriter, run: str, sql: str, connection: Connection) -> None:
    import pyarrow as pa

    found = ((normalise(value), value, rows) for value, rows in connection.execute(sql).fetchall())
    told = sorted((" ".join(normal.split()), value, min(rows, MOST_ROWS)) for normal, value, rows in found if normal)
    part.numbers(f"{run} rows").write(numbers_of("I", (rows for _, _, rows in told)))
    with part.lines(f"{run} lines") as lines:
        lines.add(pa.array([line_of(normal, value) for normal, value, _ in told], pa.large_string()))


def write_backwards(part: PartWriter, run: str, table: str, column: str, connection: Connection) -> None:
    """Where words are compared, none with a digit: those must be written as they are."""
    only = f" AND NOT regexp_matches({column}, '[0-9]')" if column == "word" else ""
    wanted = (
        f"SELECT DISTINCT reverse({column}) || chr(10) FROM {table}"
        f" WHERE length({column}) BETWEEN {SHORTEST_MISSPELT - 1} AND {LONGEST_WORD}{only} ORDER BY 1"
    )
    with part.lines(f"{run} backwards") as backwards:
        for batch in batches(connection, wanted):
            backwards.add(batch.column(0))


def batches(connection: Connection, sql: str) -> Iterator[pa.RecordBatch]:
    yield from connection.sql(sql).to_arrow_reader(BATCH)

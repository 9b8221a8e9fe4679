"""CSV: UTF-8, a header, line feeds, nulls as nothing; text that a spreadsheet would run is made harmless."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exports.formulas import STARTS_AS_FORMULA, harmless
from exports.reading import as_text, column_type, opened, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

_AS_IT_IS = frozenset({"boolean", "integer", "decimal", "float", "date"})


def csv_pieces(source: Path) -> Iterator[bytes]:
    import pyarrow as pa
    import pyarrow.csv

    with opened(source) as reader:
        names = [harmless(field.name) for field in reader.schema]
        yield _header(names)
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
        for batch in reader:
            columns = [_text_column(column) for column in batch.columns]
            numbered = [str(at) for at in range(len(columns))]
            sink = io.BytesIO()
            pyarrow.csv.write_csv(pa.RecordBatch.from_arrays(columns, names=numbered), sink, options)
            yield sink.getvalue()


def _header(names: list[str]) -> bytes:
    import csv

    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(names)
    return line.getvalue().encode()


def _text_column(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column_type(column.type)
    if kind in _AS_IT_IS and not isinstance(column.type, pa.BaseExtensionType):
        return column
    if kind == "timestamp":
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    if kind != "text" or isinstance(column.type, pa.BaseExtensionType):
        batch = pa.RecordBatch.from_arrays([column], names=["cells"])
        texts = [None if cell is None else as_text(cell) for (cell,) in rows_of(batch)]
        column = pa.array(texts, pa.string())
    column = column.cast(pa.large_string())
    mark, nothing = pa.scalar("'", pa.large_string()), pa.scalar("", pa.large_string())
    quoted = pc.binary_join_element_wise(mark, column, nothing)
    return pc.if_else(pc.match_substring_regex(column, STARTS_AS_FORMULA), quoted, column)

"""Parquet: the types of the result, compressed."""

from __future__ import annotations

from pathlib import Path

from exports.reading import opened


def write_parquet(source: Path, target: Path) -> None:
    """Types that Parquet has no name for are stored as what they are made of."""
    import pyarrow as pa
    import pyarrow.parquet

    with opened(source) as reader:
        schema = pa.schema([pa.field(field.name, _storable(field.type)) for field in reader.schema])
        with pyarrow.parquet.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in reader:
                columns = [
                    column.cast(kind) if column.type != kind else column
                    for column, kind in zip(batch.columns, schema.types, strict=True)
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def _storable(kind: object) -> object:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return pa.string() if kind.extension_name == "arrow.json" else kind.storage_type
    if isinstance(kind, pa.DataType) and pa.types.is_interval(kind):
        return pa.string()
    return kind

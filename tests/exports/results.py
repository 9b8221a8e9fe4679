"""Results as the warehouse hands them out: an Arrow IPC stream in a file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from warehouse import open_versions


def kept(folder: Path, sql: str, name: str = "result.arrow", batch_rows: int = 1000) -> Path:
    path = folder / name
    with open_versions(()) as connection:
        reader = connection.sql(sql).to_arrow_reader(batch_rows)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
    return path


EVERY_TYPE = """SELECT true AS b, 1 AS i, 170141183460469231731687303715884105727 AS h, 1.50::DECIMAL(4, 2) AS d, 0.5::DOUBLE AS f,
    DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 01:02:03' AS at, TIMESTAMPTZ '2024-02-29 01:02:03+00' AS tz,
    TIME '01:02:03' AS t, INTERVAL 36 HOUR AS span, 'ä"x' AS s, NULL::VARCHAR AS n, [1, NULL] AS l, {'a': 1} AS st,
    MAP {'k': 2} AS m, 'nan'::DOUBLE AS nan, 'a'::BLOB AS blob, 'x'::ENUM('x', 'y') AS e, INTERVAL 1 MONTH AS month,
    '12345678901234567890123'::BIGNUM AS big, '6df65b02-b94b-4e6a-b6e3-a8224d5e27ae'::UUID AS u, '{"a": 1}'::JSON AS j"""

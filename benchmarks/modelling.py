"""Model building against DuckDB's own load, and how long words take to be found: `python -m benchmarks.modelling`.

Three shapes: many tables, one large table with a code on each row, and a million different names.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from core.table import Column, Origin, Table, TableVersion
from semantic_layer import ValueIndex, build_model, write_value_index
from warehouse import column_type, new_version_file, open_versions

TABLES, ROWS_EACH, LARGE_ROWS, NAMES = 100, 50_000, 5_000_000, 1_000_000
_SYLLABLES = "['ba','ko','li','ne','ra','tu','si','mo','ve','da','fi','gu','ha','jo','ke','lo']"
_CITIES = "['Paris','London','Berlin','Madrid','Rome','Vienna','Prague','Oslo','Lisbon','Dublin']"
SMALL = f"""
SELECT i AS row_id, (i * 7919 % 5000) AS customer_id, 'Customer ' || (i * 7919 % 5000) AS customer_name,
       {_CITIES}[1 + i % 10] AS city, ['open', 'paid', 'returned'][1 + i % 3] AS status,
       'P-' || (i * 104729 % 2000) AS sku, (i * 37 % 100000 / 100)::DECIMAL(9, 2) AS amount, (1 + i % 9)::INTEGER AS quantity,
       DATE '2022-01-01' + (i % 900)::INTEGER AS ordered, (i % 100) / 100 AS discount
FROM range({{rows}}) t(i)
"""
LARGE = f"""
SELECT i AS line_id, (i // 3)::INTEGER AS order_id, 'C' || lpad((i * 7919 % 400000)::VARCHAR, 7, '0') AS customer_code,
       {_CITIES}[1 + i % 10] || ' ' || {_CITIES}[1 + i // 7 % 10] || ' ' || (i * 7919 % 400000) AS customer_name,
       {_CITIES}[1 + i * 13 % 10] AS city, 'P-' || lpad((i * 104729 % 20000)::VARCHAR, 5, '0') AS sku,
       'Product ' || (i * 104729 % 20000) AS product, ['open', 'paid', 'shipped', 'returned'][1 + i * 7 % 4] AS status,
       ['web', 'shop', 'phone'][1 + i * 3 % 3] AS channel, (1 + i % 9)::INTEGER AS quantity, round(i * 37 % 100000 / 100, 2) AS price,
       round(i * 37 % 100000 / 100 * (1 + i % 9), 2) AS amount, round(i % 20 / 100, 2) AS discount_rate,
       DATE '2021-01-01' + (i * 11 % 1400)::INTEGER AS ordered, 'ref-' || left(md5(i::VARCHAR), 10) AS reference
FROM range({{rows}}) t(i)
"""
_WORD = " || ".join(f"{_SYLLABLES}[1 + (hash(i * 31 + {{seed}}) >> {4 * part} & 15)::INTEGER]" for part in range(4))
NAMED = f"SELECT {_WORD.format(seed=1)} || ' ' || {_WORD.format(seed=2)} || ' ' || (i % 7) AS name FROM range({{rows}}) t(i)"


def write_csv(folder: Path, name: str, sql: str) -> Path:
    """By a connection that may write: the product's own never does."""
    import duckdb

    path = folder / f"{name}.csv"
    with duckdb.connect() as connection:  # noqa: TID251
        connection.execute(f"COPY ({sql}) TO '{path}'")
    return path


def load(folder: Path, files: Sequence[Path]) -> tuple[tuple[TableVersion, ...], float]:
    """Versions and the seconds that DuckDB alone needs to read the files into tables."""
    started = time.perf_counter()
    with new_version_file(folder) as file:
        for path in files:
            file.connection.execute(f"CREATE TABLE {path.stem} AS SELECT * FROM read_csv('{path}')")
    seconds = time.perf_counter() - started
    undescribed = [_version(path.stem, file.path, (), 0) for path in files]
    with open_versions(undescribed) as connection:
        described = {path.stem: (_columns(connection, path.stem), _rows(connection, path.stem)) for path in files}
    return tuple(_version(name, file.path, *told) for name, told in described.items()), seconds


def _columns(connection: Any, name: str) -> tuple[Column, ...]:
    described = connection.execute(f"DESCRIBE {name}").fetchall()
    return tuple(Column(name=column, label=column, type=column_type(kind)) for column, kind, *_ in described)


def _rows(connection: Any, name: str) -> int:
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    return int(rows)


def _version(name: str, path: Path, columns: tuple[Column, ...], rows: int) -> TableVersion:
    table = Table(name=name, label=name, columns=columns, rows=rows, origin=Origin(file=f"{name}.csv"))
    return TableVersion(
        table=table,
        number=1,
        path=str(path),
        relation=name,
        file_sha256="",
        imported_at=datetime(2025, 1, 1, tzinfo=UTC),
    )


def build(versions: Sequence[TableVersion], folder: Path) -> tuple[float, float]:
    """Seconds for the model and for the index of values."""
    with open_versions(versions) as connection:
        started = time.perf_counter()
        model = build_model(versions, connection)
        built = time.perf_counter()
        write_value_index(model, connection, folder / "values.json")
        return built - started, time.perf_counter() - built


def told(label: str, loaded: float, model: float, index: float) -> str:
    ratio = (model + index) / loaded
    return f"{label}: load {loaded:.2f} s, model {model:.2f} s, values {index:.2f} s, together {ratio:.2f} x the load"


def measure_building(folder: Path, label: str, tables: int, rows: int, sql: str) -> str:
    folder.mkdir()
    files = [write_csv(folder, f"t{number}", sql.format(rows=rows)) for number in range(tables)]
    versions, loaded = load(folder, files)
    return told(label, loaded, *build(versions, folder))


def measure_lookups(folder: Path, rows: int) -> list[str]:
    folder.mkdir()
    versions, _ = load(folder, [write_csv(folder, "names", NAMED.format(rows=rows))])
    build(versions, folder)
    with open_versions(versions) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT DISTINCT name FROM names USING SAMPLE 400 (reservoir, 7)"
            ).fetchall()
        ]
        ((different,),) = connection.execute("SELECT count(DISTINCT name) FROM names").fetchall()
    index, chosen = ValueIndex(folder / "values.json"), random.Random(7)
    kinds: dict[str, Callable[[str], str]] = {
        "as it is": lambda name: name,
        "a letter changed": lambda name: _slip(name, chosen),
        "nothing like it": lambda name: name[::-1],
    }
    lines = [f"{different:,} different names"]
    for kind, change in kinds.items():
        seconds, found = [], 0
        for name in names:
            written = change(name)
            started = time.perf_counter()
            matches = index.lookup(written)
            seconds.append(time.perf_counter() - started)
            found += any(match.value == name for match in matches)
        parts = statistics.quantiles(seconds, n=100)
        lines.append(
            f"{kind:>18}: median {1000 * parts[49]:6.2f} ms, 95% {1000 * parts[94]:6.2f} ms, longest {1000 * max(seconds):6.2f} ms,"
            f" found {found / len(names):.1%}"
        )
    return lines


def _slip(name: str, chosen: random.Random) -> str:
    letters = [place for place, letter in enumerate(name) if letter.isalpha()]
    place = chosen.choice(letters)
    how = chosen.randrange(3)
    kept = name[place] if how == 1 else ""
    return name[:place] + ("x" if how else "") + kept + name[place + 1 :]


@click.command()
@click.option("--only", type=click.Choice(["tables", "large", "lookups"]), default=None)
@click.option("--scale", type=float, default=1.0, help="Share of the rows.")
def main(only: str | None, scale: float) -> None:
    """Ratios against the load in the same run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if only in (None, "tables"):
            rows = int(ROWS_EACH * scale)
            click.echo(measure_building(folder / "tables", f"{TABLES} tables of {rows:,} rows", TABLES, rows, SMALL))
        if only in (None, "large"):
            rows = int(LARGE_ROWS * scale)
            click.echo(measure_building(folder / "large", f"one table of {rows:,} rows", 1, rows, LARGE))
        if only in (None, "lookups"):
            for line in measure_lookups(folder / "lookups", int(NAMES * 1.05 * scale)):
                click.echo(line)


if __name__ == "__main__":
    main()

"""Delimited files with known cells (the Pollock benchmark): real ones, and one with a flaw put in at a time.

Cells are compared as a multiset of text, as the benchmark's cell F1 does, before types are decided.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from core.errors import UserError
from evals.ingestion.scores import Say, Score
from ingestion.formats import reader_for
from ingestion.sql import literal, quoted
from ingestion.staged import Source, Staged

_RIGHT = 0.99
_AIMS = {"survey": 0.93, "polluted": 0.85}
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    path: Path
    expected: Rows
    has_header: bool


def score(data: Path, say: Say) -> list[Score]:
    """`data` holds the folders pollock_survey and pollock_polluted, or a folder messy with them."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    found: list[Score] = []
    for part, aim in _AIMS.items():
        folder = next((place for place in (data, data / "messy") if (place / f"pollock_{part}").is_dir()), None)
        if folder is not None:
            found += _score_part(part, list(_files(folder / f"pollock_{part}")), aim, say)
    return found


def _score_part(part: str, files: list[_File], aim: float, say: Say) -> list[Score]:
    ours = [_f1_of(_imported, file) for file in files]
    plain = [_f1_of(_read_csv, file) for file in files]
    for file, own, other in zip(files, ours, plain, strict=True):
        if own <= _RIGHT:
            say(f"{part}: {file.name}: F1 {own:.3f}, read_csv {other:.3f}")
    name, peer = f"Pollock {part}", "read_csv"
    return [
        Score(
            corpus=name,
            measure="share of files with cell F1 > 0.99",
            ours=_share(ours),
            peer=_share(plain),
            peer_name=peer,
            items=len(files),
            aim=aim,
        ),
        Score(
            corpus=name, measure="mean cell F1", ours=_mean(ours), peer=_mean(plain), peer_name=peer, items=len(files)
        ),
    ]


def _files(folder: Path) -> Iterator[_File]:
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        path = folder / "csv" / known["file"]
        if not path.exists():
            continue
        has_header = int(known.get("header_lines") or 0) > 0
        with (folder / "clean" / known["file"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        yield _File(name=known["file"], path=path, expected=rows if has_header else rows[1:], has_header=has_header)


def _f1_of(read: Callable[[_File], Rows], file: _File) -> float:
    try:
        return cell_f1(read(file), file.expected)
    except (UserError, duckdb.Error):
        return 0.0


def cell_f1(found: Rows, expected: Rows) -> float:
    """The harmonic mean of the shares of cells found that are expected, and expected that are found."""
    got, wanted = (Counter(cell.strip() for row in rows for cell in row) for rows in (found, expected))
    common = (got & wanted).total()
    if not common:
        return 0.0 if got or wanted else 1.0
    return 2 * common / (got.total() + wanted.total())


def _imported(file: _File) -> Rows:
    source = Source(path=file.path, name=file.name, size=file.path.stat().st_size)
    rows: list[list[str]] = []
    # The product opens databases through versions only; here a reader is watched at work.
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as scratch:  # noqa: TID251
        read, _ = reader_for(source)
        _, staged = read(source, connection, Path(scratch), lambda _text, _share: None)
        for table in staged:
            if isinstance(table, Staged):
                rows += [list(table.labels)] if file.has_header else []
                rows += _texts(connection.execute(f"SELECT * FROM {quoted(table.relation)}").fetchall())
    return rows


def _read_csv(file: _File) -> Rows:
    with duckdb.connect() as connection:  # noqa: TID251
        found = connection.sql(f"FROM read_csv({literal(str(file.path))}, all_varchar = true)")
        return [*([list(found.columns)] if file.has_header else []), *_texts(found.fetchall())]


def _texts(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in rows]


def _share(values: Sequence[float]) -> float:
    return sum(value > _RIGHT for value in values) / max(1, len(values))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))

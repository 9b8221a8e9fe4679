"""Delimited files with known cells (the Pollock benchmark): real ones, and one with a flaw put in at a time.

Cells are compared as a multiset of text before types are decided, with and without the empty ones: the clean files
pad several tables below each other to one width, which the product keeps apart.
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
    own = [_read_by(_imported, file) for file in files]
    other = [_read_by(_read_csv, file) for file in files]
    found = []
    for empties, words in ((False, "values"), (True, "values and empty cells")):
        ours, plain = (
            [cell_f1(rows, file.expected, empties=empties) for rows, file in zip(read, files, strict=True)]
            for read in (own, other)
        )
        for file, f1, peer_f1 in zip(files, ours, plain, strict=True):
            if f1 <= _RIGHT:
                say(f"{part}: {file.name}: F1 of {words} {f1:.3f}, read_csv {peer_f1:.3f}")
        share = f"share of files with cell F1 > {_RIGHT}, {words}"
        found.append(_score(part, share, _share(ours), _share(plain), len(files), aim))
        found.append(_score(part, f"mean cell F1, {words}", _mean(ours), _mean(plain), len(files)))
    return found


def _score(part: str, measure: str, ours: float, peer: float, items: int, aim: float | None = None) -> Score:
    return Score(
        corpus=f"Pollock {part}", measure=measure, ours=ours, peer=peer, peer_name="read_csv", items=items, aim=aim
    )


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


def _read_by(read: Callable[[_File], Rows], file: _File) -> Rows:
    try:
        return read(file)
    except (UserError, duckdb.Error):
        return []


def cell_f1(found: Rows, expected: Rows, *, empties: bool = True) -> float:
    """The harmonic mean of the shares of cells found that are expected, and expected that are found.

    Without `empties`, cells without text count neither way.
    """
    got, wanted = (Counter(cell.strip() for row in rows for cell in row) for rows in (found, expected))
    if not empties:
        got[""] = wanted[""] = 0
    common = (got & wanted).total()
    if not common:
        return 0.0 if got.total() or wanted.total() else 1.0
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

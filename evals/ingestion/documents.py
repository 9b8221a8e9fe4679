"""Tables of documents: PDF by relations between neighbouring cells, Word, HTML and Markdown by recall of cells.

PDF tables are compared as they are found, before a header is taken off and types are decided, and so are those of
pdfplumber with its default settings. A cell of the other formats counts where its text is a cell of an imported
table or part of one of its headers.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import duckdb

from core.errors import UserError
from evals.ingestion.adjacency import Agreement, Cell, agreement
from evals.ingestion.scores import Say, Score
from ingestion.documents.pdf import read_document
from ingestion.formats import reader_for
from ingestion.sql import quoted
from ingestion.staged import Source, Staged

_AIM = 0.85
_FORMATS = {"docx": "Word", "html": "HTML", "md": "Markdown"}


def score(data: Path, say: Say) -> list[Score]:
    """`data` holds the folders pdf_tables and documents, or a folder messy with them."""
    root = data if (data / "pdf_tables").is_dir() else data / "messy"
    found = _score_pdf(sorted((root / "pdf_tables").glob("icdar*/*.pdf")), say)
    for extension, name in _FORMATS.items():
        found += _score_documents(name, sorted((root / "documents" / extension).glob(f"*.{extension}")), say)
    return found


def _score_pdf(files: Sequence[Path], say: Say) -> list[Score]:
    ours: list[Agreement] = []
    plain: list[Agreement] = []
    for file in files:
        expected = list(_expected(file.with_suffix(".tables.json")))
        ours.append(agreement(_found(file), expected))
        plain.append(agreement(_by_pdfplumber(file), expected))
        if ours[-1].f1 < _AIM:
            say(f"PDF: {file.name}: F1 {ours[-1].f1:.3f}, pdfplumber {plain[-1].f1:.3f}")
    if not files:
        return []
    name, peer = "ICDAR 2013 tables", "pdfplumber"
    return [
        Score(
            corpus=name,
            measure="cell adjacency F1, mean of documents",
            ours=fmean(one.f1 for one in ours),
            peer=fmean(one.f1 for one in plain),
            peer_name=peer,
            items=len(files),
            aim=_AIM,
        ),
        Score(
            corpus=name,
            measure="cell adjacency F1, all relations",
            ours=_together(ours).f1,
            peer=_together(plain).f1,
            peer_name=peer,
            items=_together(ours).expected,
        ),
    ]


def _together(agreements: Sequence[Agreement]) -> Agreement:
    return Agreement(
        right=sum(one.right for one in agreements),
        found=sum(one.found for one in agreements),
        expected=sum(one.expected for one in agreements),
    )


def _expected(path: Path) -> Iterator[list[Cell]]:
    for table in json.loads(path.read_text("utf-8")):
        yield [
            Cell(
                row=cell["row"],
                row_end=cell["row_end"],
                column=cell["col"],
                column_end=cell["col_end"],
                text=cell["text"] or "",
            )
            for cell in table["cells"]
        ]


def _found(path: Path) -> list[list[Cell]]:
    document = read_document(_source(path), lambda _page, _pages: None).document
    return [
        [Cell(row=c.row, row_end=c.row_end, column=c.column, column_end=c.column_end, text=c.text) for c in table.cells]
        for table in document.tables
    ]


def _by_pdfplumber(path: Path) -> list[list[Cell]]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [
            [
                Cell(row=row, row_end=row, column=column, column_end=column, text=text or "")
                for row, texts in enumerate(table)
                for column, text in enumerate(texts)
            ]
            for page in pdf.pages
            for table in page.extract_tables()
        ]


def _source(path: Path) -> Source:
    return Source(path=path, name=path.name, size=path.stat().st_size)


def _score_documents(name: str, files: Sequence[Path], say: Say) -> list[Score]:
    right = expected = documents = 0
    for file in files:
        truth = file.parent / "expected" / f"{file.name}.json"
        wanted = _cells_of(json.loads(truth.read_text("utf-8"))) if truth.is_file() else []
        if not wanted:
            continue
        cells, headers = _imported(file)
        missing = [text for text in wanted if text not in cells and not any(text in header for header in headers)]
        right, expected, documents = right + len(wanted) - len(missing), expected + len(wanted), documents + 1
        if missing:
            say(f"{name}: {file.name}: {len(missing)} of {len(wanted)} cells not found, such as “{missing[0][:60]}”")
    if not expected:
        return []
    return [Score(corpus=f"{name} tables", measure="recall of cells", ours=right / expected, items=expected)]


def _cells_of(document: dict[str, Any]) -> list[str]:
    cells = [cell for table in document.get("tables", []) for cell in table["data"]["table_cells"]]
    return [text for cell in cells if (text := _bare(cell["text"]))]


def _imported(path: Path) -> tuple[set[str], list[str]]:
    """The text of all cells, and of all headers, without white space."""
    cells: set[str] = set()
    headers: list[str] = []
    source = _source(path)
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:  # noqa: TID251
        try:
            reader, _ = reader_for(source)
            _, staged = reader(source, connection, Path(scratch), lambda _text, _share: None)
            for item in staged:
                if isinstance(item, Staged) and not item.typed:
                    headers += [_bare(label) for label in item.labels]
                    rows = connection.execute(f"SELECT * FROM {quoted(item.relation)}").fetchall()
                    cells |= {_bare(cell) for row in rows for cell in row if cell}
        except UserError:
            return set(), []
    return cells, headers


def _bare(text: str) -> str:
    return "".join(text.split())

"""Documents of answers: pictures, PDF, workbooks, slides and HTML, written without a language model."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from catalog import Catalog
from core.answer import Answer
from core.errors import InvalidInput, UnknownName
from core.question import Caller
from core.saved import ParameterValue
from workspace.answers import fold
from workspace.documents import answer_part, answer_report, tile_part
from workspace.layout import Layout
from workspace.results import FORMATS, Download, Results, file_name
from workspace.writing import write_whole

if TYPE_CHECKING:
    from exports.report import Report
    from workspace.kept.dashboards import Dashboards

ExportFormat = Literal["png", "svg", "pdf", "xlsx", "pptx", "html"]
Paper = Literal["a4", "letter"]

EXPORT_FORMATS: dict[ExportFormat, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html; charset=utf-8",
}
"""The media type of each."""


class Exports:
    def __init__(self, place: Layout, catalog: Catalog, results: Callable[[], Results], dashboards: Dashboards) -> None:
        self._place, self._catalog, self._results, self._dashboards = place, catalog, results, dashboards

    async def answer(
        self,
        run_id: str,
        export_format: str,
        *,
        paper: Paper = "a4",
        link: str | None = None,
        caller: Caller | None = None,
    ) -> Download:
        """Raises UnknownName, InvalidInput, LimitReached, and what stops the query."""
        wanted = export_format_named(export_format)
        run = self._catalog.conversations.run(self._place.workspace, run_id)
        if run is None:
            raise UnknownName("run", run_id, ())
        answer = fold(self._catalog.conversations.events(run_id))
        if wanted in ("png", "svg") and run.status == "answered" and answer.vega_lite is not None:
            return document(await asyncio.to_thread(_drawn, answer, wanted), run.question, wanted)
        source = await self._results().source(run_id, caller)
        part = await asyncio.to_thread(answer_part, answer, run.question, source, link=link)
        return document(await report_bytes(answer_report(part, run, link=link), wanted, paper), run.question, wanted)

    async def dashboard(
        self,
        name: str,
        export_format: str,
        given: Mapping[str, ParameterValue],
        *,
        paper: Paper = "a4",
        link: str | None = None,
        caller: Caller | None = None,
    ) -> Download:
        """Its tiles in their order, under the filters that are `given`. Raises UnknownName, InvalidInput and LimitReached."""
        wanted = export_format_named(export_format)
        report = await self._board_report(name, given, link, caller or Caller())
        return document(await report_bytes(report, wanted, paper), report.title, wanted)

    async def _board_report(
        self, name: str, given: Mapping[str, ParameterValue], link: str | None, caller: Caller
    ) -> Report:
        from exports.report import Report
        from workspace.kept.filters import filter_values

        board = self._dashboards.record(name).spec
        found = {tile.id: tile async for tile in self._dashboards.run(board, given, caller)}
        tiles = [found[tile.id] for tile in sorted(board.tiles, key=lambda tile: (tile.y, tile.x)) if tile.id in found]
        values = filter_values(board, given)
        return Report(
            title=board.title,
            description=board.description,
            parts=tuple([await asyncio.to_thread(tile_part, tile) for tile in tiles]),
            filters=tuple(
                f"{one.label or one.name}: {said(values[one.name])}" for one in board.filters if one.name in values
            ),
            made_at=datetime.now(UTC),
            link=link,
            dashboard=True,
        )

    async def save_dashboard(
        self, name: str, path: Path, given: Mapping[str, ParameterValue], *, paper: Paper = "a4"
    ) -> None:
        """As `save` does."""
        download = await self.dashboard(name, saved_format_of(path), given, paper=paper)
        await write_whole(path, download.pieces)

    async def save(self, run_id: str, path: Path, *, paper: Paper = "a4", caller: Caller | None = None) -> None:
        """Writes `path` in the format that its ending names, of rows or of a document, as a whole or not at all."""
        ending = saved_format_of(path)
        if ending in FORMATS:
            await self._results().save(run_id, path, caller)
            return
        download = await self.answer(run_id, ending, paper=paper, caller=caller)
        await write_whole(path, download.pieces)


def said(value: ParameterValue) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def export_format_named(name: str) -> ExportFormat:
    """Raises UnknownName."""
    for known in EXPORT_FORMATS:
        if known == name:
            return known
    raise UnknownName("format", name, EXPORT_FORMATS)


def saved_format_of(path: Path) -> str:
    """Raises InvalidInput."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in (*FORMATS, *EXPORT_FORMATS):
        known = ", ".join(f".{name}" for name in dict.fromkeys((*FORMATS, *EXPORT_FORMATS)))
        raise InvalidInput(f"{path.name} has no ending that says its format.", hint=f"Use one of {known}.")
    return ending


async def report_bytes(report: Report, wanted: ExportFormat, paper: Paper = "a4") -> bytes:
    """Raises LimitReached."""
    with tempfile.TemporaryDirectory(prefix="tablespeak-export-") as folder:
        target = Path(folder) / f"report.{wanted}"
        if wanted == "xlsx":
            from workspace.workbooks import write_book

            await write_book(report, target)
        else:
            await asyncio.to_thread(_write, report, wanted, paper, target)
        return await asyncio.to_thread(target.read_bytes)


def document(content: bytes, title: str, wanted: ExportFormat) -> Download:
    return Download(
        name=file_name(title, wanted), media_type=EXPORT_FORMATS[wanted], pieces=_once(content), size=len(content)
    )


def _write(report: Report, wanted: ExportFormat, paper: Paper, target: Path) -> None:
    match wanted:
        case "pdf":
            from exports.pages import write_pdf

            write_pdf(report, target, paper)
        case "png" | "svg":
            from exports.pages import write_picture

            write_picture(report, target, wanted)
        case "pptx":
            from exports.slides import write_slides

            write_slides(report, target)
        case _:
            from exports.single_page import write_page

            write_page(report, target)


def _drawn(answer: Answer, wanted: ExportFormat) -> bytes:
    from charts import render_png, render_svg

    spec = answer.vega_lite or {}
    return render_png(spec) if wanted == "png" else render_svg(spec).encode()


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content

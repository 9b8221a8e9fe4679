from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

from core.errors import InvalidInput, UnknownName
from core.question import Caller
from workspace import Saving, Workspace
from workspace.exporting import EXPORT_FORMATS

SALES = "day,region,amount\n" + "".join(
    f"2024-{month:02d}-{day:02d},{region},{month * 100 + day}.25\n"
    for month in range(1, 7)
    for day in (3, 17)
    for region in ("north", "south", "=west", "<b>east</b>")
)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workspace]:
    source = tmp_path / "sales.csv"
    source.write_text(SALES, encoding="utf-8")
    async with Workspace.open("shop", tmp_path / "data", model=None) as workspace:
        async for _ in workspace.add([source]):
            pass
        yield workspace


async def answered(workspace: Workspace, question: str) -> str:
    run = workspace.ask(question)
    answer = await run.answer()
    assert answer.status == "answered", (question, answer.problem)
    return run.id


async def exported(workspace: Workspace, run_id: str, wanted: str) -> bytes:
    download = await workspace.exports.answer(run_id, wanted, link="https://example.org/t/1")
    content = b"".join([piece async for piece in download.pieces])
    assert download.size == len(content)
    return content


async def test_an_answer_can_be_had_in_every_format(shop: Workspace) -> None:
    run_id = await answered(shop, "total amount by region")
    starts = {
        "png": b"\x89PNG",
        "svg": b"<svg",
        "pdf": b"%PDF",
        "xlsx": b"PK",
        "pptx": b"PK",
        "html": b"<!doctype html>",
    }
    for wanted in EXPORT_FORMATS:
        assert (await exported(shop, run_id, wanted)).startswith(starts[wanted])


async def test_a_workbook_holds_the_rows_a_native_chart_and_the_basis(shop: Workspace) -> None:
    content = await exported(shop, await answered(shop, "total amount by region"), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Result", "Chart", "About"]
    rows = {row[0]: row[1] for row in book["Result"].iter_rows(min_row=2, values_only=True)}
    charted = {row[0]: row[1] for row in book["Chart"].iter_rows(min_row=2, max_col=2, values_only=True)}
    assert rows == charted
    assert rows["=west"] == pytest.approx(sum(month * 100 + day + 0.25 for month in range(1, 7) for day in (3, 17)))
    about = dict(list(book["About"].iter_rows(values_only=True)))
    assert about["Question"] == "total amount by region"
    assert "SELECT" in about["SQL"]
    assert about["Source"].startswith("sales: sales.csv, version 1, 48 rows")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


async def test_a_slide_holds_the_same_figures(shop: Workspace) -> None:
    deck = Presentation(io.BytesIO(await exported(shop, await answered(shop, "total amount by month"), "pptx")))
    (slide,) = list(deck.slides)
    shapes: list[Any] = list(slide.shapes)
    chart = next(shape.chart for shape in shapes if shape.has_chart)
    (series,) = chart.plots[0].series
    assert list(series.values) == [4 * (2 * month * 100 + 20.5) for month in range(1, 7)]
    assert "SELECT" in slide.notes_slide.notes_text_frame.text


async def test_a_pdf_says_what_was_asked_of_which_version(shop: Workspace) -> None:
    content = await exported(shop, await answered(shop, "total amount by region in 2024"), "pdf")
    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        assert len(pdf) <= 2
    for told in (
        "total amount by region in 2024",
        "sales.csv v1",
        "example.org/t/1",
        "<b>east</b>",
        "=west",
        "4,",
        "Page 1 of",
    ):
        assert told in text


async def test_a_single_figure_has_a_picture_too(shop: Workspace) -> None:
    run_id = await answered(shop, "total amount")
    assert (await exported(shop, run_id, "png")).startswith(b"\x89PNG")
    assert (await exported(shop, run_id, "svg")).startswith(b"<svg")


async def test_an_export_does_not_change_when_the_data_does(shop: Workspace, tmp_path: Path) -> None:
    run_id = await answered(shop, "total amount by region")
    before = openpyxl.load_workbook(io.BytesIO(await exported(shop, run_id, "xlsx")))["Chart"]
    (tmp_path / "sales.csv").write_text(SALES.replace("=west", "centre"), encoding="utf-8")
    async for _ in shop.add([tmp_path / "sales.csv"]):
        pass
    shop.results.clear()
    after = openpyxl.load_workbook(io.BytesIO(await exported(shop, run_id, "xlsx")))["Chart"]
    assert list(after.iter_rows(values_only=True)) == list(before.iter_rows(values_only=True))


async def test_what_cannot_be_exported_is_refused(shop: Workspace, tmp_path: Path) -> None:
    run_id = await answered(shop, "total amount")
    with pytest.raises(UnknownName, match="format"):
        await shop.exports.answer(run_id, "docx")
    with pytest.raises(UnknownName, match="run"):
        await shop.exports.answer("none", "pdf")
    with pytest.raises(InvalidInput, match="ending"):
        await shop.exports.save(run_id, tmp_path / "report.docx")
    declined = shop.ask("what is the airspeed of a swallow")
    await declined.answer()
    with pytest.raises(InvalidInput, match="no result"):
        await shop.exports.answer(declined.id, "pdf")
    assert [name for name in await asyncio.to_thread(os.listdir, tmp_path) if name.endswith(".part")] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
async def test_libreoffice_opens_them_and_reads_the_same_values(shop: Workspace, tmp_path: Path) -> None:
    run_id = await answered(shop, "total amount by region")
    for name in ("book.xlsx", "deck.pptx"):
        await shop.exports.save(run_id, tmp_path / name)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    for name, target in (
        ("book.xlsx", "xlsx:Calc MS Excel 2007 XML"),
        ("deck.pptx", "pptx:Impress MS PowerPoint 2007 XML"),
    ):
        command = [
            "soffice",
            home,
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(tmp_path / "read"),
            str(tmp_path / name),
        ]
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, timeout=120)
    ours, theirs = (openpyxl.load_workbook(tmp_path / folder / "book.xlsx") for folder in ("", "read"))
    for sheet in ("Result", "Chart", "About"):
        wanted = [list(row) for row in ours[sheet].iter_rows(values_only=True)]
        assert [list(row)[: len(wanted[0])] for row in theirs[sheet].iter_rows(values_only=True)] == wanted
    drawn = [_values(tmp_path / folder / "deck.pptx") for folder in ("", "read")]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 4


def _values(path: Path) -> list[float]:
    shapes: list[Any] = list(Presentation(str(path)).slides[0].shapes)
    chart = next(shape.chart for shape in shapes if shape.has_chart)
    return [round(value, 6) for value in chart.plots[0].series[0].values]


async def boarded(workspace: Workspace) -> str:
    me = Caller(name="ana")
    for name, question in (("by-region", "total amount by region"), ("by-month", "total amount by month")):
        run_id = await answered(workspace, question)
        run = workspace.runs.record(run_id)
        await workspace.queries.save_run(run, Saving(name=name, title=question, parameters=()), me)
    spec = {
        "title": "Sales",
        "description": "What was sold.",
        "tiles": [
            {"kind": "query", "id": "b", "query": "by-month", "x": 6, "y": 0, "w": 6, "h": 4},
            {"kind": "query", "id": "a", "query": "by-region", "title": "Regions", "x": 0, "y": 0, "w": 6, "h": 4},
            {"kind": "text", "id": "t", "text": "# Note\nMind the <b>gap</b>.", "x": 0, "y": 4, "w": 12, "h": 1},
        ],
        "filters": [{"name": "region", "type": "text", "label": "Region", "field": "sales.region"}],
    }
    return workspace.dashboards.create(spec, me).name


async def board_in(workspace: Workspace, name: str, wanted: str, **given: Any) -> bytes:
    download = await workspace.exports.dashboard(name, wanted, given)
    return b"".join([piece async for piece in download.pieces])


async def test_a_dashboard_can_be_had_in_every_format(shop: Workspace) -> None:
    name = await boarded(shop)
    starts = {
        "png": b"\x89PNG",
        "svg": b"<svg",
        "pdf": b"%PDF",
        "xlsx": b"PK",
        "pptx": b"PK",
        "html": b"<!doctype html>",
    }
    for wanted in EXPORT_FORMATS:
        assert (await board_in(shop, name, wanted)).startswith(starts[wanted])


async def test_the_tiles_of_a_dashboard_stand_in_their_order_with_native_charts(shop: Workspace) -> None:
    name = await boarded(shop)
    deck = Presentation(io.BytesIO(await board_in(shop, name, "pptx")))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title is not None]
    assert titles == ["Sales", "Regions", "total amount by month", "Note"]
    assert [any(shape.has_chart for shape in slide.shapes) for slide in deck.slides] == [False, True, True, False]
    book = openpyxl.load_workbook(io.BytesIO(await board_in(shop, name, "xlsx")))
    assert book.sheetnames[:4] == [
        "1 Regions",
        "1 Regions chart",
        "2 total amount by month",
        "2 total amount by month chart",
    ]


async def test_a_dashboard_is_exported_under_its_filters_which_are_told(shop: Workspace) -> None:
    name = await boarded(shop)
    content = await board_in(shop, name, "pdf", region=("north",))
    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "Region: north" in text
    assert "south" not in text
    assert "Mind the <b>gap</b>." in text


async def test_a_tile_whose_query_is_gone_says_so_in_the_document(shop: Workspace) -> None:
    name = await boarded(shop)
    shop.queries.delete("by-region")
    content = await board_in(shop, name, "html")
    assert b"is not there any more" in content

"""Answers as reports: where charts, receipts and rows meet for whoever writes a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog import RunRecord
from core.answer import Answer, CountedRows, Receipt
from core.errors import InvalidInput
from core.query import Query

if TYPE_CHECKING:
    from exports.report import Part, Report
    from workspace.kept.tiles import TileResult

CHARTED_ROWS = 10_000
"""Rows that a chart may have been drawn from."""
_LONGEST_FINDING = 180
_TILE_WIDTH, _TILE_HEIGHT = 340, 210


def answer_part(
    answer: Answer, question: str, source: Path | None, *, link: str | None = None, tile: bool = False, title: str = ""
) -> Part:
    """`source` is an Arrow file with all rows. In a tile, the chart is drawn for half a page."""
    from exports.reading import first_result
    from exports.report import Part

    result = answer.result if source is None else first_result(source, CHARTED_ROWS)
    spec = None if answer.vega_lite is None else _untitled(answer.vega_lite, tile=tile)
    table = None
    if answer.chart is not None and result is not None:
        from charts import chart_table

        table = chart_table(answer.chart, result)
    return Part(
        title=title or _finding(answer, question),
        question=question,
        sentences=tuple(sentence.text for sentence in answer.sentences),
        result=result,
        rows=result.row_count if result else 0,
        more=answer.result is not None and answer.result.truncated if source is None else False,
        plan=answer.query.plan if answer.query else None,
        source=source,
        table=table,
        picture=None if spec is None else _svg(spec),
        png=None if spec is None or (table is not None and table.kind != "heat") else _png(spec),
        receipt=answer.receipt,
        link=link,
        notes=(answer.chart.note,) if answer.chart is not None and answer.chart.note else (),
    )


def answer_report(part: Part, run: RunRecord, *, link: str | None = None) -> Report:
    from exports.report import Report

    return Report(title=part.title, description=run.question, parts=(part,), made_at=datetime.now(UTC), link=link)


def tile_part(tile: TileResult, filters: tuple[CountedRows, ...] = ()) -> Part:
    """A tile of a dashboard; a text stands as its own lines."""
    from exports.report import Part

    if tile.text is not None:
        lines = [line.strip().lstrip("#").strip() for line in tile.text.splitlines()]
        texts = [line for line in lines if line]
        return Part(title=texts[0] if texts else "", sentences=tuple(texts[1:]))
    answer = Answer(
        status="answered",
        query=Query(sql=tile.sql or "", plan=tile.plan),
        result=tile.result,
        chart=tile.chart,
        vega_lite=dict(tile.vega_lite) if tile.vega_lite is not None else None,
        receipt=_tile_receipt(tile, filters),
    )
    part = answer_part(answer, tile.read_as or "", None, tile=True, title=tile.title)
    left_out = (f"Not filtered by {', '.join(tile.unfiltered)}.",) if tile.unfiltered else ()
    problem = f"{tile.problem.message} {tile.problem.hint or ''}".strip() if tile.problem else None
    return replace(part, problem=problem, notes=(*part.notes, *left_out))


def _tile_receipt(tile: TileResult, filters: tuple[CountedRows, ...]) -> Receipt | None:
    if tile.sql is None:
        return None
    vouched = tile.verified
    decided_by = f"saved query {tile.query}" + (f", verified by {vouched.by}" if vouched is not None else "")
    return Receipt(
        decided_by=decided_by,
        read_as=tile.read_as or "",
        sql=tile.sql,
        tables=tile.tables,
        filters=filters,
        from_cache=tile.from_cache,
    )


def _finding(answer: Answer, question: str) -> str:
    """The first sentence, which states it; of a long one the chart's title, or what was asked."""
    first = answer.sentences[0].text if answer.sentences else ""
    if first and len(first) <= _LONGEST_FINDING:
        return first
    return answer.chart.title if answer.chart is not None and answer.chart.title else question


def _untitled(spec: dict[str, Any], *, tile: bool) -> dict[str, Any]:
    """The document says the title itself; what stands below it stays."""
    under = spec.get("title", {}).get("subtitle") if isinstance(spec.get("title"), dict) else None
    plain = {name: value for name, value in spec.items() if name != "title"}
    if under:
        plain["title"] = {"text": "", "subtitle": under}
    if tile:
        if isinstance(plain.get("width"), int | float):
            plain["width"] = min(_TILE_WIDTH, plain["width"])
        if isinstance(plain.get("height"), int | float):
            plain["height"] = min(_TILE_HEIGHT, plain["height"])
    return plain


def _svg(spec: dict[str, Any]) -> str | None:
    from charts import render_svg

    try:
        return render_svg(spec)
    except InvalidInput:
        return None


def _png(spec: dict[str, Any]) -> bytes | None:
    from charts import render_png

    try:
        return render_png(spec)
    except InvalidInput:
        return None

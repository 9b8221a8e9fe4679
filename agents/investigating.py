"""The node of deep questions: queries, a computation on their results, and a table of what it came to."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from agents.analyst.deep import Conclusion, conclude
from agents.analyst.deep.building import MOST_ROWS
from agents.dashboard_designer import without_drawing_words
from agents.desk import Desk
from agents.nodes import State
from agents.sql_expert import Understanding
from agents.steps import Emit, step
from core.analysis import Analysis, AnalysisReceipt, AnalysisStep
from core.event import PlanMade, SqlWritten, TableReady
from core.result import Result
from core.ways import Decided, Declined, NotApplicable, Unclear, first_sound
from semantic_layer import describe_parts


async def investigate(state: State, desk: Desk, emit: Emit) -> State:
    """Leaves a usual question to be understood, and one that looks deep but cannot be planned: its refusal is kept."""
    timings = state["timings"]
    asked = replace(state["question"], text=without_drawing_words(state["question"].text))
    task = Understanding(question=asked, model=desk.model, values=desk.values)
    try:
        decided = await _planned(task, desk)
    except (Declined, Unclear) as refused:
        return {"refused": refused}
    if decided is None:
        return {}
    analysis = decided.value
    with step(emit, "understanding", "analyst", "Planning the analysis", timings) as bracket:
        queries = [await desk.check_query(query) for query in analysis.queries]
        analysis = replace(analysis, queries=tuple(queries))
        bracket.decided, bracket.way = analysis.read_as, decided.way
    with step(emit, "running", "sql_expert", "Running the queries of the analysis", timings) as bracket:
        results = [await desk.execute(query, MOST_ROWS) for query in queries]
        bracket.decided = f"{len(results)} queries"
    timings["database"] = sum(result.elapsed for result in results)
    with step(emit, "computing", "analyst", "Computing", timings) as bracket:
        conclusion = await asyncio.to_thread(conclude, analysis, results)
        bracket.decided = conclusion.method
    main = queries[conclusion.shown]
    if main.plan is not None:
        words = describe_parts(main.plan, desk.model)
        emit(PlanMade(plan=main.plan, read_as=analysis.read_as, words=words))
    emit(SqlWritten(sql=main.sql, tables=main.tables))
    desk.results["answer"] = _shown(conclusion, results, desk, emit)
    tables = tuple(dict.fromkeys(table for query in queries for table in query.tables))
    return {
        "decided": Decided(value=replace(main, tables=tables), way=decided.way, refusals=decided.refusals),
        "read_as": analysis.read_as,
        "result_id": "answer",
        "conclusion": conclusion,
        "analysis": _told(analysis, conclusion, results),
        "timings": timings,
    }


async def _planned(task: Understanding, desk: Desk) -> Decided[Analysis] | None:
    async def check(analysis: Analysis) -> Analysis:
        return analysis

    if not desk.investigators:
        return None
    try:
        return await first_sound(desk.investigators, task, check)
    except NotApplicable:
        return None


def _shown(conclusion: Conclusion, results: list[Result], desk: Desk, emit: Emit) -> Result:
    shown = replace(
        conclusion.result,
        elapsed=sum(result.elapsed for result in results),
        from_cache=all(result.from_cache for result in results),
    )
    emit(
        TableReady(
            columns=shown.columns,
            rows=shown.rows[: desk.preview_rows],
            row_count=shown.row_count,
            truncated=len(shown.rows) > desk.preview_rows,
            additive=tuple(column.name for column in conclusion.columns if column.additive),
        )
    )
    return shown


def _told(analysis: Analysis, conclusion: Conclusion, results: list[Result]) -> AnalysisReceipt:
    cut = any(result.truncated for result in results)
    told = f"A query had more rows than the {MOST_ROWS:,} that were computed with."
    return AnalysisReceipt(
        computation=analysis.computation,
        method=conclusion.method,
        settings=(*analysis.settings, *conclusion.details),
        limits=(*conclusion.limits, *((told,) if cut else ())),
        steps=tuple(
            AnalysisStep(
                title=title, sql=query.sql, tables=query.tables, rows=result.row_count, truncated=result.truncated
            )
            for title, query, result in zip(analysis.titles, analysis.queries, results, strict=True)
        ),
    )

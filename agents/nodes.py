"""The nodes of the graph: each reads the state, lets the first sound way decide, writes the state, emits events."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TypedDict

from agents.advisor import Advice, Candidate
from agents.agreeing import first_sound_query
from agents.analyst import Narration, check_sentences, find_facts, last_date, sound_sentences
from agents.analyst.deep import Conclusion, is_only_deep
from agents.dashboard_designer import Design, check_chart, without_drawing_words
from agents.desk import Desk
from agents.receipt import verified_in_words, write_receipt
from agents.sql_expert import ByBoth, ByRules, Understanding
from agents.steps import Emit, step
from charts import vega_lite
from core.analysis import AnalysisReceipt
from core.answer import Fact, Refusal, Sentence, Suggestion
from core.chart import Chart
from core.errors import UserError
from core.event import (
    ChartReady,
    FactFound,
    PlanMade,
    ReceiptReady,
    SqlWritten,
    StatusChanged,
    SuggestionsReady,
    TableReady,
    TextDelta,
    TextEnded,
    TextStarted,
    UsageReported,
)
from core.query import Query
from core.question import Assistant, Question
from core.result import Result
from core.ways import Decided, Declined, Rerouted, Unclear, first_sound
from semantic_layer import compile_plan, describe_parts, describe_plan

SUGGESTIONS = 3
_SUGGESTION_SECONDS = 2.0


class State(TypedDict, total=False):
    """Ids and small values; rows stay in the desk's result store under `result_id`."""

    question: Question
    assistants: tuple[Assistant, ...]
    decided: Decided[Query]
    read_as: str
    result_id: str
    probe_id: str
    facts: tuple[Fact, ...]
    checks: tuple[str, ...]
    consulted: bool
    rerouted: bool
    refused: Declined | Unclear
    conclusion: Conclusion
    analysis: AnalysisReceipt
    timings: dict[str, float]


async def understand(state: State, desk: Desk, emit: Emit) -> State:
    timings = state["timings"]
    with step(emit, "understanding", "sql_expert", "Understanding the question", timings) as bracket:
        asked = replace(state["question"], text=without_drawing_words(state["question"].text))
        task = Understanding(question=asked, model=desk.model, values=desk.values)
        try:
            decided = await first_sound_query(desk, task)
        except Rerouted as other:
            bracket.decided = other.message
            if "rerouted" in state:
                report_usage(desk, emit)
                raise Declined(other.message, hint="Ask for one figure and one period.") from None
            return {"question": replace(state["question"], text=other.question), "rerouted": True}
        except UserError:
            report_usage(desk, emit)
            if "refused" in state:
                raise state["refused"] from None
            raise
        decided = by_the_one_shown(decided)
        if "refused" in state and decided.way == ByRules.name and is_only_deep(asked.text):
            report_usage(desk, emit)
            raise state["refused"]
        plan = decided.value.plan
        read_as = describe_plan(plan, desk.model) if plan else decided.value.read_as or state["question"].text
        bracket.decided, bracket.way = read_as, decided.way
    if plan:
        words = describe_parts(plan, desk.model)
        emit(PlanMade(plan=plan, read_as=read_as, reading=plan.reading, assumptions=plan.assumptions, words=words))
    emit(SqlWritten(sql=decided.value.sql, tables=decided.value.tables))
    if decided.value.verified is not None:
        emit(StatusChanged(text=f"{verified_in_words(decided.value.verified)}."))
    return {"decided": decided, "read_as": read_as, "timings": timings}


def by_the_one_shown(decided: Decided[Query]) -> Decided[Query]:
    """Of two ways that were held against each other, the one whose query it is."""
    weighed = decided.value.weighed
    if weighed is None:
        return decided if decided.way != ByBoth.name else replace(decided, way=ByRules.name)
    silent = () if weighed.agreed is not None else (Refusal(way=weighed.other, reason=weighed.told),)
    refusals = (*decided.refusals, *silent)
    return replace(decided, way=weighed.decided_by, agreed=weighed.agreed, refusals=refusals)


async def execute(state: State, desk: Desk, emit: Emit) -> State:
    query, timings = state["decided"].value, state["timings"]
    with step(emit, "running", "sql_expert", "Running the query", timings) as bracket:
        result = await desk.execute(query, desk.result_rows)
        bracket.decided = _rows_in_words(result)
    timings["database"] = result.elapsed
    desk.results["answer"] = result
    emit(
        TableReady(
            columns=result.columns,
            rows=result.rows[: desk.preview_rows],
            row_count=result.row_count,
            truncated=result.truncated or len(result.rows) > desk.preview_rows,
            additive=tuple(column.name for column in query.columns if column.additive),
        )
    )
    return {"result_id": "answer", "timings": timings}


async def count(state: State, desk: Desk, emit: Emit) -> State:
    """The rows that each filter matched and the nulls left out, for the receipt."""
    query, timings = state["decided"].value, state["timings"]
    if query.probe is None:
        return {}
    with step(emit, "counting", "sql_expert", "Counting what the filters matched", timings):
        probe = Query(sql=query.probe.sql, parameters=query.parameters, tables=query.tables)
        desk.results["probe"] = await desk.execute(probe, 1)
    return {"probe_id": "probe", "timings": timings}


async def design(state: State, desk: Desk, emit: Emit) -> State:
    query, result, timings = _shown(state), desk.results[state["result_id"]], state["timings"]
    title = state["read_as"][:1].upper() + state["read_as"][1:]
    until = last_date(desk.model, query.plan)
    asked = "" if "conclusion" in state else state["question"].text
    task = Design(query=query, result=result, title=title, asked=asked, until=until)
    with step(emit, "charting", "dashboard_designer", "Choosing a chart", timings) as bracket:

        async def check(chart: Chart) -> Chart:
            return check_chart(chart, result)

        try:
            decided = await first_sound(desk.designers, task, check)
        except Declined as no_chart:
            bracket.decided = no_chart.message
            return {"timings": timings}
        bracket.decided, bracket.way = f"{decided.value.mark} chart", decided.way
        spec = vega_lite(decided.value, result)
    emit(ChartReady(chart=decided.value, vega_lite=spec))
    return {"timings": timings}


async def narrate(state: State, desk: Desk, emit: Emit) -> State:
    query, result, timings = _shown(state), desk.results[state["result_id"]], state["timings"]
    with step(emit, "wording", "analyst", "Checking the figures", timings) as bracket:
        task = _narration(state, desk, query, result)
        facts, said = task.facts, f"{task.question} {task.read_as}"

        async def check(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
            return check_sentences(sentences, facts, result, said, query, task.names)

        decided = await first_sound(desk.narrators, task, check)
        told = (*decided.value, *_limits(state, task))
        figures = sum(len(sentence.figures) for sentence in told)
        bracket.decided, bracket.way = f"{len(facts)} facts, {figures} figures checked", decided.way
    for fact in facts:
        emit(FactFound(fact=fact))
    emit(TextStarted())
    for sentence in told:
        emit(TextDelta(text=sentence.text, figures=sentence.figures))
    emit(TextEnded())
    checked = f"{figures} figures in the text matched to cells or facts"
    return {"facts": facts, "checks": (checked,), "timings": timings}


def _shown(state: State) -> Query:
    """What describes the table: of an analysis, its own columns."""
    query = state["decided"].value
    return replace(state["conclusion"].query, tables=query.tables) if "conclusion" in state else query


def _narration(state: State, desk: Desk, query: Query, result: Result) -> Narration:
    asked, read_as = state["question"].text, state["read_as"]
    if "conclusion" not in state:
        facts = find_facts(query, result, last_date(desk.model, query.plan))
        return Narration(query=query, result=result, read_as=read_as, facts=facts, question=asked)
    conclusion = state["conclusion"]
    return Narration(
        query=query,
        result=result,
        read_as=read_as,
        facts=conclusion.facts,
        question=asked,
        drafts=conclusion.drafts,
        names=conclusion.names,
    )


def _limits(state: State, task: Narration) -> tuple[Sentence, ...]:
    """What the data cannot say is said, whoever worded the rest."""
    return sound_sentences(state["conclusion"].limits, task) if "conclusion" in state else ()


async def sign(state: State, desk: Desk, emit: Emit) -> State:
    counted = desk.results.get(state["probe_id"]) if "probe_id" in state else None
    receipt = write_receipt(
        state["decided"],
        state["read_as"],
        desk.tables,
        counted,
        state.get("checks", ()),
        state["timings"],
        desk.meter.usage,
        desk.results[state["result_id"]].from_cache,
        state.get("analysis"),
    )
    emit(ReceiptReady(receipt=receipt))
    report_usage(desk, emit)
    return {}


def report_usage(desk: Desk, emit: Emit) -> None:
    """What a language model was asked and sent, where it was: also where no answer came of it."""
    if desk.meter.usage.calls:
        emit(UsageReported(usage=desk.meter.usage))


async def advise(state: State, desk: Desk, emit: Emit) -> State:
    query, result, timings = state["decided"].value, desk.results[state["result_id"]], state["timings"]
    with step(emit, "advising", "advisor", "Looking for next questions", timings) as bracket:
        plan = None if "conclusion" in state else query.plan
        task = Advice(model=desk.model, plan=plan, query=query, result=result)

        async def check(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
            return candidates

        try:
            decided = await first_sound(desk.advisors, task, check)
        except Declined as nothing:
            bracket.decided = nothing.message
            return {"timings": timings}
        suggestions = await executed_suggestions(decided.value, desk, SUGGESTIONS)
        bracket.decided, bracket.way = f"{len(suggestions)} next questions", decided.way
    emit(SuggestionsReady(suggestions=suggestions))
    return {"timings": timings}


async def executed_suggestions(candidates: tuple[Candidate, ...], desk: Desk, most: int) -> tuple[Suggestion, ...]:
    """The first `most` candidates that were run and returned rows, within a bounded time."""
    suggestions: list[Suggestion] = []
    try:
        async with asyncio.timeout(_SUGGESTION_SECONDS):
            for candidate in candidates:
                if len(suggestions) == most:
                    break
                rows = await _rows_of(candidate, desk)
                if rows:
                    suggestions.append(Suggestion(text=candidate.text, rows=rows, plan=candidate.plan))
    except TimeoutError:
        pass
    return tuple(suggestions)


async def _rows_of(candidate: Candidate, desk: Desk) -> int:
    try:
        query = await desk.check_query(compile_plan(candidate.plan, desk.model))
        result = await desk.execute(query, desk.preview_rows)
    except UserError:
        return 0
    empty = all(cell is None for row in result.rows for cell in row)
    return 0 if empty else result.row_count


def _rows_in_words(result: Result) -> str:
    count = f"{result.row_count:,}" + ("+" if result.truncated else "")
    return f"{count} row" if count == "1" else f"{count} rows"

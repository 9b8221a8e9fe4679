"""An Answer folded from the events of a run, so that an old answer opens exactly as it streamed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.answer import Answer, Clarification, Option, Sentence
from core.event import (
    ChartReady,
    ClarificationAsked,
    Event,
    FactFound,
    Happening,
    PlanMade,
    ReceiptReady,
    RunCancelled,
    RunFailed,
    RunFinished,
    SqlWritten,
    SuggestionsReady,
    TableReady,
    TextDelta,
)
from core.query import Query
from core.question import FailedSql
from core.result import Result


def fold(events: Iterable[Event]) -> Answer:
    """Of a run that has not ended, what there is so far, with the status "cancelled"."""
    answer = Answer(status="cancelled")
    for event in events:
        answer = _with_outcome(_with_content(answer, event.happening), event.happening)
    return answer


def clarification_options(events: Iterable[Event]) -> tuple[Option, ...]:
    """The readings a run offered; none where it did not ask back."""
    asked = fold(events).clarification
    return asked.options if asked else ()


def failed_sql(events: Iterable[Event]) -> FailedSql | None:
    """The SQL of a run that an error ended; None where it had none, or went well."""
    sql, failure = "", None
    for event in events:
        if isinstance(event.happening, SqlWritten):
            sql = event.happening.sql
        elif isinstance(event.happening, RunFailed):
            failure = event.happening.problem.message
    return FailedSql(sql=sql, error=failure) if sql and failure else None


def _with_content(answer: Answer, happening: Happening) -> Answer:
    match happening:
        case PlanMade(plan=plan):
            return replace(answer, query=Query(sql="", plan=plan))
        case SqlWritten(sql=sql, tables=tables):
            return replace(answer, query=replace(answer.query or Query(sql=sql), sql=sql, tables=tables))
        case TableReady(columns=columns, rows=rows, row_count=count, truncated=truncated):
            result = Result(columns=columns, rows=rows, row_count=count, truncated=truncated, elapsed=0.0)
            return replace(answer, result=result)
        case ChartReady(chart=chart, vega_lite=spec):
            return replace(answer, chart=chart, vega_lite=spec)
        case FactFound(fact=fact):
            return replace(answer, facts=(*answer.facts, fact))
        case TextDelta(text=text, figures=figures):
            return replace(answer, sentences=(*answer.sentences, Sentence(text=text, figures=figures)))
        case _:
            return answer


def _with_outcome(answer: Answer, happening: Happening) -> Answer:
    match happening:
        case ReceiptReady(receipt=receipt):
            return replace(answer, receipt=receipt)
        case SuggestionsReady(suggestions=suggestions):
            return replace(answer, suggestions=suggestions)
        case ClarificationAsked(question=question, options=options):
            return replace(answer, clarification=Clarification(question=question, options=options))
        case RunFinished(status=status, problem=problem):
            return replace(answer, status=status, problem=problem)
        case RunFailed(problem=problem):
            return replace(answer, status="error", problem=problem)
        case RunCancelled():
            return replace(answer, status="cancelled")
        case _:
            return answer

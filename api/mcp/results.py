"""The events of a run as the result of a tool: text and pictures to read, structured content to compute with."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from mcp_types import CallToolResult, ContentBlock, ImageContent, TextContent
from pydantic import BaseModel, Field

from api.streams.markdown import fenced, pipe_table, question_back
from core.event import (
    ChartReady,
    ClarificationAsked,
    Event,
    FactFound,
    PlanMade,
    ReceiptReady,
    RunCancelled,
    RunFailed,
    RunFinished,
    RunStarted,
    SqlWritten,
    SuggestionsReady,
    TableReady,
    TextDelta,
)
from wire import dump, event_object


class Table(BaseModel):
    """`rows` are the first ones; `truncated`: there are more than these."""

    columns: list[dict[str, str]]
    rows: list[list[Any]]
    row_count: int
    truncated: bool


class Clarification(BaseModel):
    """Reply with the tool `ask` again, naming `run_id` as `reply_to` and the number of an option (from 0)."""

    run_id: str
    question: str
    options: list[str]


class Answered(BaseModel):
    """What a question or a statement came to."""

    run_id: str
    status: str = Field(description="answered, clarification or declined")
    thread_id: str | None = None
    text: str = ""
    read_as: str | None = None
    assumptions: list[str] = []
    sql: str | None = None
    table: Table | None = None
    chart: dict[str, Any] | None = Field(default=None, description="A Vega-Lite specification with its data inline.")
    svg: str | None = Field(default=None, description="The chart, drawn.")
    facts: list[dict[str, Any]] = []
    suggestions: list[str] = []
    clarification: Clarification | None = None
    receipt: dict[str, Any] | None = None


class RunRefused(Exception):
    """The run failed or was stopped; its message is safe to show."""


def folded(events: Sequence[Event]) -> Answered:
    """Raises RunRefused."""
    known: dict[str, Any] = {"run_id": events[0].run_id if events else "", "status": "cancelled"}
    for event in events:
        known |= _learned(event, known)
    if known["status"] == "cancelled":
        raise RunRefused("The run was stopped.")
    return Answered(**known)


def _learned(event: Event, known: dict[str, Any]) -> dict[str, Any]:
    body = event_object(event)
    match event.happening:
        case RunStarted(thread_id=thread_id):
            return {"thread_id": thread_id}
        case PlanMade(read_as=read_as, assumptions=assumptions):
            return {"read_as": read_as, "assumptions": [f"{each.topic}: {each.chosen}" for each in assumptions]}
        case SqlWritten(sql=sql):
            return {"sql": sql}
        case TableReady():
            return {"table": {name: body[name] for name in ("columns", "rows", "row_count", "truncated")}}
        case ChartReady(vega_lite=spec):
            return {"chart": spec}
        case FactFound():
            return {"facts": [*known.get("facts", []), body["fact"]]}
        case TextDelta(text=text):
            return {"text": f"{known.get('text', '')} {text}".strip()}
        case _:
            return _outcome(event)


def _outcome(event: Event) -> dict[str, Any]:
    match event.happening:
        case ClarificationAsked(question=question, options=options):
            labels = [option.label for option in options]
            asked = {"run_id": event.run_id, "question": question, "options": labels}
            return {"clarification": asked, "text": question_back(event_object(event))}
        case SuggestionsReady(suggestions=suggestions):
            return {"suggestions": [suggestion.text for suggestion in suggestions]}
        case ReceiptReady(receipt=receipt):
            return {"receipt": dump(receipt)}
        case RunFinished(status=status):
            return {"status": status}
        case RunFailed(problem=problem):
            raise RunRefused(f"{problem.message} {problem.hint or ''}".strip())
        case RunCancelled():
            raise RunRefused("The run was stopped.")
        case _:
            return {}


def result_of(answered: Answered, png: bytes | None = None) -> CallToolResult:
    parts = [answered.text] if answered.text else []
    if answered.table is not None:
        parts.append(pipe_table(answered.table.model_dump()))
    if answered.sql:
        parts.append(fenced("sql", answered.sql))
    content: list[ContentBlock] = [TextContent(text="\n\n".join(parts))]
    if png is not None:
        content.append(ImageContent(data=base64.b64encode(png).decode(), mime_type="image/png"))
    return CallToolResult(content=content, structured_content=answered.model_dump(mode="json"))

"""What a run emits, in order: one log of events that every protocol is a mapping of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from core.answer import Fact, Figure, Option, Problem, Receipt, Status, Suggestion, Usage
from core.chart import Chart
from core.plan import Assumption, Plan, WordReading
from core.plan_words import PlanWords
from core.result import ResultColumn
from core.table import Cell
from core.tagged import TAGGED


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    kind: Literal["run.started"] = "run.started"
    question: str
    thread_id: str | None = None
    read_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """`assistant` does `title` ("Understanding the question")."""

    kind: Literal["step.started"] = "step.started"
    step: str
    assistant: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    kind: Literal["step.finished"] = "step.finished"
    step: str
    assistant: str
    decided: str
    way: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """`progress` is 0 to 1 where it is known."""

    kind: Literal["status"] = "status"
    text: str
    progress: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMade:
    """`words` tell each part of the plan; None in what was kept by earlier versions."""

    kind: Literal["plan"] = "plan"
    plan: Plan
    read_as: str
    reading: tuple[WordReading, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    words: PlanWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationAsked:
    kind: Literal["clarification"] = "clarification"
    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlWritten:
    kind: Literal["sql"] = "sql"
    sql: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReady:
    """The first rows; `truncated`: there are more than these. `row_count` counts those that were fetched.

    `url` gives the whole where a server has one. `additive` names the columns whose values make a total when added up.
    """

    kind: Literal["table"] = "table"
    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_count: int
    truncated: bool
    url: str | None = None
    additive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartReady:
    kind: Literal["chart"] = "chart"
    chart: Chart
    vega_lite: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFound:
    kind: Literal["fact"] = "fact"
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStarted:
    kind: Literal["text.start"] = "text.start"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDelta:
    """One checked sentence."""

    kind: Literal["text.delta"] = "text.delta"
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEnded:
    kind: Literal["text.end"] = "text.end"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReady:
    kind: Literal["receipt"] = "receipt"
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsReady:
    kind: Literal["suggestions"] = "suggestions"
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReported:
    kind: Literal["usage"] = "usage"
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """`problem` says why, where the status is "declined"."""

    kind: Literal["run.finished"] = "run.finished"
    status: Status
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed:
    kind: Literal["run.error"] = "run.error"
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled:
    kind: Literal["run.cancelled"] = "run.cancelled"


Happening = Annotated[
    RunStarted
    | StepStarted
    | StepFinished
    | StatusChanged
    | PlanMade
    | ClarificationAsked
    | SqlWritten
    | TableReady
    | ChartReady
    | FactFound
    | TextStarted
    | TextDelta
    | TextEnded
    | ReceiptReady
    | SuggestionsReady
    | UsageReported
    | RunFinished
    | RunFailed
    | RunCancelled,
    TAGGED,
]
TERMINAL = (RunFinished, RunFailed, RunCancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`seq` counts from 1 within a run, without gaps."""

    seq: int
    run_id: str
    ts: datetime
    happening: Happening

"""What the assistants of one run work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from agents.advisor import Advice, Candidate
from agents.analyst import Narration
from agents.dashboard_designer import Design
from agents.sql_expert import Understanding
from agents.usage import UsageMeter
from core.analysis import Analysis
from core.answer import Sentence, TableUsed
from core.chart import Chart
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from core.ways import Check, Way
from semantic_layer import ValueIndex
from warehouse.profiled import CostlyStep

Execute = Callable[[Query, int], Awaitable[Result]]
Profile = Callable[[str], Awaitable[tuple[CostlyStep, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`execute` guards a query and runs it for at most so many rows; `results` is the run's store of rows.

    `preview_rows` is how many rows the table event carries, `result_rows` how many are fetched.
    `investigators` plan what deep questions need; a question that is none goes to the `planners`.
    `profile` runs SQL for
    what its steps cost. `meter` counts what a language model was asked.
    """

    model: SemanticModel
    values: ValueIndex
    tables: Mapping[str, TableUsed]
    execute: Execute
    planners: tuple[Way[Understanding, Query], ...]
    designers: tuple[Way[Design, Chart], ...]
    narrators: tuple[Way[Narration, tuple[Sentence, ...]], ...]
    advisors: tuple[Way[Advice, tuple[Candidate, ...]], ...]
    check_query: Check[Query]
    preview_rows: int = 200
    result_rows: int = 10_000
    investigators: tuple[Way[Understanding, Analysis], ...] = ()
    profile: Profile | None = None
    meter: UsageMeter = field(default_factory=UsageMeter)
    results: dict[str, Result] = field(default_factory=dict)

"""What a person gets back, and the receipt that lets them check it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.analysis import AnalysisReceipt
from core.chart import Chart
from core.errors import TablespeakError
from core.plan import Assumption, Plan
from core.query import JoinReceipt, Query, Verification
from core.result import Result
from core.table import Cell

FactKind = Literal[
    "value", "total", "leader", "share", "difference", "change", "trend", "outlier", "count", "range", "missing"
]
Status = Literal["answered", "clarification", "declined", "error", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRef:
    """`row` counts from 0."""

    row: int
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value computed by code from `cells` (all of the column where empty), by `derivation` ("sum", "share of total")."""

    id: str
    kind: FactKind
    label: str
    value: Cell
    unit: str | None = None
    cells: tuple[CellRef, ...] = ()
    derivation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure in a sentence: characters `start` to `end`, backed by a fact or a cell."""

    start: int
    end: int
    fact: str | None = None
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A reading that can be clicked. Its `plan`, or the `sql` of one that no Plan can say, runs without being understood again."""

    label: str
    plan: Plan | None = None
    preview: str | None = None
    sql: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A next question that was executed and returned `rows` rows; `verified`: a person vouches for its answer."""

    text: str
    rows: int
    plan: Plan | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUsed:
    """`sha256` is the hash of the file's bytes as they were uploaded."""

    name: str
    version: int
    file: str
    rows: int
    imported_at: datetime
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRows:
    """`label` is the filter in words, or the field whose nulls were left out."""

    label: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a way of answering was not taken."""

    way: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a language model was asked: calls, tokens, and the exact texts that left the machine.

    `cost` is in the currency of the prices that were set, None without prices. `kept`: answers that were there already,
    from the same request over the same versions of the tables.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    sent: tuple[str, ...] = ()
    cost: float | None = None
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`timings` are seconds by stage. `decided_by` is "rules", "verified query" or a model's name.

    `from_cache`: the rows are those of an earlier run of the same SQL over the same versions. `verified` says who vouched
    for the saved query that was run. `analysis` tells the further queries and the computation, where there was one.
    """

    decided_by: str
    read_as: str
    sql: str
    tables: tuple[TableUsed, ...] = ()
    rows_in: int | None = None
    rows_kept: int | None = None
    filters: tuple[CountedRows, ...] = ()
    nulls_left_out: tuple[CountedRows, ...] = ()
    joins: tuple[JoinReceipt, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    checks: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    from_cache: bool = False
    verified: Verification | None = None
    analysis: AnalysisReceipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A failure told safely: no exception text of ours, no path."""

    code: str
    message: str
    hint: str | None = None
    retryable: bool = False


def problem_of(error: TablespeakError) -> Problem:
    return Problem(code=error.code, message=error.message, hint=error.hint, retryable=error.retryable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: Status
    sentences: tuple[Sentence, ...] = ()
    query: Query | None = None
    result: Result | None = None
    chart: Chart | None = None
    vega_lite: dict[str, object] | None = None
    facts: tuple[Fact, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    clarification: Clarification | None = None
    receipt: Receipt | None = None
    problem: Problem | None = None

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

"""What is worth keeping of an answer: saved queries and dashboards as documents, never rows.

SavedQuery     a question with its Plan or SQL, parameters, and how its result is shown
Dashboard      tiles on a grid of 12 columns, each of a saved query or a text, and filters over them
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from core.chart import Mark
from core.plan import Plan
from core.tagged import TAGGED

ParameterType = Literal["text", "integer", "number", "boolean", "date", "period"]
Scalar = bool | int | float | str | None
ParameterValue = bool | int | float | str | None | tuple[Scalar, ...]
View = Literal["auto", "chart", "table", "number"]
GRID_COLUMNS = 12
REFRESH_MINUTES = (0, 1, 5, 15, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A part of a saved query that is given anew each time it runs; without a value the `default` stands.

    `fills` are JSON Pointers into the Plan as JSON, whose default is written there ("/where/right/value"); in SQL it
    stands as `:name`. A "date" is ISO 8601 text. A "period" is words ("last quarter", "2024") or two ISO dates with
    a slash, the end included ("2024-01-01/2024-03-31"); it fills a whole condition of the Plan, and in SQL it is `:name_start` and
    `:name_end`, the end not included. One that takes `many` values takes a list, and stands in SQL as `IN (:name)`.

    `field` is the dotted field whose values it takes ("orders.region"), `words` what stood for it in the question.
    """

    name: str
    type: ParameterType
    label: str = ""
    default: ParameterValue = None
    many: bool = False
    choices: tuple[Scalar, ...] = ()
    field: str | None = None
    words: str | None = None
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSettings:
    """How a result is shown; what is left out is chosen by its shape. `x`, `y` and `color` name columns of the result.

    `rows` is the most a table shows.
    """

    show: View = "auto"
    mark: Mark | None = None
    x: str | None = None
    y: str | None = None
    color: str | None = None
    layout: Literal["stacked", "beside"] | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """Exactly one of `plan` and `sql` is there. `name` is its place in addresses and files: lower-case words with hyphens.

    `model_version` is the published version of the model it was made with (0: the model as it was found). Relative
    periods are told from the day of each run, or from `as_of` (an ISO date) where it is set.
    """

    name: str
    title: str
    description: str = ""
    question: str | None = None
    plan: Plan | None = None
    sql: str | None = None
    parameters: tuple[Parameter, ...] = ()
    chart: ViewSettings = field(default_factory=ViewSettings)
    as_of: str | None = None
    model_version: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTile:
    """`x`, `y`, `w` and `h` count columns and rows of the grid from 0. `id` is unique in its dashboard.

    `title` and `view` stand before those of the query; `query_version` is the version of the query that `view` was
    made for. `parameters` are values of its own for the parameters of the query.
    """

    kind: Literal["query"] = "query"
    id: str
    query: str
    x: int
    y: int
    w: int
    h: int
    title: str | None = None
    view: ViewSettings = field(default_factory=ViewSettings)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    query_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTile:
    """`text` is Markdown."""

    kind: Literal["text"] = "text"
    id: str
    text: str
    x: int
    y: int
    w: int
    h: int


Tile = Annotated[QueryTile | TextTile, TAGGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTarget:
    """What a filter changes of one tile: a parameter of its query, or a condition on a `field` that is added to its Plan."""

    tile: str
    parameter: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardFilter:
    """Without a value nothing is filtered. One on a field of numbers takes two of them, both ends included, as a list."""

    name: str
    type: ParameterType
    label: str = ""
    default: ParameterValue = None
    many: bool = True
    choices: tuple[Scalar, ...] = ()
    field: str | None = None
    targets: tuple[FilterTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """`refresh_minutes` is 0 where it is not read again by itself."""

    name: str
    title: str
    description: str = ""
    tiles: tuple[Tile, ...] = ()
    filters: tuple[DashboardFilter, ...] = ()
    refresh_minutes: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardDraft:
    """A dashboard that was proposed, with the queries of its tiles, none of them saved yet. `told` says what was changed or left out."""

    dashboard: Dashboard
    queries: tuple[SavedQuery, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a saved query gave, without its rows. `value` is the one cell, where there is one.

    `checksum` is of all rows in any order, floats to ten digits. With a `problem` it gave nothing.
    """

    rows: int = 0
    columns: tuple[str, ...] = ()
    value: str | None = None
    checksum: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryChange:
    """A saved query gave something else than before. `cause` is what had changed since."""

    name: str
    title: str
    verified: bool
    change: Literal["value", "columns", "broken", "mended"]
    cause: Literal["tables", "model", "query"]
    before: Figures
    after: Figures


Verdict = Literal["right", "wrong"]
Cause = Literal["table", "filter", "period", "calculation", "chart"]
CAUSES: tuple[Cause, ...] = get_args(Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a person said of an answer. `sql` or `plan` is what they think is right; `asked_sql` and `asked_plan` what ran.

    `alone` is the question in words that say it without the turns before it; None for SQL that a person ran.
    """

    run_id: str
    verdict: Verdict
    question: str
    cause: Cause | None = None
    words: str = ""
    sql: str | None = None
    plan: Plan | None = None
    mark: Mark | None = None
    asked_sql: str | None = None
    asked_plan: Plan | None = None
    alone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptInsight:
    """A checked sentence that a person found worth keeping, and the run it is from."""

    question: str
    sentence: str
    run_id: str
    plan: Plan | None = None
    note: str = ""

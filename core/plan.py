"""The Plan: what a question means, in names of the semantic model and never in SQL.

Plan
  measures, dimensions, rows     what is shown
  where, having                  what is kept
  order, limit, top_per_group    what comes first
  comparisons                    columns computed from a measure's neighbours
  combine                        union, intersection or difference with another Plan
  assumptions, reading           how the question was understood
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from core.table import ColumnType
from core.tagged import TAGGED

Grain = Literal["year", "quarter", "month", "week", "day", "hour"]
CalendarPart = Literal["year", "quarter", "month", "week", "day_of_week", "day_of_month", "day_of_year", "hour"]
ArithmeticOperator = Literal["+", "-", "*", "/"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]
AggregateFunction = Literal[
    "count",
    "count_distinct",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "quantile",
    "stddev",
    "variance",
    "mode",
    "corr",
    "first",
    "last",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRef:
    """A field of the model. `via` names the relationships walked from the Plan's entity; empty means the only path."""

    kind: Literal["field"] = "field"
    entity: str
    name: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A constant. Dates, timestamps and times are ISO 8601 text, decimals are text; `type` says how to read them."""

    kind: Literal["value"] = "value"
    value: bool | int | float | str | None
    type: ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Division is of real numbers, and null where the divisor is 0."""

    kind: Literal["arithmetic"] = "arithmetic"
    operator: ArithmeticOperator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    when: Condition
    then: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    kind: Literal["case"] = "case"
    branches: tuple[Branch, ...]
    otherwise: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDifference:
    """Whole `unit`s from `start` to `end`."""

    kind: Literal["date_difference"] = "date_difference"
    unit: Grain
    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePart:
    kind: Literal["date_part"] = "date_part"
    part: CalendarPart
    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A scalar function of the guard's allow-list, by its DuckDB name."""

    kind: Literal["call"] = "call"
    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """What is written in a text: its `place`th number ("3–1": 3, then 1), its first year, or the date it starts with.

    `form` is how a date is written, in letters of strptime ("%d %B %Y"). Null where nothing such is written. A date
    without a year is one of the year 1900.
    """

    kind: Literal["text_reading"] = "text_reading"
    of: Expression
    what: Literal["number", "year", "date"]
    place: int = 1
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """Where a row stands in its table as it was read from its file: 1 for the first."""

    kind: Literal["row_place"] = "row_place"
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarPlan:
    """The single value of another Plan ("the average price"); raises at compile unless it is one row, one column.

    `alike` names fields in which the rows of that Plan are the same as the row it is compared with ("the average price
    of its category"); the Plan is then one aggregate over the rows of the same entity.
    """

    kind: Literal["scalar_plan"] = "scalar_plan"
    plan: Plan
    alike: tuple[FieldRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One aggregate over the rows that are linked to a row ("the date of its first order"); `via` as in `Exists`.

    Where there are none, a count is 0 and all else is null.
    """

    kind: Literal["related"] = "related"
    aggregate: Aggregate
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRef:
    """An output column of this Plan by its name; for `having` and `order`."""

    kind: Literal["output"] = "output"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    kind: Literal["comparison"] = "comparison"
    left: Expression
    operator: ComparisonOperator
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Both ends included."""

    kind: Literal["between"] = "between"
    of: Expression
    low: Expression
    high: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """`values` holds constants; `plan` (instead) a Plan with one column. Negated, rows with a null are kept out."""

    kind: Literal["in"] = "in"
    of: Expression
    values: tuple[Value, ...] = ()
    plan: Plan | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """Case-insensitive; `text` is plain text, without wildcards."""

    kind: Literal["text_match"] = "text_match"
    of: Expression
    how: Literal["contains", "starts_with", "ends_with"]
    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IsNull:
    kind: Literal["is_null"] = "is_null"
    of: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsolutePeriod:
    """`start` included, `end` not; ISO dates or timestamps; either may be open. `phrase` is how it was asked ("Q3 2024")."""

    kind: Literal["absolute_period"] = "absolute_period"
    of: Expression
    start: str | None
    end: str | None
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativePeriod:
    """A period told from `anchor` (ISO date: today, or the last date in the data).

    aligned: `count` whole calendar units, the last of them `shift` units from the anchor's own
             ("last quarter": shift -1; "this month": 0; "last 3 months": count 3, shift -1)
    rolling: the `count` units that end with the anchor's day ("past 90 days")
    to_date: from the start of the anchor's unit, `shift` units away, through the anchor's place in it
             ("year to date": 0; the same a year before: -1)
    """

    kind: Literal["relative_period"] = "relative_period"
    of: Expression
    how: Literal["aligned", "rolling", "to_date"]
    unit: Grain
    count: int = 1
    shift: int = 0
    anchor: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exists:
    """Rows of `entity` linked to this row by the relationships `via` (empty: the only path), meeting `where`."""

    kind: Literal["exists"] = "exists"
    entity: str
    via: tuple[str, ...] = ()
    where: Condition | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    kind: Literal["and"] = "and"
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    kind: Literal["or"] = "or"
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    kind: Literal["not"] = "not"
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One aggregate over the rows of an entity.

    `of` is None only for `count`, which then counts rows of `entity`. `where` keeps rows for this
    aggregate alone ("paid orders"). `quantile` is 0 to 1. `by` is the second field of `corr`, and
    the time that `first` and `last` are told by. A `sum` or `avg` heeds what the model says of a measure (one that
    does not add up, one with a weight); a `plain` one is over the rows as they stand.
    """

    kind: Literal["aggregate"] = "aggregate"
    function: AggregateFunction
    entity: str
    of: Expression | None = None
    where: Condition | None = None
    quantile: float | None = None
    by: Expression | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRef:
    kind: Literal["metric"] = "metric"
    name: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureArithmetic:
    """Arithmetic over measures ("returns per order", "A - B"); null where a divisor is 0."""

    kind: Literal["measure_arithmetic"] = "measure_arithmetic"
    operator: ArithmeticOperator
    left: MeasureExpression
    right: MeasureExpression


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureConstant:
    kind: Literal["measure_constant"] = "measure_constant"
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeasure:
    """`name` is the output column's name in SQL, `label` its heading for people.

    One that is not `shown` only serves `having`, `order` or a comparison ("the city with the most airports").
    """

    name: str
    label: str
    value: MeasureExpression
    unit: str | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """Intervals of `width`, from multiples of it; each row is shown by its interval's lower end."""

    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTime:
    """The date of a table's rows, where periods of several tables stand beside each other."""

    entity: str
    of: FieldRef


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDimension:
    """At most one of `grain` (a period, shown by its first day), `part` (a number) and `bins` is set.

    One that is not `shown` only keeps groups apart (two customers of one name, told by their key). `filled`: periods
    without rows are shown as well, from the first through the last. `own_times`: measures of those tables have their rows in
    periods by a date of their own ("orders and returns by month").
    """

    name: str
    label: str
    of: Expression
    grain: Grain | None = None
    part: CalendarPart | None = None
    bins: Bins | None = None
    shown: bool = True
    filled: bool = False
    own_times: tuple[OwnTime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanField:
    name: str
    label: str
    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows listed as they are; `fields` empty means all fields of the Plan's entity."""

    fields: tuple[PlanField, ...] = ()
    distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`by` may be an output column or a field that is not shown. Nulls come last both ways, unless said otherwise."""

    by: Expression
    descending: bool = False
    nulls: Literal["last", "first"] = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    count: int
    ties: Literal["kept", "cut"] = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopPerGroup:
    """The first `count` rows, by the Plan's order, within each combination of the dimensions named in `within`."""

    count: int
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`measure` divided by its total over all groups (over each group of `within`), 0 to 1, before any limit."""

    kind: Literal["share"] = "share"
    name: str
    label: str
    measure: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Against the period before (or `periods` earlier; 12 with months: a year ago), told by the one dimension that has a grain.

    `as_percent`: (now - then) / |then|, 0.1 for a tenth; else now - then.
    """

    kind: Literal["change"] = "change"
    name: str
    label: str
    measure: str
    periods: int = 1
    as_percent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """1 for the largest; ties share a rank."""

    kind: Literal["rank"] = "rank"
    name: str
    label: str
    measure: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTotal:
    kind: Literal["running_total"] = "running_total"
    name: str
    label: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingAverage:
    """Over `window` periods, this one included, or rows in order where there are no periods; null until there are as many.

    Of what adds up, a period without rows counts as 0.
    """

    kind: Literal["moving_average"] = "moving_average"
    name: str
    label: str
    measure: str
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOperation:
    operator: Literal["union", "intersection", "difference"]
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way to read the same question, ready to run."""

    label: str
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """`topic` groups chips ("period", "metric", "table"); `chosen` is what was taken, `alternatives` what else it could be.

    `basis` tells what the model of the data defines from what was guessed of the words.
    """

    topic: str
    chosen: str
    why: str
    alternatives: tuple[Alternative, ...] = ()
    basis: Literal["guessed", "defined"] = "guessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReading:
    """How words of the question (characters `start` to `end`) were understood.

    `meaning` is a dotted name for fields ("orders.amount"), the value with its column and matching rows for values
    ("customers.city = 'Paris' (111 rows)"), otherwise plain words. `confidence` is 0 to 1.
    """

    words: str
    start: int
    end: int
    role: Literal["entity", "field", "value", "function", "comparison", "number", "date", "order", "filler"]
    meaning: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`entity` is the table whose rows are counted or listed; joined tables never add or drop its rows unless `unmatched` says so."""

    entity: str
    measures: tuple[PlanMeasure, ...] = ()
    dimensions: tuple[PlanDimension, ...] = ()
    rows: Rows | None = None
    where: Condition | None = None
    having: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: Limit | None = None
    top_per_group: TopPerGroup | None = None
    unmatched: Literal["kept", "dropped"] = "kept"
    comparisons: tuple[Comparing, ...] = ()
    combine: SetOperation | None = None
    assumptions: tuple[Assumption, ...] = ()
    reading: tuple[WordReading, ...] = ()


Expression = Annotated[
    FieldRef
    | Value
    | Arithmetic
    | Case
    | DateDifference
    | DatePart
    | Call
    | TextReading
    | RowPlace
    | ScalarPlan
    | Related
    | OutputRef,
    TAGGED,
]
Condition = Annotated[
    Comparison | Between | In | TextMatch | IsNull | AbsolutePeriod | RelativePeriod | Exists | And | Or | Not, TAGGED
]
MeasureExpression = Annotated[Aggregate | MetricRef | MeasureArithmetic | MeasureConstant, TAGGED]
Comparing = Annotated[Share | Change | Rank | RunningTotal | MovingAverage, TAGGED]

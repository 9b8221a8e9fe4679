"""The semantic model: what the tables mean, each finding with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from core.plan import Condition, Grain, MeasureExpression
from core.table import Cell, ColumnType
from core.tagged import TAGGED

DimensionRole = Literal["identifier", "category", "time", "flag", "text"]
Aggregation = Literal[
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
Additivity = Literal["additive", "semi_additive", "non_additive"]
OverTime = Literal["first", "last", "avg", "min", "max"]
Provenance = Literal["inferred", "person"]
EVERYTHING = "*"
"""In `by_person`: a person made the whole fact."""
Cardinality = Literal["one_to_one", "many_to_one", "one_to_many", "many_to_many"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts over all rows of a column; `distinct` may be approximate. `top` holds frequent values, most frequent first."""

    rows: int
    nulls: int
    distinct: int
    minimum: Cell = None
    maximum: Cell = None
    top: tuple[tuple[Cell, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A field that rows are grouped, filtered or listed by. `evidence` is one sentence on why it has its role.

    `confidence` (0 to 1) is how sure that is. `by_person` names the attributes that a person set; inference leaves them.
    One that is `hidden` is meant by no word of a question. `written`: the table holds its numbers as text.
    """

    kind: Literal["dimension"] = "dimension"
    name: str
    label: str
    type: ColumnType
    role: DimensionRole
    profile: Profile
    unit: str | None = None
    description: str | None = None
    synonyms: tuple[str, ...] = ()
    evidence: str = ""
    confidence: float = 1.0
    hidden: bool = False
    written: bool = False
    by_person: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A numeric field that is aggregated, by `aggregation` unless a question says otherwise.

    `over_time` is how a semi-additive measure is put together over time; `weight` the column of the same entity
    that an average of a non-additive one is weighted by (a price by the quantity sold at it). `written` as of a Dimension.
    """

    kind: Literal["measure"] = "measure"
    name: str
    label: str
    type: ColumnType
    aggregation: Aggregation
    additivity: Additivity
    profile: Profile
    unit: str | None = None
    description: str | None = None
    synonyms: tuple[str, ...] = ()
    evidence: str = ""
    confidence: float = 1.0
    over_time: OverTime | None = None
    weight: str | None = None
    hidden: bool = False
    written: bool = False
    by_person: tuple[str, ...] = ()


Field = Annotated[Dimension | Measure, TAGGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy:
    """`levels` from the coarsest: each value of a level belongs to one of the level before."""

    levels: tuple[str, ...]
    evidence: str = ""
    confidence: float = 1.0
    by_person: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpine:
    """The periods that rows of an entity come in by the time `field`, from `start` through `end` (ISO dates).

    `missing` counts the periods in between that no row has: a series over them has gaps to be filled.
    """

    field: str
    grain: Grain
    start: str
    end: str
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshots:
    """Each of the `things` comes once for each time: a row is how it stood then.

    `time` is one column, or a year and a part of it. `shared` where most things come at each time ("stock at the end
    of the month"); else each is written down at times of its own.
    """

    time: tuple[str, ...]
    things: tuple[str, ...] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One table and what a row of it is. `name` is the table's name in SQL.

    `key` names the columns that tell rows apart (empty where none do); `display` is the column
    that names a row to people (a customer's name); `default_time` the time a question means
    when it names none.
    """

    name: str
    label: str
    version: int
    rows: int
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    display: str | None = None
    default_time: str | None = None
    description: str | None = None
    synonyms: tuple[str, ...] = ()
    key_evidence: str = ""
    key_confidence: float = 1.0
    hierarchies: tuple[Hierarchy, ...] = ()
    spine: DateSpine | None = None
    snapshots: Snapshots | None = None
    by_person: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Raises KeyError for a name the entity does not have."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """`from_entity.from_columns` refers to `to_entity.to_columns`; counted over all rows of both versions.

    `coverage` is the share (0 to 1) of non-null distinct `from` keys found in `to`. `from_unmatched` counts rows
    of `from_entity` whose key is not found, `from_null` those without a key, `to_unmatched` rows of
    `to_entity` that nothing refers to. `name` is unique in a model; with several between one
    pair, it tells the role ("shipping_address"). `found` is the cardinality that the rows have, where a person may
    have declared another.
    """

    name: str
    from_entity: str
    from_columns: tuple[str, ...]
    to_entity: str
    to_columns: tuple[str, ...]
    cardinality: Cardinality
    coverage: float
    confidence: float
    from_unmatched: int = 0
    from_null: int = 0
    to_unmatched: int = 0
    unmatched_sample: tuple[str, ...] = ()
    evidence: str = ""
    found: Cardinality | None = None
    by_person: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What people want a metric to be, of a month where it adds up: at least `value`, or at most."""

    value: float
    at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A named measure ("revenue = sum of amount without refunds"): suggested from the data until people accept it."""

    name: str
    label: str
    entity: str
    expression: MeasureExpression
    where: Condition | None = None
    unit: str | None = None
    description: str | None = None
    synonyms: tuple[str, ...] = ()
    status: Literal["suggested", "accepted"] = "accepted"
    evidence: str = ""
    confidence: float = 1.0
    by_person: tuple[str, ...] = ()
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """`phrase` means `target`, a dotted name of the model ("orders.amount", "orders")."""

    phrase: str
    target: str
    provenance: Provenance = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`week_start` counts from Monday (0); `fiscal_year_start` is a month (1 to 12)."""

    week_start: int = 0
    fiscal_year_start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticModel:
    """`metrics` are accepted ones; suggestions stand apart. `removed` names what people took out ("relationship …",
    "metric …"), so that it is not found again.
    """

    entities: tuple[Entity, ...]
    relationships: tuple[Relationship, ...] = ()
    metrics: tuple[Metric, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    suggested_metrics: tuple[Metric, ...] = ()
    removed: tuple[str, ...] = ()

    def entity(self, name: str) -> Entity:
        """Raises KeyError for a name the model does not have."""
        for candidate in self.entities:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


def provenance(fact: Dimension | Measure | Entity | Hierarchy | Relationship | Metric, attribute: str) -> Provenance:
    """Who said so; a person's word stands over anything that is inferred later."""
    return "person" if {attribute, EVERYTHING} & set(fact.by_person) else "inferred"

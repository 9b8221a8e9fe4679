"""Tables, facts and queries of an analysis, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from agents.analyst.derivations import fact
from agents.analyst.numbers import number_text
from agents.sql_expert.fields import free_name
from core.answer import CellRef, Fact
from core.chart import Mark
from core.model import SemanticModel
from core.plan import Plan, PlanDimension, PlanMeasure
from core.query import ColumnRole, OutputColumn, Query
from core.result import Result, ResultColumn
from core.table import Cell, ColumnType
from semantic_layer import compile_plan

MOST_ROWS = 20_000
"""Of a query whose single rows are computed with."""
CHANCE = 0.05
FEW_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What an analysis came to: a table with its columns, facts about it, sentences before the check.

    `method` names what was computed; `limits` are sentences on what the data cannot say. `shown` is the place of the
    query that the table was made from. `names` are of what it is about.
    """

    method: str
    columns: tuple[OutputColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: tuple[Fact, ...]
    drafts: tuple[str, ...]
    limits: tuple[str, ...] = ()
    title: str = ""
    mark: Mark | None = None
    shown: int = 0
    names: tuple[str, ...] = ()
    details: tuple[tuple[str, str | int | float | bool], ...] = ()

    @property
    def query(self) -> Query:
        return Query(sql="", columns=self.columns)

    @property
    def result(self) -> Result:
        columns = tuple(ResultColumn(name=one.name, type=one.type or "text") for one in self.columns)
        return Result(columns=columns, rows=self.rows, row_count=len(self.rows), truncated=False, elapsed=0.0)


@dataclass(slots=True)
class Facts:
    """Gathers facts while sentences are written."""

    found: list[Fact] = field(default_factory=list)

    def add(
        self, kind: str, name: str, label: str, value: object, derivation: str, unit: str | None = None,
        cells: Iterable[CellRef] = (), *, points: bool = False,
    ) -> str:  # fmt: skip
        """How the value is written."""
        self.found.append(fact(kind, name, label, value, derivation, unit=unit, cells=tuple(cells)))  # type: ignore[arg-type]
        return number_text(value, unit, points=points)

    def p_value(self, name: str, p: float, method: str) -> str:
        """As “p = 0.03”, or “p < 0.001” where it is smaller than that."""
        if p < 0.001:
            self.add("value", f"{name}_p_below", f"p of {method} is below", 0.001, f"bound of the p-value of {method}")
            return "p < 0.001"
        rounded = round(p, 4)
        self.add("value", f"{name}_p", f"p of {method}", rounded, f"p-value of {method}")
        return f"p = {number_text(rounded)}"

    def level(self) -> str:
        self.add("value", "level", "Confidence of the interval", 0.95, "chosen", "ratio")
        return "95%"


def column(
    name: str,
    label: str,
    kind: ColumnType,
    role: ColumnRole = "measure",
    unit: str | None = None,
    grain: str | None = None,
    of: str | None = None,
) -> OutputColumn:
    """`of` names the column that it is about ("the forecast of orders")."""
    return OutputColumn(name=name, label=label, type=kind, role=role, unit=unit, grain=grain, of=of)


def number(cell: object) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    value = float(cell)
    return value if value == value and abs(value) != float("inf") else None


def rounded(value: float | None, like: Sequence[float] = ()) -> float | None:
    """To the digits that the size of the values makes sense of."""
    if value is None:
        return None
    size = max((abs(one) for one in (*like, value)), default=0.0)
    places = 2 if size >= 1 else 6
    return round(value, places)


def query_of(
    entity: str,
    model: SemanticModel,
    dimensions: Sequence[PlanDimension],
    measures: Sequence[PlanMeasure],
    **rest: object,
) -> Query:
    plan = Plan(entity=entity, dimensions=told_apart(dimensions, measures), measures=tuple(measures), **rest)  # type: ignore[arg-type]
    return compile_plan(plan, model)


def told_apart(dimensions: Sequence[PlanDimension], measures: Sequence[PlanMeasure]) -> tuple[PlanDimension, ...]:
    taken = {measure.name for measure in measures}
    found: list[PlanDimension] = []
    for dimension in dimensions:
        name = free_name(dimension.name, taken)
        taken.add(name)
        found.append(replace(dimension, name=name))
    return tuple(found)


def at(row: int, name: str) -> CellRef:
    return CellRef(row=row, column=name)


FEW = "It rests on few rows, so chance plays a large part."
NOT_A_CAUSE = "What goes together need not be cause and effect."


def few(rows: int) -> tuple[str, ...]:
    return (FEW,) if rows < FEW_ROWS else ()

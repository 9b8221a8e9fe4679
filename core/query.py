"""SQL that is ready to be guarded and run, with where each column comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.model import Cardinality
from core.plan import Plan
from core.saved import ViewSettings
from core.table import ColumnType

ColumnRole = Literal["dimension", "measure", "comparison", "row", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputColumn:
    """`sources` are dotted columns ("orders.amount"); None where lineage could not be told. `of` names the measure a comparison is about.

    A `share` or percentage change has unit "ratio" (0 to 1).
    """

    name: str
    label: str
    type: ColumnType | None
    role: ColumnRole
    unit: str | None = None
    grain: str | None = None
    part: str | None = None
    additive: bool = False
    of: str | None = None
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReceipt:
    """`fan_out` is how many rows of the right side meet one of the left at most in kind: 1, or "many".

    `cardinality` is the one that was heeded, `declared` what the model says, `found` what the rows are like.
    `rows_without_partner` counts rows of the left table that found none (kept as "no match" or dropped, as `unmatched`
    says), of the `rows_in` that it has; `rows_kept` and `rows_dropped` are what that makes of them. All are of whole
    tables, before any filter.
    """

    relationship: str
    left: str
    right: str
    cardinality: Cardinality
    fan_out: Literal["one", "many"]
    aggregated_first: bool
    unmatched: Literal["kept", "dropped"]
    rows_without_partner: int
    unmatched_sample: tuple[str, ...] = ()
    declared: Cardinality | None = None
    found: Cardinality | None = None
    rows_in: int = 0
    rows_kept: int = 0
    rows_dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeColumn:
    """What one column of the probe counts: all rows, rows a filter matches on its own, or rows whose `label` is null."""

    kind: Literal["rows", "filter", "nulls", "kept"]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One query, one row, whose counts go into the receipt: a column for each of `columns`, in order."""

    sql: str
    columns: tuple[ProbeColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A person vouched for the saved query `name`, at its version `number`."""

    name: str
    title: str
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two ways answered, or only one did: `decided_by` is the one that is shown, `other` the one that it was held against.

    `agreed` is whether both came to the same rows, None where the other did not answer; `told` says so in a sentence.
    """

    decided_by: str
    other: str
    agreed: bool | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """`parameters` fill `?` in order. `repairs` are sentences on what rules mended in SQL written by a model,
    `warnings` on what may be wrong in SQL that was not compiled here. `view` is how a person wants it shown, where it was saved.
    `weighed` where rules and a model were both asked. `read_as` is a follow-up as a whole question, in a model's words.
    """

    sql: str
    parameters: tuple[bool | int | float | str | None, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[OutputColumn, ...] = ()
    joins: tuple[JoinReceipt, ...] = ()
    plan: Plan | None = None
    probe: Probe | None = None
    repairs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    view: ViewSettings | None = None
    verified: Verification | None = None
    weighed: Weighed | None = None
    read_as: str | None = None

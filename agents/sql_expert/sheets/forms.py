"""What may be asked of a sheet: which rows, which of them, and what of those is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.plan import ComparisonOperator

Act = Literal[
    "look up", "extreme", "beside", "count", "count different", "sum", "avg", "max", "min", "range",
    "most frequent", "which of two", "more frequent of two", "difference", "difference of counts", "same", "count beside",
]  # fmt: skip
PLACE = -1
"""In place of a rank column: the place in the list."""
NONE = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A condition on column `column`, told by tokens `first` up to `last`; `rows` is how many rows meet it, where that is known.

    value: the cell is one of `values`; number: its amount compared with `number`; year, month and day (month times 100
    and day): those of its date; period: its date is from the first of `values` on and before the second; between: its
    amount, or the year of its date, is from `number` up to `high`.
    `whole` where the words are the whole of the cell. `told` where words say how numbers compare.
    """

    kind: Literal["value", "number", "year", "month", "day", "period", "between"]
    column: int
    first: int
    last: int
    values: tuple[str, ...] = ()
    operator: ComparisonOperator = "="
    number: float = 0
    high: float = 0
    whole: bool = False
    told: bool = False
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`out` is the column shown, `rank` the one that rows are told by; `named` are the two that are compared.

    `either` joins the conditions by or, `descending` is for the highest, the last and the next.
    """

    act: Act
    out: int = NONE
    rank: int = NONE
    descending: bool = False
    where: tuple[Where, ...] = ()
    either: bool = False
    named: tuple[Where, ...] = ()
    count: int = 1

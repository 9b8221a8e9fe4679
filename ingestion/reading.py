"""How the cells of one column are read: the SQL that turns their text into values."""

from __future__ import annotations

from dataclasses import dataclass

from core.import_report import Decision
from core.table import ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`value` is an SQL expression over the text `{v}`, `fits` one that is true where the text is such a value.

    `number` is the text rewritten with a decimal point, for columns whose precision the data decides.
    """

    type: ColumnType
    value: str = "{v}"
    fits: str = "true"
    number: str | None = None
    unit: str | None = None
    decisions: tuple[Decision, ...] = ()


TEXT = Reading(type="text")

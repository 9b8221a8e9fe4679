"""How the cells of one column are read: the SQL that turns their text into values."""

from __future__ import annotations

from dataclasses import dataclass

from core.import_report import Decision
from core.table import ColumnType
from ingestion.spellings import SAFE_NULL_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`value` is an SQL expression over the text `{v}`, `fits` one that is true where the text is such a value.

    `number` is the text rewritten with a decimal point, for columns whose precision the data decides.
    `lenient`: cells that do not fit are left empty, since a person chose how to read the column.
    `null_words` are spellings that mean "no value" in a column of text.
    """

    type: ColumnType
    value: str = "{v}"
    fits: str = "true"
    number: str | None = None
    unit: str | None = None
    lenient: bool = False
    null_words: tuple[str, ...] = SAFE_NULL_WORDS
    decisions: tuple[Decision, ...] = ()


TEXT = Reading(type="text")

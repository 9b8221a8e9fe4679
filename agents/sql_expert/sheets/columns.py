"""The columns of a sheet by what their cells look like: amounts are read out of texts that hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agents.sql_expert.fields import is_year
from core.model import Entity, Field
from core.plan import Arithmetic, Expression, FieldRef, TextReading, Value
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES

Shape = Literal["number", "year", "date", "written date", "years", "duration", "score", "written number", "text"]
TIMES: frozenset[Shape] = frozenset({"year", "date", "written date", "years"})
AMOUNTS: frozenset[Shape] = frozenset({"number", "duration", "score", "written number"})
_MOSTLY = 0.7
_REMARK = re.compile(r"\s*[(\[*†‡#].*$")
_DURATION = re.compile(r"^\+?\s*(?:\d+[:h]\s*)?\d{1,2}[:m'′]\s?\d{1,2}(?:[.:]\d+)?s?\b")
_SCORE = re.compile(r"^(?:[WLDT][,.]?\s*)?\d+\s*[-–−:]\s*\d+(?!\d*[-–−:]\d)")
_YEARS = re.compile(
    r"^\D{0,12}(?:1[0-9]|20)\d\d(?:\s*[-–−/]\s*(?:\d{2}|\d{4}|present)?)?\b(?!\s*(?:m|km|ft|seats))", re.IGNORECASE
)
_NUMBER = re.compile(r"^[^\w(]{0,3}(?:[A-Z]{1,3}\$?\s?)?[-−+]?\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?\b")
_UNIT = re.compile(
    r"^\D{0,4}[\d,.]+\s*(million|billion|thousand|bn|mn|k|km|mi|m|ft|cm|mm|in|kg|g|lb|lbs|t|h|hrs?|min|mins|s|sec|"
    r"seconds|minutes|hours|days|weeks|months|years|yards|miles|metres|meters|feet)\b",
    re.IGNORECASE,
)
_NO_YEAR = ("%d %B", "%B %d", "%d %b", "%b %d", "%b. %d", "%A, %B %d", "%a, %b %d", "%a, %b. %d", "%A %d %B", "%d. %B")
_FORMS = (
    "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%b. %d, %Y", "%B %d %Y", "%A, %B %d, %Y", "%A, %d %B %Y",
    "%a, %b %d, %Y", "%a, %b. %d, %Y", "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%y", "%B %Y", "%b %Y",
    *_NO_YEAR,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """`form` is how its dates are written."""

    entity: str
    field: Field
    shape: Shape
    form: str = ""

    @property
    def ref(self) -> FieldRef:
        return FieldRef(entity=self.entity, name=self.field.name)

    @property
    def amount(self) -> Expression | None:
        """What its rows are ranked and compared by; None for mere text."""
        match self.shape:
            case "number" | "year" | "date":
                return self.ref
            case "written date":
                return TextReading(of=self.ref, what="date", form=self.form)
            case "years":
                return TextReading(of=self.ref, what="year")
            case "duration":
                minutes, rest = (TextReading(of=self.ref, what="number", place=place) for place in (1, 2))
                seconds = Arithmetic(operator="*", left=minutes, right=Value(value=60, type="integer"))
                return Arithmetic(operator="+", left=seconds, right=rest)
            case "score" | "written number":
                return TextReading(of=self.ref, what="number")
            case _:
                return None

    @property
    def has_years(self) -> bool:
        return self.shape == "date" or (self.shape == "written date" and self.form not in _NO_YEAR)


def columns_of(entity: Entity) -> tuple[SheetColumn, ...]:
    return tuple(_column(entity, one) for one in entity.fields if not one.hidden)


def _column(entity: Entity, one: Field) -> SheetColumn:
    if one.type in NUMERIC_TYPES:
        shape: Shape = "year" if is_year(one) else "number"
        return SheetColumn(entity=entity.name, field=one, shape=shape)
    if one.type in TEMPORAL_TYPES:
        return SheetColumn(entity=entity.name, field=one, shape="date")
    samples = [str(value) for value in (*(value for value, _ in one.profile.top), one.profile.minimum, one.profile.maximum)
               if value is not None]  # fmt: skip
    form = _date_form(samples)
    if form:
        return SheetColumn(entity=entity.name, field=one, shape="written date", form=form)
    return SheetColumn(entity=entity.name, field=one, shape=_shape(samples))


def _shape(samples: Sequence[str]) -> Shape:
    shapes: tuple[tuple[re.Pattern[str], Shape], ...] = (
        (_YEARS, "years"), (_DURATION, "duration"), (_SCORE, "score"), (_NUMBER, "written number"),
    )  # fmt: skip
    for pattern, shape in shapes:
        if samples and sum(pattern.match(one) is not None for one in samples) >= _MOSTLY * len(samples):
            return shape if shape != "written number" or _in_one_unit(samples) else "text"
    return "text"


def _in_one_unit(samples: Sequence[str]) -> bool:
    """“7 h” and “50 min” are not compared by their numbers."""
    return len({found[1].casefold() for one in samples if (found := _UNIT.match(one)) is not None}) <= 1


def _date_form(samples: Sequence[str]) -> str:
    plain = [_REMARK.sub("", one).strip() for one in samples]
    if not any(any(letter.isdigit() for letter in one) for one in plain):
        return ""
    for form in _FORMS:
        if sum(_is_written(one, form) for one in plain) >= _MOSTLY * len(plain):
            return form
    return ""


def _is_written(text: str, form: str) -> bool:
    try:
        datetime.strptime(f"{text} 2000" if form in _NO_YEAR else text, f"{form} %Y" if form in _NO_YEAR else form)  # noqa: DTZ007
    except ValueError:
        return False
    return True

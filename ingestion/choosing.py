"""Decisions that a person can change: what their values mean in words, and the keys they are chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.errors import InvalidInput
from core.import_choices import Choices, decision_key
from core.import_report import Alternative, Decision
from core.suggest import did_you_mean

_LEFT_OUT = {"data": "keep it as data", "left_out": "leave it out"}
VALUES: Mapping[str, Mapping[str, str]] = {
    "type": {
        "text": "keep it as text",
        "integer": "read it as whole numbers",
        "decimal": "read it as exact numbers",
        "float": "read it as approximate numbers",
        "date": "read it as dates",
        "timestamp": "read it as dates with a time",
        "time": "read it as times of day",
        "boolean": "read it as true and false",
        "interval": "read it as durations",
    },
    "date_order": {"day_month": "read dates as day/month", "month_day": "read dates as month/day"},
    "decimal_comma": {
        "comma": "read the comma as the decimal mark",
        "point": "read the point as the decimal mark",
    },
    "leading_zeros": {"number": "read it as numbers", "text": "keep it as text"},
    "currency": {"number": "read it as numbers", "text": "keep it as text"},
    "percent": {"number": "read it as numbers", "text": "keep it as text"},
    "nulls": {"null": "leave these cells empty", "text": "keep these cells as text"},
    "boolean": {"boolean": "read it as true and false", "text": "keep it as text"},
    "total_row": _LEFT_OUT,
    "subtotal": _LEFT_OUT,
    "footer": _LEFT_OUT,
    "preamble": _LEFT_OUT,
    "joined_pages": {"joined": "keep it as one table", "apart": "keep each page as a table of its own"},
    "side_by_side": {"apart": "read them as two tables", "together": "keep them as one table"},
    "passages": {"read": "read the text as a table of passages", "left_out": "read the tables only"},
    "merged_cells": {"filled": "fill merged cells", "as_is": "leave merged cells as they are"},
    "ragged": {"kept": "keep what is beyond the header in columns of its own", "left_out": "leave these rows out"},
    "stacked": {
        "joined": "make one table of those with the same columns, with their titles as a column",
        "apart": "keep each as a table of its own",
        "one": "read all rows as one table",
    },
    "hidden": {"read": "read what is hidden", "left_out": "leave out what is hidden"},
    "skipped_sheet": {"read": "read it", "left_out": "leave it out"},
}
"""The values of each kind of decision as verb phrases; header, delimiter and encoding take values of their own."""

_MARKS = {"tab": "a tab", "space": "a space", "": "nothing"}


def changeable(decision: Decision, kind: str, value: str, *others: str) -> Decision:
    """The decision with what else it could be. `key` is the kind alone until `keyed` says where it stands."""
    alternatives = tuple(Alternative(value=other, label=phrase(kind, other)) for other in others)
    return replace(decision, key=kind, value=value, alternatives=alternatives)


def keyed(decision: Decision, choices: Choices, place: str = "", part: str = "") -> Decision:
    """The decision under its full key, and marked where a person chose its value."""
    if decision.key is None:
        return decision
    chosen = choices.value(decision.key, place, part)
    by_person = decision.by_person or (chosen is not None and chosen == decision.value)
    return replace(decision, key=decision_key(decision.key, place, part), by_person=by_person)


def phrase(kind: str, value: str) -> str:
    """What choosing `value` does, as a verb phrase."""
    if kind == "header":
        return "read it without a header" if value == "none" else f"treat row {value} as the header"
    if kind == "delimiter":
        return f"separate cells by {_MARKS.get(value, f'“{value}”')}"
    if kind == "encoding":
        return f"read the text as {value}"
    return VALUES[kind][value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoices:
    """What a person chose for one column of a table."""

    choices: Choices = field(default_factory=Choices)
    place: str = ""
    part: str = ""

    def value(self, kind: str) -> str | None:
        """Raises InvalidInput for a value that the kind does not know."""
        return chosen_value(self.choices, kind, self.place, self.part)


UNCHOSEN = ColumnChoices()


def chosen_value(choices: Choices, kind: str, place: str = "", part: str = "") -> str | None:
    """None where the data decides. Raises InvalidInput for a value that the kind does not know."""
    value = choices.value(kind, place, part)
    if value is None or value in VALUES[kind]:
        return value
    raise InvalidInput(
        f"“{value}” is not something that “{kind.replace('_', ' ')}” can be.",
        hint=did_you_mean(value, VALUES[kind], "value"),
        stage="reading",
    )


def column_parts(labels: list[str]) -> list[str]:
    """What names each column in the key of a decision: its label, numbered where several columns share it."""
    seen: dict[str, int] = {}
    parts = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        parts.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return parts

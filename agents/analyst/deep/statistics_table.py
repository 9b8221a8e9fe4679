"""The table, facts and sentences of named statistics while they are gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from agents.analyst.deep.building import CHANCE, Facts
from agents.analyst.deep.series import Settings
from agents.analyst.derivations import fact
from agents.analyst.numbers import number_text
from agents.analyst.wording import in_lower
from core.answer import Fact
from core.table import Cell

_LEAST_P = 0.001
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that are told of together; `name` is empty for all of them. A row holds its numbers in their order."""

    name: str
    rows: tuple[tuple[float | None, ...], ...]
    keys: tuple[str, ...]

    def values(self, place: int) -> list[float]:
        return [value for row in self.rows if (value := row[place]) is not None]

    def whole(self, places: Sequence[int]) -> list[tuple[float, ...]]:
        rows = [tuple(row[place] for place in places) for row in self.rows]
        return [cast("tuple[float, ...]", row) for row in rows if None not in row]


@dataclass(slots=True)
class Told:
    """`rows` are statistic, what of, group, value."""

    settings: Settings
    facts: Facts = field(default_factory=Facts)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    def say(self, statistic: str, of: str, group: str, value: float, *, unit: str | None = None) -> None:
        exact: float | int = value if isinstance(value, int) else float(f"{value:.6g}")
        where = f" for {group}" if group else ""
        name = f"{statistic} {of}{where}"
        self.rows.append((statistic, of, group or None, exact))
        self.facts.found.append(
            fact("value", slug(name), f"{statistic} of {in_lower(of)}{where}", exact, statistic, unit=unit)
        )
        shown = number_text(exact, unit)
        if len(self.drafts) < _MOST_TOLD:
            self.drafts.append(f"The {statistic} of {in_lower(of)}{where} is {shown}.")

    def p_value(self, method: str, of: str, group: str, p: float, told: str = "") -> None:
        """To four places; `told` is a sentence with {} where “p = 0.0123”, or “p < 0.001”, stands."""
        self.rows.append((f"p of the {method}", of, group or None, round(p, 4)))
        where = f" for {group}" if group else ""
        name = f"{method} {in_lower(of)}{where}"
        label = f"p-value of the {name}"
        self.facts.found.append(fact("value", slug(f"p {name}"), label, round(p, 4), f"p-value of the {method}"))
        if len(self.drafts) < _MOST_TOLD:
            bound = "p < 0.001" if p < _LEAST_P else f"p = {number_text(round(p, 4))}"
            if p < _LEAST_P:
                self.facts.add(
                    "value", slug(f"bound {name}"), f"p of the {name} is below", _LEAST_P, "bound of a p-value"
                )
            self.drafts.append((told or f"The {method} of {in_lower(of)}{where} gives {{}}.").replace("{}", bound))

    def verdict(self, name: str, label: str, *, holds: bool) -> None:
        """A finding that is true or not."""
        self.facts.found.append(_truth(name, label, holds=holds))

    def method(self, name: str) -> None:
        if name not in self.methods:
            self.methods.append(name)


def _truth(name: str, label: str, *, holds: bool) -> Fact:
    return fact("value", slug(name), label, holds, f"p below {CHANCE}")


def slug(text: str) -> str:
    return "_".join(text.casefold().split())


def places_of(settings: Settings, goal: str) -> list[int]:
    return [int(place) for place in str(settings.get(f"{goal} of", "")).split()]

"""A question taken apart: what is shown, kept, grouped and ordered, before names are settled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.moments import Period
from agents.sql_expert.qualities import Quality
from core.plan import AggregateFunction, CalendarPart, Grain

FilterOperator = Literal[
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "between",
    "contains",
    "starts_with",
    "ends_with",
    "null",
    "period",
    "exists",
    "flag",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A mention with the mention it belongs to ("the name of the singer": name, owned by singer).

    A noun without a lexeme is told by `quality` alone ("older than 30"), or by nothing (the default measure).
    """

    lexeme: Lexeme | None = None
    owner: Lexeme | None = None
    quality: Quality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    noun: Noun
    function: AggregateFunction | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One of: a number, a lexeme with values or quoted text, an aggregate of the filtered field ("the average").

    `among` are values that limit the rows of the aggregate ("the average salary in Paris").
    """

    number: int | float | None = None
    lexeme: Lexeme | None = None
    function: AggregateFunction | None = None
    scope: Noun | None = None
    unit: str = ""
    among: tuple[Lexeme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """`joiner` is how it stands to the filter before it. `counted`: the noun's rows are counted ("more than 3 orders")."""

    operator: FilterOperator
    noun: Noun = field(default_factory=Noun)
    operands: tuple[Operand, ...] = ()
    negated: bool = False
    joiner: Literal["and", "or"] = "and"
    counted: bool = False
    function: AggregateFunction | None = None
    period: Period | None = None
    numeric: bool = False
    phrase: str = ""
    listed_with: Literal["", "and", "or"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """`open_grain`: over time, by no grain in particular."""

    noun: Noun = field(default_factory=Noun)
    grain: Grain | None = None
    part: CalendarPart | None = None
    open_grain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """`counted`: by how many rows of the noun's entity there are; `shown`: named as a ranking, so the figure is shown.

    `amassed`: by the most or the least that comes together, rather than by the highest of each row.
    """

    noun: Noun = field(default_factory=Noun)
    descending: bool = False
    function: AggregateFunction | None = None
    counted: bool = False
    shown: bool = False
    superlative: bool = False
    amassed: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """Filled while a question is read from left to right. `listing`: rows themselves are asked for ("list the ...")."""

    asked: str = ""
    listing: bool = False
    targets: list[Target] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    groups: list[Grouping] = field(default_factory=list)
    orders: list[Ordering] = field(default_factory=list)
    context: list[Lexeme] = field(default_factory=list)
    limit: int | None = None
    distinct: bool = False
    everything: bool = False
    share: bool = False
    change: bool = False
    change_unit: Grain | None = None
    running: bool = False
    filled: bool = False
    average_count: bool = False
    versus: bool = False
    place: int = 1
    keeps_entity: bool = False
    joined_periods: bool = False
    event: bool = False
    used: list[tuple[Lexeme, str]] = field(default_factory=list)
    leftover: list[Lexeme] = field(default_factory=list)
    strain: float = 0.0
    lost_negation: bool = False

    def use(self, lexeme: Lexeme, role: str) -> None:
        self.used.append((lexeme, role))

    def own_targets(self, owner: Lexeme) -> None:
        """Give `owner` to the targets that have none."""
        self.targets = [
            replace(target, noun=replace(target.noun, owner=owner)) if _unowned(target.noun, owner) else target
            for target in self.targets
        ]


def _unowned(noun: Noun, owner: Lexeme) -> bool:
    return noun.owner is None and noun.lexeme is not None and noun.lexeme is not owner


def counts_nothing(draft: Draft) -> bool:
    """“How many is that?” names nothing that could be counted."""
    said = [one for one in draft.targets if one.noun != Noun() or one.function != "count"]
    named = draft.filters or draft.groups or draft.orders or draft.context or draft.leftover or draft.event
    return bool(draft.targets) and not said and not named

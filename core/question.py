"""What is asked, by whom, and after what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from core.errors import NotAllowed
from core.plan import Condition, Plan

Assistant = Literal["sql_expert", "analyst", "dashboard_designer", "advisor"]
ASSISTANTS: tuple[Assistant, ...] = get_args(Assistant)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """Rows of `table` that a caller may see, and columns that are shown as null."""

    table: str
    where: Condition | None = None
    masked_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An `owner` decides for everybody: who answers are vouched for by, and which corrections hold."""

    name: str = "local"
    rules: tuple[RowRule, ...] = ()
    owner: bool = True


def check_owner(caller: Caller, what: str) -> None:
    """Raises NotAllowed. `what` is a verb: "verify an answer"."""
    if caller.rules:
        raise NotAllowed(f"Who sees a part of the rows cannot {what} for all.", hint="Ask an owner of the workspace.")
    if not caller.owner:
        raise NotAllowed(f"Only an owner may {what}.", hint="Ask an owner, or sign in with the token of owners.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question of the conversation and how it was understood."""

    question: str
    plan: Plan | None = None
    sql: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSql:
    """SQL that was run for a question, and why it did not."""

    sql: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`today` anchors relative dates; `assistant` is set where a person picked one; `history` is oldest first.

    `failed` is what was run for it before, for whoever writes SQL to do better.
    """

    text: str
    today: date
    caller: Caller = field(default_factory=Caller)
    assistant: Assistant | None = None
    thread_id: str | None = None
    history: tuple[Turn, ...] = ()
    failed: FailedSql | None = None

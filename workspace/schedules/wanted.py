"""What a person says of a schedule that is made or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.saved import ParameterValue
from core.schedule import ScheduleFormat, Target, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person says of a schedule; exactly one of `run_id`, `query` and `dashboard` is given.

    `given` are values for the parameters of the query, or for the filters of the dashboard.
    """

    when: When
    targets: tuple[Target, ...]
    run_id: str | None = None
    query: str | None = None
    dashboard: str | None = None
    given: Mapping[str, ParameterValue] | None = None
    title: str | None = None
    timezone: str = "UTC"
    format: ScheduleFormat = "pdf"
    paper: str = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What of a schedule becomes otherwise; None leaves it."""

    title: str | None = None
    when: When | None = None
    timezone: str | None = None
    targets: tuple[Target, ...] | None = None
    format: ScheduleFormat | None = None
    paper: str | None = None

"""Deep questions by rules: which queries they need, and what is computed on the results."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.analyst.deep.asked import Asked, Kind, asked_of
from agents.analyst.deep.building import Conclusion
from agents.analyst.deep.changes import NAME as CHANGE
from agents.analyst.deep.changes import conclude_change, plan_change
from agents.analyst.deep.cohorts import NAME as COHORT
from agents.analyst.deep.cohorts import conclude_cohort, plan_cohort
from agents.analyst.deep.differences import NAME as DIFFERENCE
from agents.analyst.deep.differences import conclude_difference, plan_difference
from agents.analyst.deep.drivers import NAME as DRIVERS
from agents.analyst.deep.drivers import conclude_drivers, plan_drivers, plan_why
from agents.analyst.deep.forecasts import NAME as FORECAST
from agents.analyst.deep.forecasts import conclude_forecast, plan_forecast
from agents.analyst.deep.funnels import NAME as FUNNEL
from agents.analyst.deep.funnels import conclude_funnel, plan_funnel
from agents.analyst.deep.overviews import NAME as OVERVIEW
from agents.analyst.deep.overviews import conclude_overview, plan_overview
from agents.analyst.deep.relations import NAME as RELATION
from agents.analyst.deep.relations import conclude_relation, plan_relation
from agents.analyst.deep.standings import NAME as STANDING
from agents.analyst.deep.standings import conclude_standing, plan_standing
from agents.analyst.deep.statistics import NAME as STATISTICS
from agents.analyst.deep.statistics import plan_statistics
from agents.analyst.deep.statistics_asked import sentences
from agents.analyst.deep.statistics_told import conclude_statistics
from agents.analyst.deep.trends import SEASON_NAME, TREND_NAME, conclude_season, conclude_trend, plan_season, plan_trend
from agents.analyst.deep.unusual import NAME as UNUSUAL
from agents.analyst.deep.unusual import conclude_unusual, plan_unusual
from agents.sql_expert import Understanding
from core.analysis import Analysis
from core.errors import UserError
from core.result import Result
from core.ways import Declined, NotApplicable, Unclear

_PLANS: dict[Kind, Callable[[Asked, Understanding], Analysis]] = {
    "change": plan_change,
    "cohort": plan_cohort,
    "difference": plan_difference,
    "drivers": plan_drivers,
    "forecast": plan_forecast,
    "funnel": plan_funnel,
    "overview": plan_overview,
    "relation": plan_relation,
    "season": plan_season,
    "standing": plan_standing,
    "trend": plan_trend,
    "unusual": plan_unusual,
    "why": plan_why,
}
_CONCLUSIONS: dict[str, Callable[[Analysis, Sequence[Result]], Conclusion]] = {
    CHANGE: conclude_change,
    COHORT: conclude_cohort,
    DIFFERENCE: conclude_difference,
    DRIVERS: conclude_drivers,
    FORECAST: conclude_forecast,
    FUNNEL: conclude_funnel,
    OVERVIEW: conclude_overview,
    RELATION: conclude_relation,
    SEASON_NAME: conclude_season,
    STANDING: conclude_standing,
    STATISTICS: conclude_statistics,
    TREND_NAME: conclude_trend,
    UNUSUAL: conclude_unusual,
}


class ByRules:
    """NotApplicable for usual questions; Declined where a deep one cannot be answered from the data."""

    name = "rules"

    async def __call__(self, task: Understanding, /) -> Analysis:
        asked = asked_of(task.question.text)
        try:
            if asked is None and (continued := _continued(task)) is not None:
                return continued
            return _planned(asked, task)
        except (Declined, Unclear):
            raise
        except UserError as refused:
            raise Declined(refused.message, hint=refused.hint) from None


_ADDED = re.compile(
    r"(?:and |but |now |only |just |what about |how about |the same )*(?P<rest>(?:in|for|of|at|on|with|without|among|during) .+)",
    re.IGNORECASE,
)


def _continued(task: Understanding) -> Analysis | None:
    """“Only in the North” after a deep question is that question again, of fewer rows; None where it is not read so."""
    added = _ADDED.fullmatch(" ".join(task.question.text.split()).rstrip("?.! "))
    earlier = task.question.history[-1].question if task.question.history else ""
    if added is None or asked_of(earlier) is None:
        return None
    whole = f"{earlier.rstrip('?.! ')} {added['rest']}"
    asked = asked_of(whole)
    question = replace(task.question, text=whole, history=())
    try:
        return _planned(asked, replace(task, question=question)) if asked is not None else None
    except (Declined, Unclear):
        return None


def _planned(asked: Asked | None, task: Understanding) -> Analysis:
    """Statistics by their names go first; what is said in no form of a deep question may be told by them still."""
    if asked is not None:
        try:
            return plan_statistics(task, named_only=True)
        except NotApplicable:
            return _PLANS[asked.kind](asked, task)
    return plan_statistics(task, named_only=not _is_long(task.question.text))


def _is_long(text: str) -> bool:
    """Whether sentences follow the question that say how it is to be computed."""
    return len(sentences(text)) > 1


def conclude(analysis: Analysis, results: Sequence[Result]) -> Conclusion:
    """Raises Declined where the rows are too few to compute anything; KeyError for an unknown computation."""
    return _CONCLUSIONS[analysis.computation](analysis, results)

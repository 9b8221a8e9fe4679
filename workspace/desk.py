"""The desk of a run: which ways there are, in which order. The order is the policy."""

from __future__ import annotations

from agents.advisor import ByRules as AdviseByRules
from agents.analyst import ByModel as NarrateByModel
from agents.analyst import ByRules as NarrateByRules
from agents.dashboard_designer import DesignByRules
from agents.desk import Desk
from agents.given import GivenPlan, GivenSql
from agents.llm import Llm
from agents.sql_expert import ByModel, ByRules, DraftCheck, FollowUp, QueryCheck, Understanding
from agents.usage import UsageMeter
from core.plan import Plan
from core.query import Query
from core.ways import Way
from workspace.opened import Opened


def lay_desk(
    opened: Opened,
    preview_rows: int,
    *,
    plan: Plan | None = None,
    sql: str | None = None,
    llm: Llm | None = None,
) -> Desk:
    """With a `plan` or `sql` nothing is understood again; without an `llm`, which is one run's, no model is ever asked."""
    line = llm if llm is not None and llm.settings.privacy != "none" else None
    return Desk(
        model=opened.model,
        values=opened.values,
        tables=opened.tables_used,
        execute=opened.execute,
        planners=_planners(opened, plan, sql, line),
        designers=(DesignByRules(),),
        narrators=(NarrateByRules(),) if line is None else (NarrateByModel(line), NarrateByRules()),
        advisors=(AdviseByRules(),),
        check_query=QueryCheck(opened.columns, opened.model),
        preview_rows=preview_rows,
        meter=UsageMeter() if line is None else line.meter,
    )


def _planners(
    opened: Opened, plan: Plan | None, sql: str | None, line: Llm | None
) -> tuple[Way[Understanding, Query], ...]:
    if plan is not None:
        return (GivenPlan(plan),)
    if sql is not None:
        return (GivenSql(sql),)
    by_rules = (FollowUp(cued=True), ByRules(), FollowUp(cued=False))
    if line is None:
        return by_rules
    return (*by_rules, ByModel(line, DraftCheck(opened.columns, opened.model, opened.execute)))

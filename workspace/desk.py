"""The desk of a run: which ways there are, in which order. The order is the policy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from agents.advisor import ByRules as AdviseByRules
from agents.analyst import ByModel as NarrateByModel
from agents.analyst import ByRules as NarrateByRules
from agents.analyst.deep import ByRules as InvestigateByRules
from agents.dashboard_designer import DesignByRules
from agents.desk import Desk
from agents.given import GivenPlan, GivenSaved, GivenSql
from agents.llm import Llm
from agents.sql_expert import (
    ByBoth,
    ByModel,
    ByRules,
    DraftCheck,
    Drafts,
    FollowUp,
    QueryCheck,
    Understanding,
    policy_for,
)
from agents.sql_expert.kept import Verified, VerifiedQuery, near_verified
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
    sql: GivenSql | None = None,
    llm: Llm | None = None,
    saved: GivenSaved | None = None,
    verified: Sequence[Verified] = (),
) -> Desk:
    """With a `plan`, `sql` or what was `saved` nothing is understood again; without an `llm`, which is one run's, no model is ever asked.

    What is `verified` answers first.
    """
    line = llm if llm is not None and llm.settings.privacy != "none" else None
    return Desk(
        model=opened.model,
        values=opened.values,
        tables=opened.tables_used,
        execute=opened.execute,
        planners=(saved,) if saved is not None else _planners(opened, plan, sql, line, verified),
        designers=(DesignByRules(),),
        narrators=(NarrateByRules(),) if line is None else (NarrateByModel(line), NarrateByRules()),
        advisors=(AdviseByRules(),),
        check_query=QueryCheck(opened.columns, opened.model),
        preview_rows=preview_rows,
        investigators=() if plan is not None or sql is not None or saved is not None else (InvestigateByRules(),),
        profile=opened.profile,
        meter=UsageMeter() if line is None else line.meter,
    )


def _planners(
    opened: Opened, plan: Plan | None, sql: GivenSql | None, line: Llm | None, verified: Sequence[Verified]
) -> tuple[Way[Understanding, Query], ...]:
    if plan is not None:
        return (GivenPlan(plan, verified),)
    if sql is not None:
        return (sql,)
    first = (*((VerifiedQuery(verified),) if verified else ()), FollowUp(cued=True))
    if line is None:
        return (*first, ByRules(), FollowUp(cued=False))
    check_draft = DraftCheck(opened.columns, opened.model, opened.execute)
    model = ByModel(line, check_draft, partial(near_verified, verified))
    drafts = Drafts(model, opened.execute, line.settings.drafts)
    check, policy = QueryCheck(opened.columns, opened.model), policy_for(line.settings)
    both = ByBoth(
        drafts,
        FollowUp(cued=False),
        policy,
        check,
        opened.execute,
        lambda: line.failed_just_now,
        model.drafted_plainly if line.settings.second_draft else None,
    )
    return (*first, both)

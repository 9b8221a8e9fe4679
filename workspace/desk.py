"""The desk of a run: which ways there are, in which order. The order is the policy."""

from __future__ import annotations

from agents.advisor import ByRules as AdviseByRules
from agents.analyst import ByRules as NarrateByRules
from agents.dashboard_designer import DesignByRules
from agents.desk import Desk
from agents.sql_expert import QueryCheck, Understanding
from core.query import Query
from core.ways import Way
from workspace.opened import Opened


def lay_desk(opened: Opened, planners: tuple[Way[Understanding, Query], ...], preview_rows: int) -> Desk:
    return Desk(
        model=opened.model,
        values=opened.values,
        tables=opened.tables_used,
        execute=opened.execute,
        planners=planners,
        designers=(DesignByRules(),),
        narrators=(NarrateByRules(),),
        advisors=(AdviseByRules(),),
        check_query=QueryCheck(opened.columns),
        preview_rows=preview_rows,
    )

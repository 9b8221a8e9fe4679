"""A saved query's result as its view wants it."""

from __future__ import annotations

from agents.dashboard_designer.design import Design, described
from agents.dashboard_designer.naming import null_labels
from agents.dashboard_designer.rules import with_view
from charts import Wish, choose_chart, choose_number
from core.chart import Chart
from core.saved import ViewSettings


def viewed(view: ViewSettings, task: Design) -> Chart | None:
    """None where rows are shown as a table. A mark that does not fit is replaced, and the chart's note says why."""
    columns = described(task)
    if view.show == "table":
        return None
    number = choose_number(task.result, columns, task.title, task.subtitle, until=task.until)
    if view.show == "number" or view.mark == "number":
        return number
    wish = with_view(Wish(), view, task.result)
    chart = choose_chart(
        task.result,
        columns,
        task.title,
        task.subtitle,
        wanted=wish,
        null_labels=null_labels(task.query),
        until=task.until,
    )
    return number if chart is None and len(task.result.rows) == 1 else chart

"""A chart by the shape of the data and the words of the question."""

from __future__ import annotations

from dataclasses import replace

from agents.dashboard_designer.columns import wish_for
from agents.dashboard_designer.design import Design, described
from agents.dashboard_designer.naming import null_labels
from agents.dashboard_designer.request import read_request
from charts import Wish, choose_chart, choose_number, finding
from core.chart import Chart
from core.result import Result
from core.saved import ViewSettings
from core.table import NUMERIC_TYPES
from core.ways import Declined


class DesignByRules:
    name = "rules"

    async def __call__(self, task: Design, /) -> Chart:
        """Raises Declined where a table or a sentence says it better than a chart."""
        view = task.query.view
        number = number_of(task)
        if number is not None:
            return number
        if view is not None and view.show in ("table", "number"):
            raise Declined(f"It was saved to be shown as a {view.show}.")
        wish = wish_for(read_request(task.asked), described(task))
        chart = choose_chart(
            task.result,
            task.query.columns,
            task.title,
            task.subtitle,
            wanted=wish if view is None else with_view(wish, view, task.result),
            null_labels=null_labels(task.query),
            until=task.until,
        )
        if chart is None:
            raise Declined(why_no_chart(task.result))
        return titled(chart, task)


def titled(chart: Chart, task: Design) -> Chart:
    """With what it shows as its title, where something stands out; what was asked goes under it."""
    said = finding(chart, task.result, adds_up=_is_all_of_it(task, chart))
    if said is None:
        return chart
    under = [task.title] if task.title else []
    if chart.subtitle and chart.subtitle.casefold() not in task.title.casefold():
        under.append(chart.subtitle)
    return replace(chart, title=said, subtitle=" · ".join(under))


def _is_all_of_it(task: Design, chart: Chart) -> bool:
    """Whether the rows are every group of a measure that adds up."""
    plan = task.query.plan
    if plan is None or plan.limit or plan.top_per_group or plan.having or plan.combine or plan.comparisons:
        return False
    drawn = {each.field for each in chart.encodings}
    measures = [column for column in task.query.columns if column.role == "measure" and column.name in drawn]
    return bool(measures) and all(column.additive for column in measures)


def number_of(task: Design) -> Chart | None:
    """The number of a tile that was saved as one, or has no more than one."""
    show = "auto" if task.query.view is None else task.query.view.show
    if not task.tile or show == "table" or (show != "number" and len(task.result.rows) != 1):
        return None
    return choose_number(task.result, described(task), task.title, task.subtitle, until=task.until)


def with_view(wish: Wish, view: ViewSettings, result: Result) -> Wish:
    """What was chosen of a chart when it was saved stands before the words; columns that are gone do not."""
    known = {column.name for column in result.columns}

    def there(chosen: str | None) -> str | None:
        return chosen if chosen in known else None

    return replace(
        wish,
        mark=view.mark or wish.mark,
        layout=view.layout or wish.layout,
        x=there(view.x) or wish.x,
        y=there(view.y) or wish.y,
        series=there(view.color) or wish.series,
    )


def why_no_chart(result: Result) -> str:
    if not result.rows:
        return "There are no rows to draw."
    if len(result.rows) == 1:
        return "One row is read faster than drawn." if len(result.columns) > 1 else "A single value needs no chart."
    if not any(column.type in NUMERIC_TYPES for column in result.columns):
        return "There is no number to draw."
    return "No chart shows these columns better than the table."

"""The chart of a run drawn in another way: no question is asked and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agents.analyst import last_date
from charts import Adjusted, adjust, vega_lite
from core.chart import ChartAdjustment
from core.errors import InvalidInput
from core.query import Query
from core.question import Caller
from semantic_layer import compile_plan, describe_plan

if TYPE_CHECKING:
    from catalog import RunRecord
    from core.model import SemanticModel
    from workspace.results import Results

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    adjusted: Adjusted
    vega_lite: dict[str, Any]


async def redraw(
    results: Results,
    run_id: str,
    model: SemanticModel,
    wanted: ChartAdjustment,
    caller: Caller,
    title: str | None = None,
) -> Redrawn:
    """Of the rows that the run itself drew. Raises InvalidInput where no chart fits them."""
    run = results.answered(run_id)
    result = await results.first_rows(run, MOST_ROWS, caller)
    query, words = described(run, model)
    said = title or words
    adjusted = adjust(
        result, query.columns, said[:1].upper() + said[1:], "", wanted, until=last_date(model, query.plan)
    )
    if adjusted is None:
        raise InvalidInput("No chart shows these columns better than the table.", stage="charting")
    return Redrawn(adjusted=adjusted, vega_lite=vega_lite(adjusted.chart, adjusted.result))


def described(run: RunRecord, model: SemanticModel) -> tuple[Query, str]:
    """The run's query, as far as its columns can be told, and what it says in words."""
    if run.plan is None:
        return Query(sql=run.sql or ""), run.question
    words = describe_plan(run.plan, model)
    return replace(compile_plan(run.plan, model), sql=run.sql or ""), words

"""The node for questions about a query: what it does in words, in another dialect, and what it spends its time on."""

from __future__ import annotations

from agents.desk import Desk
from agents.nodes import State
from agents.sql_expert.about_sql import AboutSql, about_sql
from agents.sql_expert.explaining import explain
from agents.sql_expert.translating import translate
from agents.steps import Emit, step
from core.event import TextDelta, TextEnded, TextStarted
from core.query import Query
from core.ways import Declined

_LEAST_SECONDS = 0.001


async def consult(state: State, desk: Desk, emit: Emit) -> State:
    """Leaves the state as it is for a question about data."""
    about = about_sql(state["question"])
    if about is None:
        return {}
    titles = {"explain": "Explaining the query", "slow": "Profiling the query", "translate": "Translating the query"}
    with step(emit, "consulting", "sql_expert", titles[about.what], state["timings"]) as bracket:
        sentences = await _said(about, desk)
        bracket.decided, bracket.way = f"{len(sentences)} sentences", "rules"
    emit(TextStarted())
    for sentence in sentences:
        emit(TextDelta(text=sentence))
    emit(TextEnded())
    return {"consulted": True}


async def _said(about: AboutSql, desk: Desk) -> tuple[str, ...]:
    """The query passes the same check as one that is run. Raises GuardRefusal and UnknownName."""
    await desk.check_query(Query(sql=about.sql))
    if about.what == "explain":
        return explain(about.sql, desk.model)
    if about.what == "translate":
        found = translate(about.sql, about.dialect)
        return (f"In {found.dialect}:\n```sql\n{found.sql}\n```", *found.doubts, found.label)
    return await _slow(about.sql, desk)


async def _slow(sql: str, desk: Desk) -> tuple[str, ...]:
    if desk.profile is None:
        raise Declined("There is no database here to profile a query on.")
    steps = await desk.profile(sql)
    if not steps or sum(one.seconds for one in steps) < _LEAST_SECONDS:
        return ("It takes less than a millisecond, so nothing makes it slow.",)
    told = [
        f"{one.told} This took {one.share:.0%} of the work ({one.seconds:.3g} s) and gave {one.rows:,} rows."
        for one in steps
    ]
    return ("The costliest steps of a run just now:", *told)

"""The one LangGraph graph: which assistant works after which."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langsmith.run_helpers import tracing_context

from agents import consulting, investigating, nodes
from agents.desk import Desk
from agents.nodes import State
from agents.router import assistants_for
from agents.steps import Emit
from core.event import Happening
from core.question import Question

Node = Callable[[State, Desk, Emit], Awaitable[State]]


async def work(question: Question, desk: Desk) -> AsyncIterator[Happening]:
    """The happenings of one question, as they come; the terminal one is left to the caller.

    Raises the UserError that ends the run: Declined, Unclear, or what stopped the query.
    """
    start: State = {"question": question, "assistants": assistants_for(question), "timings": {}}
    # An environment that traces LangChain programs must not send people's questions and rows anywhere.
    with tracing_context(enabled=False):
        async for happening in _graph().astream(start, context=desk, stream_mode="custom"):
            yield happening


@cache
def _graph() -> Any:
    graph: StateGraph[State, Desk, State, State] = StateGraph(State, context_schema=Desk)
    graph.add_node("consult", _node(consulting.consult))
    graph.add_node("investigate", _node(investigating.investigate))
    graph.add_node("understand", _node(nodes.understand))
    graph.add_node("execute", _node(nodes.execute))
    graph.add_node("count", _node(nodes.count))
    graph.add_node("design", _node(nodes.design))
    graph.add_node("narrate", _node(nodes.narrate))
    graph.add_node("sign", _node(nodes.sign))
    graph.add_node("advise", _node(nodes.advise))
    graph.add_edge(START, "consult")
    graph.add_conditional_edges("consult", _after_consulting, ["investigate", END])
    graph.add_conditional_edges("investigate", _after_investigating, ["understand", "design", "narrate"])
    graph.add_conditional_edges("understand", _after_understanding, ["execute", "investigate"])
    graph.add_conditional_edges("execute", _wants("dashboard_designer", "design", "narrate"), ["design", "narrate"])
    graph.add_edge("design", "narrate")
    graph.add_edge("narrate", "count")
    graph.add_edge("count", "sign")
    graph.add_conditional_edges("sign", _wants("advisor", "advise", END), ["advise", END])
    graph.add_edge("advise", END)
    return graph.compile()


def _node(node: Node) -> Callable[..., Awaitable[State]]:
    async def run(state: State, runtime: Runtime[Desk]) -> State:
        return await node(state, runtime.context, runtime.stream_writer)

    return run


def _after_consulting(state: State) -> str:
    return END if state.get("consulted") else "investigate"


def _after_investigating(state: State) -> str:
    """A usual question has nothing to design yet."""
    if "conclusion" not in state:
        return "understand"
    return "design" if "dashboard_designer" in state["assistants"] else "narrate"


def _after_understanding(state: State) -> str:
    """A model may have read a question for the analyst whose words the rules did not know."""
    return "execute" if "decided" in state else "investigate"


def _wants(assistant: str, then: str, otherwise: str) -> Callable[[State], str]:
    def choose(state: State) -> str:
        return then if assistant in state["assistants"] else otherwise

    return choose

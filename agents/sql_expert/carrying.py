"""Whether a question in a conversation is still about the rows that were told of before, or about all."""

from __future__ import annotations

import re

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import conditions_of
from agents.sql_expert.references import carried_over, subject_of
from agents.sql_expert.schema import schema_of
from core.answer import Clarification, Option
from core.errors import UserError
from core.plan import Plan
from core.ways import Unclear
from semantic_layer import compile_plan, describe_plan

_OF_ALL = re.compile(r"\b(?:all|overall|every|altogether|entire|whole|each|per|by)\b", re.IGNORECASE)


def ask_whether_carried(own: Plan, task: Understanding) -> None:
    """“What is the average price?” after the red cars: of those alone, or of all? Raises Unclear."""
    last = task.question.history[-1].plan if task.question.history else None
    if last is None and task.question.history and _is_bare(own):
        raise Unclear(Clarification(question="Of all of them?", options=(_option(own, task),)))
    if last is None or (last.limit is not None and not _is_bare(own) and not _is_one_figure(own)):
        return
    if (not conditions_of(last) and last.limit is None) or _OF_ALL.search(task.question.text):
        return
    if (
        own.where is not None
        or own.entity not in (last.entity, subject_of(last, task.model))
        or own.combine is not None
    ):
        return
    carried = carried_over(last, own, task.model, schema_of(task.model).reach)
    if carried is None or carried.where is None or not _compiles(carried, task):
        return
    options = tuple(_option(one, task) for one in (carried, own))
    raise Unclear(Clarification(question="Is that still about the same rows, or about all?", options=options))


def _option(plan: Plan, task: Understanding) -> Option:
    return Option(label=describe_plan(plan, task.model), plan=plan)


def _is_bare(own: Plan) -> bool:
    """“Show the room number”: a column, with nothing said of whose."""
    named = any(word.role == "entity" for word in own.reading)
    told = own.where is not None or own.limit is not None or bool(own.order) or own.combine is not None
    return own.rows is not None and bool(own.rows.fields) and not named and not told


def _is_one_figure(own: Plan) -> bool:
    """“How many minutes in total?”: a figure, with nothing said of which rows or groups."""
    return bool(own.measures) and not own.dimensions and own.limit is None and not own.order


def _compiles(plan: Plan, task: Understanding) -> bool:
    try:
        compile_plan(plan, task.model)
    except UserError:
        return False
    return True

"""The likeliest questions of a sheet as candidates, with how each word was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Candidate, Understanding
from agents.sql_expert.schema import schema_of
from agents.sql_expert.settling import Settled
from agents.sql_expert.sheets.features import Asked, left_out
from agents.sql_expert.sheets.forming import forms_of
from agents.sql_expert.sheets.forms import NONE, PLACE, Form, Where
from agents.sql_expert.sheets.mentions import Mentions, mentions_of
from agents.sql_expert.sheets.planning import plan_of
from agents.sql_expert.sheets.ranking import confidence, open_points, ranked, weights
from core.errors import UserError
from core.model import SemanticModel
from core.plan import Assumption, Plan, WordReading
from semantic_layer import compile_plan
from semantic_layer.vocabulary import word_set

_MOST_OPTIONS = 3
_LEAST_CHANCE = 0.08


def sheet_candidates(task: Understanding) -> tuple[Candidate, ...]:
    """Best first; none where nothing of the sheet is named."""
    schema = schema_of(task.model)
    mentions = mentions_of(task.question.text, schema, task.values)
    asked, known = Asked(mentions), weights()
    best = ranked(list(forms_of(mentions)), asked, known)
    if not best:
        return ()
    sure = confidence(open_points(best, asked), known) if is_accounted_for(best[0].form, asked) else 0.0
    found: list[Candidate] = []
    for one in best[: 2 * _MOST_OPTIONS]:
        if found and one.chance < _LEAST_CHANCE:
            break
        plan = _sound(one.form, mentions, task.model)
        if plan is not None and all(
            plan.where != other.plan.where or not _is_same(plan, other.plan) for other in found
        ):
            chance = sure * one.chance / best[0].chance
            found.append(_candidate(plan, one.form, mentions, chance))
    return tuple(found[:_MOST_OPTIONS])


_OUTCOMES = word_set("""
win wins victory victories loss losses defeat defeats draw draws tie ties goal goals point points score scores reason
reasons
""")


def is_accounted_for(form: Form, asked: Asked) -> bool:
    """No number, quote or outcome is left out, and neighbours and likes are those of one row."""
    tokens = asked.mentions.tokens
    for at in left_out(form, asked):
        token = tokens[at]
        if token.number is not None or token.kind == "quoted" or token.folded in _OUTCOMES:
            return False
    beside = form.act in ("beside", "count beside", "same") and len(form.where) == 1
    return not (beside and form.where[0].rows is not None and form.where[0].rows > 1)


def _is_same(plan: Plan, other: Plan) -> bool:
    return replace(plan, assumptions=(), reading=()) == replace(other, assumptions=(), reading=())


def _sound(form: Form, mentions: Mentions, model: SemanticModel) -> Plan | None:
    plan = plan_of(form, mentions.columns)
    try:
        compile_plan(plan, model)
    except UserError:
        return None
    return plan


def _candidate(plan: Plan, form: Form, mentions: Mentions, chance: float) -> Candidate:
    finished = replace(plan, reading=_readings(form, mentions), assumptions=_assumptions(form, mentions))
    return Candidate(plan=finished, settled=Settled(), confidence=chance, features={"sheet": 1.0})


def _assumptions(form: Form, mentions: Mentions) -> tuple[Assumption, ...]:
    found: list[Assumption] = []
    if form.rank == PLACE:
        found.append(
            Assumption(topic="order", chosen="the order of the file", why="Rows are told by where they stand.")
        )
    elif form.rank != NONE and mentions.columns[form.rank].amount != mentions.columns[form.rank].ref:
        column = mentions.columns[form.rank]
        why = f"{column.field.label} is text; what is written in it is compared."
        found.append(Assumption(topic="reading", chosen=column.field.label, why=why))
    return tuple(found)


def _readings(form: Form, mentions: Mentions) -> tuple[WordReading, ...]:
    found: dict[int, WordReading] = {}
    for where in (*form.where, *form.named):
        _tell(found, where.first, where.last, "value", _met(where, mentions), mentions)
    used = {form.out, form.rank}
    for one in sorted(mentions.named, key=lambda one: -one.score):
        if one.column in used:
            column = mentions.columns[one.column]
            _tell(found, one.first, one.last, "field", f"{column.entity}.{column.field.name}", mentions)
    for at, token in enumerate(mentions.tokens):
        if at not in found and token.kind == "word":
            role = "function" if at not in mentions.content else "filler"
            _tell(found, at, at + 1, role, form.act if role == "function" else "what the rows are", mentions)
    return tuple(sorted({(one.start, one.end): one for one in found.values()}.values(), key=lambda one: one.start))


def _met(where: Where, mentions: Mentions) -> str:
    column = mentions.columns[where.column]
    name = f"{column.entity}.{column.field.name}"
    if where.kind == "value":
        rows = f" ({where.rows} row{'' if where.rows == 1 else 's'})" if where.rows else ""
        return f"{name} {where.operator} {_listed(where.values)}{rows}"
    return (
        f"{name}: {where.kind} {where.operator} {where.number:g}"
        if where.number
        else f"{name}: {_listed(where.values)}"
    )


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(f"'{value}'" for value in values[:3])
    return f"{shown} and {len(values) - 3} more" if len(values) > 3 else shown


def _tell(found: dict[int, WordReading], first: int, last: int, role: str, meaning: str, mentions: Mentions) -> None:
    if any(at in found for at in range(first, last)):
        return
    start, end = mentions.tokens[first].start, mentions.tokens[last - 1].end
    words = " ".join(token.text for token in mentions.tokens[first:last])
    told = WordReading(words=words, start=start, end=end, role=role, meaning=meaning)  # type: ignore[arg-type]
    found.update(dict.fromkeys(range(first, last), told))

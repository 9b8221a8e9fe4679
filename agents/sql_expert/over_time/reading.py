"""Readings of questions that set periods against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.candidates import Candidate, Readings, Understanding
from agents.sql_expert.dates import UNITS
from agents.sql_expert.over_time.forming import against_each_other, steps_of
from agents.sql_expert.over_time.frames import Frame, compared_figure, frame_of, says_change, step_said
from agents.sql_expert.over_time.pairs import Told, told_in
from agents.sql_expert.schema import schema_of
from agents.sql_expert.trade.roles import Roles
from agents.sql_expert.weights import SURE, UNSURE
from core.errors import UserError
from core.model import SemanticModel
from core.plan import Plan
from core.ways import Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from semantic_layer.words import singular

Whole = Callable[[Understanding], Readings]
_MOST_READ = 3
_EACH_BEFORE = re.compile(r"\b(?:previous|prior|preceding) (?:year|quarter|month|week|day)\b", re.I)
"""Beside no other period: each is held against the one before it."""
_EARNED = re.compile(
    r"^how much (?:did|do|have) we (?:sell|sold|make|made|earn|earned|take in|taken in|turn over|turned over)$", re.I
)


def over_time(task: Understanding, whole: Whole) -> Readings | None:
    """None where nothing is set against another period, or where what is cannot be read."""
    text = task.question.text.strip()
    unit, plain = step_said(text)
    told = told_in(plain)
    frame = frame_of(told.rest)
    if frame is not None and frame.kind == "most" and (step := _step(frame, unit, told)):
        return _offered(_steps(task, whole, frame, step, plain, told))
    if unit or (frame is not None and _names_columns(told.rest, frame, task.model)):
        return None
    frame = frame or (compared_figure(told.rest) if _is_comparing(told) else None)
    if frame is None or told.pair is None or (frame.kind == "figures" and not _is_comparing(told)):
        return None
    if frame.kind == "change" and told.mentioned == 1 and _EACH_BEFORE.search(plain):
        return None
    return _offered(_changes(task, whole, frame, told))


def _is_comparing(told: Told) -> bool:
    """Two whole periods beside each other are read as groups; one told by the other, or by half, is not."""
    named = told.rest.casefold() not in ("compare", "comparison") and not (told.is_open and " by " in told.rest)
    how = _HOW_COMPARED.match(told.rest) is not None
    return (
        told.mentioned == 2 and (told.set_against or told.is_choice or how) and not (told.plain and named and not how)
    )


_HOW_COMPARED = re.compile(r"^how (?:do|does|did) .+ compare$", re.I)


def _step(frame: Frame, unit: str, told: Told) -> str:
    """What is gone through period by period: “which month saw the biggest rise”, “the largest drop month on month”."""
    word = singular(frame.group.casefold().removeprefix("single ")) if frame.group else ""
    if word in UNITS:
        return word
    return unit if unit and (not frame.group) and told.mentioned <= 1 else ""


def _changes(task: Understanding, whole: Whole, frame: Frame, told: Told) -> Iterator[tuple[Candidate, Readings]]:
    assert told.pair is not None
    for words in _figures(frame, task.model):
        probe = task.question.today.year
        readings = whole(_asked(task, f"{words} in {probe}"))
        made = [
            (replace(one, plan=plan), readings)
            for one in readings.candidates[:_MOST_READ]
            if one.confidence >= UNSURE
            for plan in against_each_other(one.plan, probe, frame, told.pair, task.model, task.question.today)
            if _compiles(plan, task.model)
        ]
        if made:
            yield from made
            return


def _steps(
    task: Understanding, whole: Whole, frame: Frame, unit: str, plain: str, told: Told
) -> Iterator[tuple[Candidate, Readings]]:
    within = _period_words(plain, told)
    for words in _figures(replace(frame, group=""), task.model):
        readings = whole(_asked(task, f"{words} by {unit}{within}"))
        made = [
            (replace(one, plan=plan), readings)
            for one in readings.candidates[:_MOST_READ]
            if one.confidence >= UNSURE
            and (plan := steps_of(one.plan, frame, task.model, task.question.today)) is not None
            and _compiles(plan, task.model)
        ]
        if made:
            yield from made
            return


def _period_words(plain: str, told: Told) -> str:
    """What was said beside the rest: the period that the steps are in."""
    if not told.mentioned:
        return ""
    at = plain.casefold().rfind(told.rest.casefold())
    behind = plain[at + len(told.rest) :].strip(" ?.!,") if at >= 0 else ""
    return f" {behind}" if behind else ""


def _figures(frame: Frame, model: SemanticModel) -> Iterator[str]:
    """The figure in words that are read alone; what the data turns on where none was named."""
    by = f" by {frame.group}" if frame.group else ""
    what = frame.what
    if not what:
        figure = Roles(schema_of(model)).figure
        yield from (f"{figure}{by}",) if figure else ()
        return
    if frame.done:
        yield what
        earned, figure = _EARNED.match(what), Roles(schema_of(model)).figure
        yield from (figure,) if earned and figure else ()
        return
    yield f"{what}{by}"
    if Roles(schema_of(model)).is_named(what.split()[-1]):
        yield from (f"total {what}{by}", f"number of {what}{by}")


def _names_columns(rest: str, frame: Frame, model: SemanticModel) -> bool:
    """“The drop in 2024”, where a column is called so: then it says nothing of a change."""
    roles = Roles(schema_of(model))
    said = {*re.findall(r"[\w-]+", rest)} - {*re.findall(r"[\w-]+", f"{frame.what} {frame.group}")}
    return any(says_change(word) and roles.knows(word) for word in said)


def _asked(task: Understanding, text: str) -> Understanding:
    return replace(task, question=replace(task.question, text=text))


def _compiles(plan: Plan, model: SemanticModel) -> bool:
    try:
        compile_plan(plan, model)
    except (UserError, Unclear, SeveralPaths):
        return False
    return True


def _offered(made: Iterator[tuple[Candidate, Readings]]) -> Readings | None:
    """As sure as its figure; where a figure may be of several pairs of periods, none is taken without asking."""
    found = list(made)
    if not found:
        return None
    candidates = [one for one, _ in found]
    figures = [id(one.settled) for one in candidates]
    if len(set(figures)) < len(figures):
        candidates = [replace(one, confidence=min(one.confidence, SURE - 0.01)) for one in candidates]
    return Readings(draft=found[0][1].draft, candidates=tuple(candidates))

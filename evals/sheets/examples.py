"""Questions about sheets with every form they allow, and which of those give the right answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.sql_expert.schema import schema_of
from agents.sql_expert.sheets.columns import columns_of
from agents.sql_expert.sheets.features import Asked
from agents.sql_expert.sheets.forming import forms_of
from agents.sql_expert.sheets.forms import Form
from agents.sql_expert.sheets.mentions import mentions_of
from evals.expectations import SameValues
from evals.sheets.denotations import Sheet, denote, sheet_of, sheet_plan
from semantic_layer import compile_plan
from workspace.opened import Opened

_MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """`right` says of each form whether it gives the answer; `answers` numbers the different answers."""

    id: str
    question: str
    asked: Asked
    forms: tuple[Form, ...]
    right: tuple[bool, ...]
    answers: tuple[int, ...]


async def sheet_in(opened: Opened) -> Sheet:
    columns = columns_of(opened.model.entities[0])
    query = compile_plan(sheet_plan(columns), opened.model)
    result = await opened.execute(query, _MOST_ROWS)
    return sheet_of(result.rows, columns)


def example_of(id_: str, question: str, answer: Sequence[str], opened: Opened, sheet: Sheet) -> Example:
    mentions = mentions_of(question, schema_of(opened.model), opened.values)
    forms = tuple(forms_of(mentions))
    expected = SameValues(values=tuple(answer))
    judged: dict[tuple[Any, ...], tuple[int, bool]] = {}
    found: list[tuple[int, bool]] = []
    for form in forms:
        cells = tuple(map(_hashable, denote(form, sheet)))
        key = tuple(sorted(map(str, set(cells))))
        if key not in judged:
            judged[key] = (len(judged), bool(cells) and expected.accepts([(cell,) for cell in cells[:200]]))
        found.append(judged[key])
    return Example(
        id=id_, question=question, asked=Asked(mentions), forms=forms, right=tuple(right for _, right in found),
        answers=tuple(number for number, _ in found),
    )  # fmt: skip


def _hashable(cell: Any) -> Any:
    return cell if not isinstance(cell, list | dict) else str(cell)


def foreign_example(id_: str, question: str, opened: Opened) -> Example:
    """A question of another sheet: nothing that this one says answers it."""
    mentions = mentions_of(question, schema_of(opened.model), opened.values)
    forms = tuple(forms_of(mentions))
    none = (False,) * len(forms)
    return Example(id=id_, question=question, asked=Asked(mentions), forms=forms, right=none, answers=(0,) * len(forms))

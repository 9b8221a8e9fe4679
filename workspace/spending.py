"""What a workspace spends on language models, what it may still spend, and answers that were there already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agents.kept_answers import Completion
from agents.model_settings import ModelSettings
from agents.purse import Purse
from agents.usage import spent_on
from catalog import Catalog
from catalog.records import DaySpent, KeptResponse
from core.egress import SentRequest
from core.spending import Budget, Spent
from core.table import TableVersion
from wire import dump


class WorkspaceSpending:
    def __init__(self, workspace: str, catalog: Catalog, settings: ModelSettings | None) -> None:
        self._workspace, self._catalog, self._settings = workspace, catalog, settings

    def keep(self, run_id: str, caller: str, number: int, request: SentRequest) -> None:
        if self._settings is None:
            return
        spent = DaySpent(
            workspace=self._workspace,
            day=_day(request.sent_at),
            caller=caller,
            model=request.model,
            spent=spent_on(request, self._settings.prices),
        )
        self._catalog.spending.keep(run_id, number, spent)

    def purse(self, caller: str, *, of_a_question: bool = True) -> Purse | None:
        """For one run of `caller`; what is no question is bound by the budgets of the day alone."""
        if self._settings is None:
            return None
        spending = self._catalog.spending

        def today() -> tuple[Spent, Spent]:
            day = _day(datetime.now(UTC))
            return spending.on_day(day, caller), spending.on_day(day)

        budgets = self._settings.budgets
        return Purse(budgets if of_a_question else replace(budgets, question=Budget()), today)

    def answers(self, versions: Iterable[TableVersion], model_number: int) -> AnswersOfVersions | None:
        """None where the settings keep no answers."""
        if self._settings is None or not self._settings.keeps_answers:
            return None
        told = sorted((one.table.name, one.number, Path(one.path).name) for one in versions)
        return AnswersOfVersions(workspace=self._workspace, catalog=self._catalog, state=repr((told, model_number)))

    def forget_answers(self) -> None:
        self._catalog.spending.forget_responses(self._workspace)

    def described(self, days: int) -> dict[str, Any]:
        """By day, caller and model; what was spent today; the budgets and prices that hold."""
        today = datetime.now(UTC)
        found = self._catalog.spending.by_day(self._workspace, _day(today - timedelta(days=days - 1)))
        settings = self._settings
        return {
            "days": [dump(one) for one in found],
            "today": dump(self._catalog.spending.on_day(_day(today))),
            "budgets": None if settings is None else dump(settings.budgets),
            "prices": None if settings is None else dump(settings.prices),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersOfVersions:
    """Over one state of the tables and their model."""

    workspace: str
    catalog: Catalog
    state: str

    def find(self, key: str, /) -> Completion | None:
        found = self.catalog.spending.response(self.workspace, self._own(key))
        if found is None:
            return None
        return Completion(text=found.text, prompt_tokens=found.prompt_tokens, completion_tokens=found.completion_tokens)

    def keep(self, key: str, found: Completion, /) -> None:
        response = KeptResponse(
            text=found.text, prompt_tokens=found.prompt_tokens, completion_tokens=found.completion_tokens
        )
        self.catalog.spending.keep_response(self.workspace, self._own(key), response)

    def _own(self, key: str) -> str:
        return hashlib.sha256(f"{self.state}\n{key}".encode()).hexdigest()


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()

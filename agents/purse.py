"""What a run may still spend on a language model: looked at before each request."""

from __future__ import annotations

from collections.abc import Callable

from core.spending import Budgets, Spent
from core.ways import Declined

Today = Callable[[], tuple[Spent, Spent]]
"""What was spent since midnight (UTC) by the caller, and by everybody."""


class BudgetSpent(Declined):
    """Nothing is wrong with the endpoint."""


class Purse:
    def __init__(self, budgets: Budgets | None = None, today: Today | None = None) -> None:
        self._budgets, self._today = budgets or Budgets(), today

    def check(self, own: Spent) -> None:
        """`own` is what this run has spent so far. Raises BudgetSpent that names the budget which is used up."""
        budgets = self._budgets
        found = budgets.question.spent_by(own)
        if found:
            raise _spent(f"One question may ask the language model for no more than {found}.")
        if self._today is None:
            return
        caller, everybody = self._today()
        found = budgets.caller_day.spent_by(caller)
        if found:
            raise _spent(f"Your budget for the language model, {found} a day, is used up.")
        found = budgets.day.spent_by(everybody)
        if found:
            raise _spent(f"The budget for the language model, {found} a day for everybody, is used up.")


def _spent(message: str) -> BudgetSpent:
    return BudgetSpent(
        message,
        hint="Questions that the rules understand, saved queries and SQL go on working; budgets are settings.",
    )

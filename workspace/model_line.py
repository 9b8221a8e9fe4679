"""The line to the language model: one for the workspace, and a run's own share of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from agents.model_settings import ModelSettings
from workspace.egress import Egress
from workspace.spending import WorkspaceSpending

if TYPE_CHECKING:
    from agents.llm import Llm
    from workspace.opened import Opened


class ModelLine:
    def __init__(self, settings: ModelSettings | None, spending: WorkspaceSpending, egress: Egress) -> None:
        self._settings, self._spending, self._egress = settings, spending, egress
        self._whole: Llm | None = None

    def for_run(self, run_id: str, opened: Opened) -> Llm | None:
        """Counted, bounded, and with the answers that were there already; None where no model is configured."""
        if self._settings is None:
            return None
        from agents.llm import Llm
        from agents.usage import UsageMeter

        if self._whole is None:
            self._whole = Llm(self._settings)
        caller = opened.caller.name
        return self._whole.for_run(
            UsageMeter(partial(self._egress.keep, run_id, caller), self._settings.prices),
            self._spending.purse(caller),
            self._spending.answers(opened.versions, opened.model_number),
        )

    async def close(self) -> None:
        if self._whole is not None:
            await self._whole.close()

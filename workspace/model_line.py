"""The line to the language model: one for the workspace, and a run's own share of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agents.model_settings import ModelSettings, Privacy
from workspace.egress import Egress
from workspace.spending import WorkspaceSpending

if TYPE_CHECKING:
    from agents.llm import Llm
    from workspace.opened import Opened


class ModelLine:
    """Of the `settings` as they are when a run begins."""

    def __init__(
        self, settings: Callable[[], ModelSettings | None], spending: WorkspaceSpending, egress: Egress
    ) -> None:
        self._settings, self._spending, self._egress = settings, spending, egress
        self._lines: dict[Privacy, Llm] = {}

    def for_run(self, run_id: str, opened: Opened) -> Llm | None:
        """Counted, bounded, and with the answers that were there already; None where no model is configured."""
        settings = self._settings()
        if settings is None:
            return None
        from agents.usage import UsageMeter

        caller = opened.caller.name
        return self._shared(settings).for_run(
            UsageMeter(partial(self._egress.keep, run_id, caller), settings.prices),
            self._spending.purse(caller),
            self._spending.answers(opened.versions, opened.model_number),
        )

    @property
    def is_near(self) -> bool:
        """Whether the endpoint is on this machine, and may be told of the data."""
        settings = self._settings()
        return settings is not None and settings.is_on_this_machine and settings.privacy != "none"

    @property
    def privacy(self) -> Privacy | None:
        settings = self._settings()
        return None if settings is None else settings.privacy

    def ahead(self, opened: Opened) -> Llm | None:
        """For what is told before anybody asks; None where that is not done, or the endpoint failed just now."""
        settings = self._settings()
        if settings is None or not self.is_near or self._shared(settings).failed_just_now:
            return None
        from agents.usage import UsageMeter

        caller = opened.caller.name
        meter = UsageMeter(lambda _, request: self._egress.keep_ahead(caller, request), settings.prices)
        return self._shared(settings).for_run(meter, self._spending.purse(caller))

    def for_trial(self, run_id: str, caller: str) -> Llm | None:
        """A line of its own, of which nothing was found out yet."""
        settings = self._settings()
        if settings is None:
            return None
        from agents.llm import Llm
        from agents.usage import UsageMeter

        meter = UsageMeter(partial(self._egress.keep, run_id, caller), settings.prices)
        return Llm(settings, meter, self._spending.purse(caller, of_a_question=False))

    def _shared(self, settings: ModelSettings) -> Llm:
        from agents.llm import Llm

        if settings.privacy not in self._lines:
            self._lines[settings.privacy] = Llm(settings)
        return self._lines[settings.privacy]

    async def close(self) -> None:
        for line in self._lines.values():
            await line.close()

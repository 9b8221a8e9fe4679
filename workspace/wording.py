"""Words for the names of the model, suggested by a language model; a person takes them into a draft, or does not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agents.usage import UsageMeter
from catalog import Catalog
from core.answer import Status
from core.event import Event, Happening, RunFinished, RunStarted, UsageReported
from core.model import SemanticModel
from core.ways import Declined

if TYPE_CHECKING:
    from agents.llm import Llm
    from agents.modeller import SuggestedWords

ASKED = "Suggest labels, descriptions and synonyms"


class Wording:
    """Each call is kept as a run, so that what it sent is told with everything else that left the machine."""

    def __init__(self, workspace: str, catalog: Catalog) -> None:
        self._workspace, self._catalog = workspace, catalog

    async def suggest(
        self, run_id: str, llm: Llm | None, model: SemanticModel, tables: Collection[str] = ()
    ) -> SuggestedWords:
        """By the run's own `llm`. Raises Declined where there is none or it does not answer, UnknownName for a table."""
        from agents.modeller import suggest_words

        if llm is None or llm.settings.privacy == "none":
            raise Declined("No language model may be asked.", hint="Set TABLESPEAK_MODEL and TABLESPEAK_PRIVACY.")
        self._catalog.conversations.start_run(self._workspace, run_id, ASKED, None)
        status: Status = "declined"
        try:
            found = await suggest_words(llm, model, tables)
            status = "answered"
            return found
        finally:
            self._end(run_id, llm.meter, status)

    def _end(self, run_id: str, meter: UsageMeter, status: Status) -> None:
        told: tuple[Happening, ...] = (
            RunStarted(question=ASKED, thread_id=None),
            UsageReported(usage=meter.usage),
            RunFinished(status=status),
        )
        moment = datetime.now(UTC)
        events = [Event(seq=at, run_id=run_id, ts=moment, happening=one) for at, one in enumerate(told, 1)]
        self._catalog.conversations.append_events(run_id, events, status)

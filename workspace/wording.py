"""Words for the names of the model, suggested by a language model; a person takes them into a draft, or does not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from catalog import Catalog
from core.model import SemanticModel
from core.ways import Declined
from workspace.kept_calls import kept_as_run

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
        with kept_as_run(self._workspace, self._catalog, run_id, ASKED, llm.meter):
            return await suggest_words(llm, model, tables)

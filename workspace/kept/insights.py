"""Facts worth keeping: sentences of answers, each with the run it was checked in."""

from __future__ import annotations

from catalog import Catalog, InsightRecord, RunRecord
from core.answer import Answer
from core.errors import InvalidInput, LimitReached, UnknownName
from core.question import Caller
from core.saved import KeptInsight

_LONGEST_NOTE = 2_000


class KeptInsights:
    def __init__(self, workspace: str, catalog: Catalog) -> None:
        self._workspace, self._kept = workspace, catalog.feedback

    def list(self) -> tuple[InsightRecord, ...]:
        """Newest first."""
        return self._kept.insights(self._workspace)

    def keep(
        self, run: RunRecord, answer: Answer, caller: Caller, *, sentence: int | None = None, note: str = ""
    ) -> InsightRecord:
        """The sentence of that number (from 0), else the first with a figure: one that was checked, never a new one.

        Raises InvalidInput, and LimitReached where as many are kept as can be.
        """
        if answer.status != "answered" or not answer.sentences:
            raise InvalidInput(
                "That run has no sentence to keep.", hint="Ask something, then keep a fact of its answer."
            )
        if len(note) > _LONGEST_NOTE:
            raise InvalidInput(f"A note has at most {_LONGEST_NOTE:,} characters.")
        if sentence is not None and not 0 <= sentence < len(answer.sentences):
            raise InvalidInput(f"That answer has {len(answer.sentences)} sentences.", hint="Count them from 0.")
        with_figures = (one for one in answer.sentences if one.figures)
        chosen = next(with_figures, answer.sentences[0]) if sentence is None else answer.sentences[sentence]
        insight = KeptInsight(question=run.question, sentence=chosen.text, run_id=run.id, plan=run.plan, note=note)
        kept = self._kept.keep_insight(self._workspace, insight, caller.name)
        if kept is None:
            raise LimitReached("No more facts can be kept here.", limit="rows", hint="Remove some.", stage="keeping")
        return kept

    def remove(self, insight_id: str) -> None:
        """Raises UnknownName."""
        if not self._kept.drop_insight(self._workspace, insight_id):
            raise UnknownName("insight", insight_id, ())

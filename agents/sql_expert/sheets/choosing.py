"""Of a sheet's two readings, by grammar and by ranking, the likelier."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.candidates import Candidate, Readings, Understanding
from agents.sql_expert.lone_sheets import is_lone_sheet
from agents.sql_expert.sheets.reading import sheet_candidates

SURE_OF_A_SHEET = 0.5


def with_ranked(task: Understanding, usual: Readings) -> Readings:
    """The readings by ranking come first where the grammar is not sure of its own."""
    if not is_lone_sheet(task.model):
        return usual
    best = usual.candidates[0] if usual.candidates else None
    if best is not None and best.confidence >= best.sure_from:
        return usual
    found = sheet_candidates(task)
    if not found:
        return usual
    return Readings(draft=usual.draft, candidates=tuple(map(_settled, found)), failure=usual.failure)


def _settled(candidate: Candidate) -> Candidate:
    return replace(candidate, sure_from=SURE_OF_A_SHEET)

"""Scores the import on files whose right content is known.

In: a folder of files with their expected tables. Out: one Score a measure. A module a corpus, named in
`CORPORA`, each with `score(data, say) -> list[Score]`. None of the files are part of this repository.
"""

from __future__ import annotations

from evals.ingestion.scores import CORPORA, Score, as_table, scores_of

__all__ = ["CORPORA", "Score", "as_table", "scores_of"]

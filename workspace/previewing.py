"""What a language model would be sent for a question, under a privacy mode; nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from agents.llm import Llm
from agents.model_settings import ModelSettings, Privacy
from agents.sql_expert import DraftCheck, Understanding
from agents.sql_expert.kept import Verified, near_verified
from agents.sql_expert.model import first_request
from core.question import Question
from workspace.opened import Opened

_NO_MODEL = ModelSettings(model="none", endpoint="http://127.0.0.1")


def texts_for(
    opened: Opened,
    settings: ModelSettings | None,
    privacy: Privacy,
    question: Question,
    verified: Sequence[Verified],
) -> tuple[str, ...]:
    """Word for word; empty under “none”."""
    if privacy == "none":
        return ()
    llm = Llm(replace(settings or _NO_MODEL, privacy=privacy))
    task = Understanding(question=question, model=opened.model, values=opened.values)
    check = DraftCheck(opened.columns, opened.model, opened.execute)
    return first_request(task, llm, check, partial(near_verified, verified))

"""What a language model would be sent for a question, under a privacy mode; nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agents.llm import Llm
from agents.model_settings import ModelSettings, Privacy
from agents.sql_expert import DraftCheck, Understanding
from agents.sql_expert.model import first_request
from core.question import Caller, Question
from workspace.opened import Opened

_NO_MODEL = ModelSettings(model="none", endpoint="http://127.0.0.1")


def texts_for(
    opened: Opened, settings: ModelSettings | None, privacy: Privacy, question: str, today: date, caller: Caller
) -> tuple[str, ...]:
    """Word for word; empty under “none”."""
    if privacy == "none":
        return ()
    llm = Llm(replace(settings or _NO_MODEL, privacy=privacy))
    task = Understanding(
        question=Question(text=question, today=today, caller=caller), model=opened.model, values=opened.values
    )
    return first_request(task, llm, DraftCheck(opened.columns, opened.model, opened.execute))

"""After a question that was declined for a word, another in its place: “orders from Peru”, “and from Poland?”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.rules import readings_of
from agents.sql_expert.turns.said import bare, is_joining, lexemes_of, said_of

_TRIED = re.compile(
    r"^(?:(?:and|or|but|then|ok|so|maybe|sorry|i mean(?:t)?|what about|how about|try|instead)\b[\s,]*)+", re.IGNORECASE
)


def in_place_of_unknown(task: Understanding) -> Understanding | None:
    """The question before with the new words where its unknown ones were; None where either cannot be told."""
    history = task.question.history
    if not history or history[-1].plan is not None or history[-1].sql:
        return None
    words = bare(said_of(_TRIED.sub("", task.question.text.strip())).words).strip(" ?.!")
    told = [one for one in lexemes_of(words, task) if not is_joining(one)] if words else []
    if len(told) != 1 or not (told[0].values or told[0].names):
        return None
    before = history[-1].question
    draft = readings_of(replace(task, question=replace(task.question, text=before, history=()))).draft
    unknown = [one.text for one in draft.leftover if one.kind in ("unknown", "quoted")]
    phrase = re.compile(r"\b" + r"\s+".join(map(re.escape, unknown)) + r"\b", re.IGNORECASE) if unknown else None
    if phrase is None or len(phrase.findall(before)) != 1 or len(before.split()) < len(unknown) + _BESIDE:
        return None
    asked = phrase.sub(lambda _: words, before)
    return replace(task, question=replace(task.question, text=asked, history=history[:-1]))


_BESIDE = 2

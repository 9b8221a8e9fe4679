"""“Start over.”, “ignore that:”, “new question,”: what follows is asked as if nothing had been asked before."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding

_AFRESH = re.compile(
    r"^(?:(?:ok|okay|no|well|sorry|actually|right|now|please|let's|let us|we|i'd like to|can we)\b[\s,]*)*(?:"
    r"start (?:over|again|afresh|from scratch|anew)|begin again|from the (?:start|beginning)|"
    r"(?:ignore|forget|drop|scrap|leave|skip|disregard|never mind|nevermind|forget about)"
    r" (?:all )?(?:that|this|it|everything|the (?:above|previous|last|rest|earlier)(?: questions?| one)?|what i (?:said|asked))"
    r"(?: so far| now| before| for now)?|"
    r"never ?mind(?: that)?|(?:a |an )?(?:new|another|different|other|unrelated|separate)(?: \w+)? (?:question|topic|subject|thing)|"
    r"(?:something|on to something) (?:else|different|new|unrelated)(?: now| entirely| altogether)?|"
    r"(?:change|switch)(?:ing)?(?: the| of)? (?:topic|subject)s?"
    r")\b(?:\s*[.,:;!–—-]+\s*|\s+(?:and|then)\s+|\s+(?=(?:how|what|which|who|when|show|list|give|total|number)\b))"
    r"(?:(?:now|and|then|instead)\b[\s,]*)*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def begun_afresh(task: Understanding) -> Understanding:
    """The task without the words that say so, and without what was asked before; else as it is."""
    matched = _AFRESH.match(task.question.text.strip())
    if matched is None or (_IS_ABOUT.match(matched["rest"]) and task.question.history):
        return task
    return replace(task, question=replace(task.question, text=matched["rest"], history=()))


_IS_ABOUT = re.compile(r"^(?:only|just|without|excluding|except|by|per|for|in)\b", re.IGNORECASE)

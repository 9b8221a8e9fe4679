"""What was said, taken apart into commands."""

from __future__ import annotations

import re

from agents.dashboard_designer.boards.commands import Command, NotUnderstood
from agents.dashboard_designer.boards.reading.patterns import NEXT_TARGET, PATTERNS

_VERBS = (
    r"(?:remove|delete|drop|hide|rename|retitle|call|move|put|place|bring|swap|exchange|make|turn|change|convert|show|draw|"
    r"display|add|include|insert|only|filter|limit|restrict|clear|widen|enlarge|shrink|refresh|split|break|group|set|keep|exclude)"
)
_APART = re.compile(
    rf"\s*(?:[;\n]+|[.!](?=\s|$)|,\s*(?:and\s+|then\s+|and\s+then\s+)?(?={_VERBS}\b)|\s(?:and|then|and\s+then)\s+(?={_VERBS}\b))\s*",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:please|now|then|also|and|could\s+you|can\s+you|would\s+you|i\s+(?:want|would\s+like|'d\s+like)\s+(?:you\s+)?to|let'?s)"
    r"[\s,]+|[\s,]+please$",
    re.IGNORECASE,
)


def read_commands(words: str) -> tuple[Command, ...]:
    """One for each sentence or part of one, in order."""
    parts = (_bare(part) for whole in _APART.split(words) for part in _with_verbs(whole))
    return tuple(_command(part) for part in parts if part)


def _with_verbs(part: str) -> list[str]:
    """Of "make the second a line and the third a pie" two parts, each with the verb."""
    verb, *others = NEXT_TARGET.split(part)
    said = re.match(r"\s*(make|turn|show|change|draw)\b", verb, re.IGNORECASE)
    return [part] if said is None or not others else [verb, *(f"{said[1]} {other}" for other in others)]


def _bare(part: str) -> str:
    text, before = part.strip(), None
    while text != before:
        before, text = text, _POLITE.sub("", text).strip()
    return text.rstrip(" ?")


def _command(part: str) -> Command:
    for pattern, make in PATTERNS:
        found = pattern.match(part)
        if found is not None:
            made = make(found)
            if made is not None:
                return made
    return NotUnderstood(words=part)

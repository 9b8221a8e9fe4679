"""Routing by rules: everyone helps unless a person picked one."""

from __future__ import annotations

from core.question import Assistant, Question

EVERYONE: tuple[Assistant, ...] = ("sql_expert", "dashboard_designer", "analyst", "advisor")

_TEAM: dict[Assistant, tuple[Assistant, ...]] = {
    "sql_expert": ("sql_expert", "analyst"),
    "analyst": ("sql_expert", "analyst"),
    "dashboard_designer": ("sql_expert", "dashboard_designer", "analyst"),
    "advisor": EVERYONE,
}


def assistants_for(question: Question) -> tuple[Assistant, ...]:
    """The SQL expert always works and the analyst always words the result; the others where they are wanted."""
    return _TEAM[question.assistant] if question.assistant else EVERYONE

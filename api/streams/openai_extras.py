"""What chat frontends ask a model besides the person's question: titles, tags, follow-ups, search queries.

Open WebUI sends each as a completion whose prompt begins with "### Task:" and shows the JSON it wants. They are
answered from what is kept, so that one question costs one run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.event import SuggestionsReady
from workspace import Workspace

_MOST_IN_TITLE = 60
_RECENT_RUNS = 50
_TASK = re.compile(r"^\s*###\s*Task\s*:", re.IGNORECASE)
_WANTED = re.compile(r"\{+\s*\"(\w+)\"\s*:")
_HISTORY = re.compile(r"<chat_history>(.*?)</chat_history>", re.DOTALL)
_FIRST_QUESTION = re.compile(r"^\s*USER:\s*(.+?)\s*(?=^\s*(?:ASSISTANT|USER):|\Z)", re.DOTALL | re.MULTILINE)
_TOOL_PICKING = re.compile(r"available tools", re.IGNORECASE)

_EMPTY: Mapping[str, Any] = {"tags": [], "follow_ups": [], "queries": [], "text": "", "prompt": "", "tool_calls": []}


def extra_answer(workspace: Workspace, texts: Sequence[str]) -> str | None:
    """What to answer to such a request; None for a person's question."""
    last = texts[-1]
    if not _TASK.match(last):
        picks_tool = len(texts) > 1 and _TOOL_PICKING.search(texts[0]) and last.lstrip().startswith("Query:")
        return json.dumps({"tool_calls": []}) if picks_tool else None
    history = _HISTORY.search(last)
    asked = _FIRST_QUESTION.findall(history.group(1)) if history else []
    instructions = last.replace(history.group(0), "") if history else last
    wanted = next((key for key in _WANTED.findall(instructions) if key == "title" or key in _EMPTY), None)
    if wanted == "title":
        return json.dumps({"title": _title(asked[0] if asked else "Conversation")}, ensure_ascii=False)
    if wanted == "follow_ups" and asked:
        return json.dumps({"follow_ups": _follow_ups(workspace, asked[-1])}, ensure_ascii=False)
    if wanted is not None:
        return json.dumps({wanted: _EMPTY[wanted]})
    return _title(asked[0]) if asked else ""


def _title(question: str) -> str:
    words = " ".join(question.split()).rstrip("?.! ")
    if len(words) <= _MOST_IN_TITLE:
        return words[:1].upper() + words[1:]
    return f"{words[:_MOST_IN_TITLE].rpartition(' ')[0] or words[:_MOST_IN_TITLE]}…"


def _follow_ups(workspace: Workspace, question: str) -> list[str]:
    """The next questions that were offered when it was asked last; each of those was executed."""
    same = " ".join(question.split())
    for run in workspace.recent_runs(_RECENT_RUNS):
        if " ".join(run.question.split()) == same and run.status is not None:
            for event in workspace.kept_events(run.id):
                if isinstance(event.happening, SuggestionsReady):
                    return [suggestion.text for suggestion in event.happening.suggestions]
    return []

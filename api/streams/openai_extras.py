"""What chat frontends ask a model besides the person's question: titles, tags, follow-ups, search queries.

Open WebUI sends each as a completion whose prompt begins with "### Task:" and shows the JSON it wants. They are
answered from what is kept, so that one question costs one run. The same heading stands over a question that comes
with passages of attached files: that one is the person's. Recognised by the prompts of Open WebUI 0.12.
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
_WITH_PASSAGES = re.compile(r"\A(?:(?!<chat_history>).)*?<context>.*</context>(.*)\Z", re.DOTALL)
_MERGING = re.compile(
    r"\A\s*You have been provided with a set of responses[^\n]*? user query: \"(.+?)\"\s*$", re.S | re.M
)
_COMPACTING = re.compile(r"^###\s*Messages Being Compacted\s*:", re.IGNORECASE | re.MULTILINE)
_TOOL_PICKING = re.compile(r"\A\s*available tools", re.IGNORECASE)
_QUERY = re.compile(r"\A\s*(?:History:.*\n)?Query:", re.DOTALL)
_REMEMBERING = re.compile(r"\bmemory reviewer\b", re.IGNORECASE)
_MOOD = re.compile(r"\A\s*Your task is to [^\n]*\bfitting emoji\b")

_EMPTY: Mapping[str, Any] = {"tags": [], "follow_ups": [], "queries": [], "text": "", "prompt": "", "tool_calls": []}


def person_said(text: str) -> str:
    """The question in a message of the user, without what a frontend wrote around it."""
    if _TASK.match(text) and (passages := _WITH_PASSAGES.match(text)) and passages.group(1).strip():
        return passages.group(1).strip()
    merging = _MERGING.match(text)
    return merging.group(1) if merging else text


def extra_answer(workspace: Workspace, texts: Sequence[str]) -> str | None:
    """What to answer to such a request; None for a person's question."""
    last = texts[-1]
    if person_said(last) is not last:
        return None
    if not _TASK.match(last):
        return _answer_by_system(texts[0], last) if len(texts) > 1 else _mood(last)
    history = _HISTORY.search(last)
    asked = _FIRST_QUESTION.findall(history.group(1)) if history else []
    instructions = last.replace(history.group(0), "") if history else last
    wanted = next((key for key in _WANTED.findall(instructions) if key == "title" or key in _EMPTY), None)
    if wanted is None and history is None and not _COMPACTING.search(last):
        return None
    if wanted == "title":
        return json.dumps({"title": _title(asked[0] if asked else "Conversation")}, ensure_ascii=False)
    if wanted == "follow_ups" and asked:
        return json.dumps({"follow_ups": _follow_ups(workspace, asked[-1])}, ensure_ascii=False)
    if wanted is not None:
        return json.dumps({wanted: _EMPTY[wanted]})
    return _title(asked[0]) if asked else ""


def _answer_by_system(system: str, last: str) -> str | None:
    if _TOOL_PICKING.match(system) and _QUERY.match(last):
        return json.dumps({"tool_calls": []})
    if _REMEMBERING.search(system) and '"operations"' in last:
        return json.dumps({"operations": []})
    return _mood(last)


def _mood(last: str) -> str | None:
    return "🙂" if _MOOD.match(last) else None


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

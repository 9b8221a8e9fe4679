"""Completions in a folder: a run that was made once is told again without the model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from agents.kept_answers import Completion


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for one question, whether the model was there or the folder. `seconds` are those of the model."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class Recorded:
    """One file a completion, named by the request's key; `asked` since the last `start`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.asked = Asked()

    def start(self) -> None:
        self.asked = Asked()

    def find(self, key: str, /) -> Completion | None:
        file = self._folder / f"{key}.json"
        if not file.exists():
            return None
        found = Completion(**json.loads(file.read_text(encoding="utf-8")))
        self._note(found)
        return found

    def keep(self, key: str, found: Completion, /) -> None:
        text = json.dumps(asdict(found), ensure_ascii=False)
        (self._folder / f"{key}.json").write_text(text, encoding="utf-8")
        self._note(found)

    def _note(self, found: Completion) -> None:
        before = self.asked
        self.asked = Asked(
            calls=before.calls + 1,
            prompt_tokens=before.prompt_tokens + found.prompt_tokens,
            completion_tokens=before.completion_tokens + found.completion_tokens,
            seconds=before.seconds + found.seconds,
        )

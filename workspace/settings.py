"""What people set for a workspace: what a language model may see, and how long conversations are kept."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from agents.model_settings import ModelSettings, Privacy
from catalog import Catalog
from core.errors import InvalidInput

_MODES: tuple[Privacy, ...] = get_args(Privacy)
_PRIVACY, _KEEP_DAYS = "privacy", "keep_days"
_MOST_DAYS = 36_500
_KNOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsTold:
    """`privacy` is null where there is no language model; `privacy_modes` may be chosen. `keep_days` null: for ever."""

    privacy: Privacy | None
    privacy_modes: tuple[Privacy, ...]
    keep_days: int | None


class WorkspaceSettings:
    def __init__(self, workspace: str, catalog: Catalog, model: ModelSettings | None) -> None:
        self._workspace, self._catalog, self._model = workspace, catalog, model
        self._known: tuple[float, dict[str, str]] | None = None

    def model(self) -> ModelSettings | None:
        """With the privacy mode of the workspace, which is never wider than the server permits."""
        if self._model is None:
            return None
        wanted = self._kept().get(_PRIVACY)
        mode = next((mode for mode in _MODES if mode == wanted), self._model.privacy)
        return replace(self._model, privacy=mode if mode in self._modes() else self._model.most_privacy)

    def keep_days(self) -> int | None:
        return _days_of(self._kept())

    def told(self) -> SettingsTold:
        model = self.model()
        return SettingsTold(
            privacy=None if model is None else model.privacy, privacy_modes=self._modes(), keep_days=self.keep_days()
        )

    def choose_privacy(self, mode: Privacy) -> None:
        """Raises InvalidInput for more than the server permits, and where there is no language model."""
        if self._model is None:
            raise InvalidInput("There is no language model.", hint="Start Tablespeak with TABLESPEAK_MODEL.")
        if mode not in self._modes():
            raise InvalidInput(
                f"This server permits {self._model.most_privacy} at most.",
                hint="TABLESPEAK_PRIVACY sets what may be chosen here.",
            )
        self._change(_PRIVACY, mode)

    def keep_for(self, days: int | None) -> int:
        """Conversations that nobody asked in for so many days are deleted, now and from now on; how many went now."""
        if days is not None and not 1 <= days <= _MOST_DAYS:
            raise InvalidInput("Conversations are kept for 1 day or more.")
        self._change(_KEEP_DAYS, None if days is None else str(days))
        return forget_old_conversations(self._workspace, self._catalog)

    def _modes(self) -> tuple[Privacy, ...]:
        most = "samples" if self._model is None else self._model.most_privacy
        return _MODES[: _MODES.index(most) + 1]

    def _change(self, name: str, value: str | None) -> None:
        self._catalog.settings.change(self._workspace, {name: value})
        self._known = None

    def _kept(self) -> dict[str, str]:
        """What another process has changed is seen within a second."""
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _KNOWN_SECONDS:
            self._known = now, self._catalog.settings.of(self._workspace)
        return self._known[1]


def forget_old_conversations(workspace: str, catalog: Catalog) -> int:
    """Those that are older than the workspace keeps them; how many. None where it keeps them for ever."""
    days = _days_of(catalog.settings.of(workspace))
    if days is None:
        return 0
    before = datetime.now(UTC) - timedelta(days=days)
    return catalog.conversations.forget_threads(workspace, before.isoformat())


def _days_of(kept: dict[str, str]) -> int | None:
    text = kept.get(_KEEP_DAYS, "")
    return int(text) if text.isdecimal() else None

"""The owner's side of a process that reads one file: start, listen, stop, tell what became of it."""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

from core.errors import Cancelled, InternalError, InvalidInput, LimitReached, UnreadableFile, UserError
from core.import_choices import Choices, ReadLimits
from ingestion.imported import Imported

log = logging.getLogger(__name__)

Progress = Callable[[str, float | None], None]
Cancellation = Callable[[], bool]

_LISTEN_SECONDS = 0.1
_LONGEST_LINE = 1 << 28
_TOLD_BYTES = 1 << 14
_PASSED_ON = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TZ", "VIRTUAL_ENV")
_OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "memory allocation of", "Out of Memory", "Cannot allocate memory")
_REFUSALS: dict[str, type[UserError]] = {
    kind.__name__: kind for kind in (UnreadableFile, InvalidInput, LimitReached, UserError)
}


def silent(_text: str, _share: float | None) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    return False


def read_apart(
    path: Path,
    name: str,
    folder: Path,
    taken_names: frozenset[str] = frozenset(),
    progress: Progress = silent,
    *,
    choices: Choices | None = None,
    limits: ReadLimits | None = None,
    cancelled: Cancellation = never,
) -> tuple[Imported, Path]:
    """As `read_file`, but in a process of its own and into a new version file in `folder`, whose path is returned.

    Raises UnreadableFile, LimitReached, Cancelled (within a fraction of a second after `cancelled` turns true),
    and InternalError where a reader broke on what is not the file's fault. Then nothing is left in `folder`.
    """
    bounds = limits or ReadLimits()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, suffix=".reading", ignore_cleanup_errors=True) as staging:
        request = {
            "path": str(path.resolve()),
            "name": name,
            "folder": staging,
            "taken_names": sorted(taken_names),
            "choices": dict(choices.chosen) if choices else {},
            "limits": asdict(bounds),
        }
        reading = _Reading(request, Path(staging))
        try:
            from warehouse import adopt_version_file
            from wire import load

            outcome = reading.outcome(progress, cancelled, bounds.seconds)
            imported = load(Imported, outcome["imported"])
            return imported, adopt_version_file(Path(staging) / outcome["file"], folder)
        finally:
            reading.stop()


class _Reading:
    """One process that reads one file; it ends by itself when this side is gone."""

    def __init__(self, request: dict[str, Any], staging: Path) -> None:
        self._name: str = request["name"].replace("\\", "/").rsplit("/", 1)[-1][:200]
        self._memory_mb: int = request["limits"]["memory_mb"]
        self._told = staging / "told"
        with self._told.open("wb") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ingestion.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                env=_environment(staging),
            )
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._ear = threading.Thread(target=self._listen, daemon=True, name="import")
        self._ear.start()
        requests = cast(BinaryIO, self._process.stdin)
        requests.write(json.dumps(request).encode() + b"\n")
        requests.flush()

    def outcome(self, progress: Progress, cancelled: Cancellation, seconds: float) -> dict[str, Any]:
        """What the process found, once it has found it."""
        deadline = time.monotonic() + seconds
        while True:
            if cancelled():
                raise Cancelled(f"Importing {self._name} was cancelled.", stage="reading")
            if time.monotonic() > deadline:
                raise LimitReached(
                    f"{self._name}: reading it took longer than the limit of {_seconds(seconds)}.",
                    limit="time",
                    hint="Split the file, or raise the limit on the time of reading.",
                    stage="reading",
                )
            try:
                line = self._lines.get(timeout=_LISTEN_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                raise self._ended()
            said = json.loads(line)
            if "progress" in said:
                progress(*said["progress"])
            elif "refused" in said:
                raise _refusal(said)
            else:
                return cast(dict[str, Any], said)

    def stop(self) -> None:
        """Nothing of the process is left afterwards."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._ear.join()
        for pipe in (self._process.stdin, self._process.stdout):
            cast(BinaryIO, pipe).close()

    def _listen(self) -> None:
        replies = cast(BinaryIO, self._process.stdout)
        while line := replies.readline(_LONGEST_LINE):
            self._lines.put(line)
        self._lines.put(None)

    def _ended(self) -> UserError | InternalError:
        """What an end without a word means."""
        code = self._process.wait()
        with self._told.open("rb") as told:
            told.seek(max(0, self._told.stat().st_size - _TOLD_BYTES))
            last_words = told.read().decode("utf-8", "replace")
        if code == -getattr(signal, "SIGKILL", 9) or any(mark in last_words for mark in _OUT_OF_MEMORY):
            return LimitReached(
                f"{self._name}: reading it takes more memory than the limit of {self._memory_mb:,} MB.",
                limit="memory",
                hint="Split the file, or raise the limit on the memory of reading.",
                stage="reading",
            )
        log.error("Reading a file ended with code %s: %s", code, last_words)
        if code < 0:
            return UnreadableFile(
                self._name,
                "its reader broke on it, so the file is probably damaged.",
                hint="Open it in the program that made it, save it again and try that copy.",
            )
        return InternalError("The reader of the file failed.", stage="reading")


def _seconds(limit: float) -> str:
    return "1 second" if limit == 1 else f"{limit:,g} seconds"


def _refusal(said: dict[str, Any]) -> UserError:
    """The error as it was raised in the process."""
    kind = _REFUSALS.get(said["refused"], UserError)
    error = kind.__new__(kind)
    UserError.__init__(error, said["message"], hint=said["hint"], stage=said["stage"])
    if isinstance(error, LimitReached):
        error.limit = said["limit"]
    return error


def _environment(staging: Path) -> dict[str, str]:
    """Nothing that could hold a secret reaches a process that reads hostile files; its scratch is removed with it."""
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("PYTHON")}
    return {**kept, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(staging))}

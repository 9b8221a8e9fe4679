"""Which workspace in which data folder: the options that every command shares."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import InvalidInput

if TYPE_CHECKING:
    from workspace import Workspace

DATA_DIR_VARIABLE = "TABLESPEAK_DATA_DIR"
_LOG_NAME = "tablespeak.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    workspace: str
    data_dir: Path
    json: bool

    def open(self) -> Workspace:
        from workspace import Workspace

        return Workspace.open(self.workspace, self.data_dir)


def with_place(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --workspace, --data-dir and --json, given to the command as its first argument."""

    @click.option("--workspace", default="default", show_default=True, metavar="NAME", help="The workspace to use.")
    @_with_data_dir
    @functools.wraps(command)
    def placed(workspace: str, data_dir: Path | None, json: bool, **arguments: Any) -> Any:
        return command(_place(workspace, data_dir, json), **arguments)

    return placed


def with_data_dir(workspace: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds --data-dir and --json to a command that has a workspace of its own."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @_with_data_dir
        @functools.wraps(command)
        def placed(data_dir: Path | None, json: bool, **arguments: Any) -> Any:
            return command(_place(workspace, data_dir, json), **arguments)

        return placed

    return decorate


def finished(work: Coroutine[Any, Any, int]) -> int:
    """The exit code of a command's work."""
    import asyncio

    return asyncio.run(work)


def log_file() -> Path | None:
    """Where errors of ours are written to, once a command has a data folder."""
    handler = _log_handler()
    return Path(handler.baseFilename) if handler else None


def log_into(data_dir: Path | None = None) -> None:
    """Raises InvalidInput where the folder cannot be made."""
    folder = data_dir or _default_data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        reason = (failure.strerror or "not possible").lower()
        message = f"The data folder {folder} cannot be made: {reason}."
        raise InvalidInput(message, hint="Choose another by --data-dir.") from None
    present = _log_handler()
    if present is not None:
        logging.getLogger().removeHandler(present)
        present.close()
    handler = logging.FileHandler(folder / _LOG_NAME, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.ERROR)
    logging.getLogger().addHandler(handler)


def _log_handler() -> logging.FileHandler | None:
    handlers = (handler for handler in logging.getLogger().handlers if isinstance(handler, logging.FileHandler))
    return next((handler for handler in handlers if Path(handler.baseFilename).name == _LOG_NAME), None)


def _with_data_dir(command: Callable[..., Any]) -> Callable[..., Any]:
    folder = click.option(
        "--data-dir",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"Where everything is kept (else ${DATA_DIR_VARIABLE}, else your user data folder).",
    )
    return folder(click.option("--json", is_flag=True, help="Print one JSON object instead.")(command))


def _place(workspace: str, data_dir: Path | None, json: bool) -> Place:
    folder = (data_dir or _default_data_dir()).expanduser().absolute()
    log_into(folder)
    return Place(workspace=workspace, data_dir=folder, json=json)


def _default_data_dir() -> Path:
    chosen = os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("tablespeak", appauthor=False)

"""Files in a folder that the server allows, and nowhere else."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from core.errors import InvalidInput
from core.schedule import FolderTarget
from workspace.schedules.delivering import DeliveryFailed, Parcel
from workspace.schedules.settings import FOLDER_VARIABLE, ScheduleSettings


def folder_of(target: FolderTarget, settings: ScheduleSettings) -> Path:
    """Raises InvalidInput for a path that leaves the allowed folder, also by a link."""
    root = settings.folder
    if root is None:
        raise InvalidInput(
            "This server writes no files.", hint=f"Set {FOLDER_VARIABLE} to the folder that it may write into."
        )
    parts = PurePosixPath(target.path).parts
    outside = ".." in parts or PurePosixPath(target.path).is_absolute() or "\0" in target.path or "\\" in target.path
    if outside or PureWindowsPath(target.path).drive or len(target.path) > 500:
        raise InvalidInput(
            f"“{target.path[:80]}” is no folder below the allowed one.", hint="Name one like reports/sales."
        )
    folder = Path(os.path.realpath(root / target.path))
    if not folder.is_relative_to(os.path.realpath(root)):
        raise InvalidInput(f"“{target.path[:80]}” leads out of the allowed folder.", hint="Name another folder.")
    return folder


async def put_into_folder(target: FolderTarget, parcel: Parcel, settings: ScheduleSettings) -> str:
    """Under the same name for every attempt, so that a second one replaces the first."""
    try:
        name = await asyncio.to_thread(_write, folder_of(target, settings), parcel)
    except OSError as failure:
        reason = (failure.strerror or "not possible").lower()
        raise DeliveryFailed(f"The file could not be written: {reason}.") from None
    return f"written as {name}"


def _write(folder: Path, parcel: Parcel) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / parcel.file_name
    unfinished = folder / f".{parcel.file_name}.part"
    unfinished.write_bytes(parcel.content)
    unfinished.replace(path)
    return parcel.file_name

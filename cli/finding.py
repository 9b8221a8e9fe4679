"""Files as a person names them: paths, folders and patterns."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import InvalidInput
from core.suggest import close_names

_PATTERN_MARKS = frozenset("*?[")


def files_in(paths: Iterable[Path], *, recursive: bool) -> tuple[Path, ...]:
    """Each file once: those named, those that a pattern fits, and those of a folder that can be read (by extension).

    Raises InvalidInput for what is not there.
    """
    found = (file for path in paths for file in _files(path.expanduser(), recursive=recursive))
    return tuple(dict.fromkeys(found))


def _files(path: Path, *, recursive: bool) -> Iterator[Path]:
    if path.is_dir():
        yield from _files_of_folder(path, recursive=recursive)
    elif not path.exists() and _PATTERN_MARKS & {*str(path)}:
        matched = sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns
        if not any(each.is_file() for each in matched):
            raise InvalidInput(f"No file fits “{path}”.", hint="Check the pattern and the folder.")
        yield from (each for each in matched if each.is_file())
    else:
        yield _existing(path)


def _files_of_folder(folder: Path, *, recursive: bool) -> Iterator[Path]:
    from workspace import can_be_read

    every = sorted(folder.rglob("*") if recursive else folder.iterdir())
    readable = [file for file in every if file.is_file() and not _is_hidden(file, folder) and can_be_read(file.name)]
    if not readable:
        below = "" if recursive else " Its subfolders are read with --recursive."
        raise InvalidInput(f"There is no file in “{folder}” that can be read.", hint=f"Name the files.{below}")
    yield from readable


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)


def _existing(path: Path) -> Path:
    expanded = path.expanduser()
    if expanded.is_file():
        return expanded
    folder = expanded.parent
    beside = [other.name for other in folder.iterdir() if other.is_file()] if folder.is_dir() else []
    close = close_names(expanded.name, beside, most=1)
    raise InvalidInput(f"There is no file “{path}”.", hint=f"Did you mean “{close[0]}”?" if close else None)

"""Uploads: kept as received, under the hash of their bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core.errors import UnreadableFile

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`path` holds the bytes as received; `size` in bytes."""

    name: str
    path: Path
    sha256: str
    size: int


def file_sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def keep_upload(path: Path, name: str, folder: Path) -> Upload:
    """Copy a file into `folder` under its hash; raises UnreadableFile where it cannot be read.

    The copy is complete or absent: it is written under a temporary name, synced and renamed.
    """
    try:
        with path.open("rb") as source, tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
            digest, size = hashlib.sha256(), 0
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except IsADirectoryError:
        raise UnreadableFile(name, "this is a folder", hint="Name the files in it.") from None
    except FileNotFoundError:
        raise UnreadableFile(name, "there is no such file", hint="Check the spelling of the path.") from None
    except PermissionError:
        raise UnreadableFile(name, "reading it is not permitted", hint="Check the file's permissions.") from None
    kept = folder / f"{digest.hexdigest()}{Path(name).suffix.lower()[:16]}"
    Path(target.name).replace(kept)
    return Upload(name=name, path=kept, sha256=digest.hexdigest(), size=size)


def safe_file_name(name: str) -> str:
    """The last part of a name that a client sent, without control or direction characters, at most 200 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    printable = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip()
    stem, dot, extension = printable.rpartition(".")
    return f"{stem[:180]}{dot}{extension[:16]}" if stem else (printable[:200] or "file")

"""A process that reads one file into a new version file and says what it found.

Run as `python -P -m ingestion.worker`. One line of JSON comes in; lines of JSON go out: progress,
then the outcome or a refusal. The end of its input ends it, for then its owner is gone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import UserError
from core.import_choices import Choices, ReadLimits
from ingestion.reading_files import read_file
from ingestion.watching import Watched
from warehouse.connection import DatabaseError, OutOfMemory
from warehouse.storage import new_version_file

_HEADROOM_MB = 2048
"""Address space that is mapped but never used: threads' stacks, reserves of allocators, shared libraries."""
_DATABASE_SHARE = 0.7
SPARING_MB = 1280
"""What the database may take at first, since it can write to disk what is more; whatever cannot gets all there is."""


def main() -> None:
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    request = json.loads(incoming.readline())
    threading.Thread(target=_end_with_owner, args=(incoming,), daemon=True).start()
    limits = ReadLimits(**request["limits"])
    limit_process(limits.memory_mb)
    try:
        outcome = read_sparingly(request, limits, outgoing)
    except UserError as error:
        outcome = _refused(error)
    _say(outgoing, outcome)
    sys.stderr.flush()
    os._exit(0)


def read_sparingly(request: dict[str, Any], limits: ReadLimits, outgoing: BinaryIO) -> dict[str, Any]:
    """The outcome, as it is told; once more from the start where what it needs does not fit in little memory."""
    most_mb = int(limits.memory_mb * _DATABASE_SHARE)
    if most_mb > SPARING_MB:
        try:
            return _read_within(SPARING_MB, request, limits, outgoing)
        except (UserError, DatabaseError) as error:
            if not _ran_out_of_memory(error):
                raise
    return _read_within(most_mb, request, limits, outgoing)


def _ran_out_of_memory(error: BaseException | None) -> bool:
    """Also where a reader took it for damage of the file."""
    while error is not None and not isinstance(error, OutOfMemory):
        error = error.__cause__ or error.__context__
    return error is not None


def _read_within(memory_mb: int, request: dict[str, Any], limits: ReadLimits, outgoing: BinaryIO) -> dict[str, Any]:
    def tell(text: str, share: float | None) -> None:
        _say(outgoing, {"progress": [text, share]})

    with new_version_file(Path(request["folder"])) as file, Watched(file.connection, tell) as progress:
        file.connection.execute(f"SET memory_limit = '{memory_mb}MB'")
        imported = read_file(
            Path(request["path"]),
            request["name"],
            file.connection,
            frozenset(request["taken_names"]),
            progress,
            choices=Choices(chosen=request["choices"]),
            limits=limits,
        )
    return {"imported": asdict(imported), "file": file.path.name}


def _refused(error: UserError) -> dict[str, Any]:
    return {
        "refused": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "stage": error.stage,
        "limit": getattr(error, "limit", None),
    }


def _say(outgoing: BinaryIO, said: dict[str, Any]) -> None:
    outgoing.write(json.dumps(said).encode() + b"\n")
    outgoing.flush()


def _end_with_owner(incoming: BinaryIO) -> None:
    incoming.read()
    os._exit(1)


def limit_process(memory_mb: int) -> None:
    """No more memory than that beyond what is in use, and no core dumps."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        ceiling = in_use + (memory_mb + _HEADROOM_MB) * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


if __name__ == "__main__":
    main()

"""The terminal: the verbs of a workspace as commands.

In: command lines. Out: answers drawn for people, or one JSON object for programs, and an exit code
(0 answered, 1 failed, 2 wrong use, 3 a question back, 4 declined). Nothing is understood, read or
computed here; that is the workspace's.
"""

import contextlib
import gc
import os
import sys


def main() -> None:
    """Ends the process without taking apart what it loaded, which would cost 0.3 s: everything is closed already."""
    # Looking for cycles while modules load finds none and costs 0.15 s.
    gc.set_threshold(100_000)
    from cli.edge import run

    code = run(sys.argv[1:])
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


__all__ = ["main"]

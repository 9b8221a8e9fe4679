"""The terminal: the verbs of a workspace as commands.

In: command lines. Out: answers drawn for people, or one JSON object for programs, and an exit code
(0 answered, 1 failed, 2 wrong use, 3 a question back, 4 declined). Nothing is understood, read or
computed here; that is the workspace's.
"""

import sys


def main() -> None:
    from cli.edge import run

    raise SystemExit(run(sys.argv[1:]))


__all__ = ["main"]

"""With `--draw-specs`, every chart specification that any test emits is drawn by both who draw, once all tests are done."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

_FOLDER = pytest.StashKey[Path]()
_FAILED = pytest.StashKey[list[str]]()
_COUNT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--draw-specs", action="store_true", help="draw every chart specification that tests emit")


def pytest_configure(config: pytest.Config) -> None:
    """Processes that run a part of the tests record into the folder of the one that began them."""
    if not config.getoption("--draw-specs"):
        return
    from evals.drawing.recording import record_specs

    given = getattr(config, "workerinput", {}).get("drawn_specs")
    config.stash[_FOLDER] = folder = Path(given or tempfile.mkdtemp(prefix="specs-"))
    record_specs(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    if _FOLDER in node.config.stash:
        node.workerinput["drawn_specs"] = str(node.config.stash[_FOLDER])


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if _FOLDER not in config.stash or hasattr(config, "workerinput"):
        return
    from evals.drawing.recording import failures, recorded

    specs = recorded(config.stash[_FOLDER])
    config.stash[_COUNT] = len(specs)
    config.stash[_FAILED] = failed = list(failures(specs))
    if failed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if _COUNT not in config.stash:
        return
    from evals.drawing.rendering import can_interpret

    failed = config.stash[_FAILED]
    by_whom = "vl-convert and the page's interpreter" if can_interpret() else "vl-convert; Node is not there"
    terminalreporter.write_line(
        f"{config.stash[_COUNT] - len(failed)} of {config.stash[_COUNT]} kinds of chart specifications drawn by {by_whom}"
    )
    for line in failed:
        terminalreporter.write_line(f"  {line}", red=True)

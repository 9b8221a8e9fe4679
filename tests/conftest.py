"""Names of tests are alike in all processes; those that wait longest begin first.

With `--draw-specs`, every chart specification that any test emits is drawn by both who draw, once all tests are done.

`sample_data` is imported once for all processes of the tests; a test that changes it takes a copy.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

LONGEST = ("web", "api", "clients", "cli", "workspace", "journeys")
"""Rooms whose files wait for servers and browsers: begun last, one of them would be waited for alone."""

_FOLDER = pytest.StashKey[Path]()
_FAILED = pytest.StashKey[list[str]]()
_COUNT = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample workspace in it, made by whichever process of the tests needs it first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made, making = shared / "sample-data", shared / "sample-data.making"
    with (shared / "sample-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            import httpx

            from api import Settings
            from tests.api.conftest import served

            with served(Settings(data_dir=making)) as address:
                httpx.post(f"{address}/api/workspaces/sample", timeout=120).raise_for_status()
            making.rename(made)
    return made


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--draw-specs", action="store_true", help="draw every chart specification that tests emit")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are told by their argument: packed ones hold the second they were made in, and processes must agree."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of `LONGEST`, the others as they stand."""
    places = {name: place for place, name in enumerate(LONGEST)}
    here = Path(__file__).parent
    items.sort(key=lambda item: places.get(item.path.relative_to(here).parts[0], len(places)))


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

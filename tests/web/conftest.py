"""A real server with the built page, and scenarios that run in Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api import Settings
from api.page import DIST
from tests.api.conftest import served

WEB = DIST.parent
CHROMIUM = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"

Scenario = Callable[[str, str], Path]


def pytest_itemcollected(item: pytest.Item) -> None:
    """A browser on a busy machine is now and then late: what fails twice in a row, each on a fresh server, is a fault."""
    if item.path.parent == Path(__file__).parent:
        item.add_marker(pytest.mark.flaky(reruns=1))


def _missing() -> str | None:
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if shutil.which(CHROMIUM) is None:
        return f"there is no Chromium at {CHROMIUM}; name one in CHROMIUM_PATH"
    if not (DIST / "index.html").is_file():
        return "the page is not built; run make install"
    return None


@pytest.fixture(scope="session")
def in_browser(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Runs `web/e2e/NAME.mjs` against a server; what it prints is the failure, what it kept is in the folder given back."""
    missing = _missing()
    if missing is not None:
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    screenshots = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    screenshots.mkdir(parents=True, exist_ok=True)

    def run(name: str, address: str) -> Path:
        command = ["node", f"e2e/{name}.mjs", address, str(screenshots)]
        done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, f"{done.stdout}{done.stderr}\nScreenshots are in {screenshots}."
        print(done.stdout, end="")
        return screenshots

    return run


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[str]:
    with served(Settings(data_dir=tmp_path)) as address:
        yield address


@pytest.fixture
def sample_server(sample_data: Path, tmp_path: Path) -> Iterator[str]:
    with served(Settings(data_dir=shutil.copytree(sample_data, tmp_path / "data"))) as address:
        yield address

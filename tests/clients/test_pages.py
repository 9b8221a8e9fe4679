"""The pages of docs/frontends.md in Chromium, served from another origin than Tablespeak."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api import Settings
from tests.agents.scripted_endpoint import Reply, endpoint
from tests.api.conftest import served
from tests.clients.conftest import JAVASCRIPT
from tests.clients.test_docs import ADDRESS, examples
from tests.web.conftest import CHROMIUM

QUESTION = "How many orders are there by channel?"
HELD = "zorps"
"""A question with this word is with the language model until the page says so."""


class Site(SimpleHTTPRequestHandler):
    released = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/release":
            self.released.set()
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        del format, args


def declines(prompt: str) -> Reply:
    if HELD in prompt:
        Site.released.wait(60)
    return Reply(status=400, body="{}")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(tmp_path)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def address(site: str, sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with endpoint(script=declines) as model:
        monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        data = shutil.copytree(sample_data, tmp_path / "data")
        with served(Settings(data_dir=data, origins=frozenset({site}))) as opened:
            yield opened


def test_the_pages_of_the_docs_answer_resume_and_tell_what_was_refused(
    site: str, address: str, tmp_path: Path, in_node: Callable[..., None]
) -> None:
    if shutil.which(CHROMIUM) is None:
        if os.environ.get("CI"):
            pytest.fail(f"there is no Chromium at {CHROMIUM}; name one in CHROMIUM_PATH")
        pytest.skip("Chromium is not installed")
    (page,), (chat,) = examples("html"), examples("jsx")
    (tmp_path / "ask.html").write_text(page.replace(ADDRESS, address), encoding="utf-8")
    (tmp_path / "chat.jsx").write_text(chat.replace(ADDRESS, address), encoding="utf-8")
    (tmp_path / "favicon.ico").touch()
    (tmp_path / "chat.html").write_text(
        '<!doctype html><title>Chat</title><div id="root"></div><script type="module" src="chat.js"></script>',
        encoding="utf-8",
    )
    build = ["esbuild", "--bundle", "--format=esm", "--jsx=automatic", "--log-level=warning"]
    build[0] = str(JAVASCRIPT / "node_modules" / ".bin" / "esbuild")
    modules = {**os.environ, "NODE_PATH": str(JAVASCRIPT / "node_modules")}
    subprocess.run(
        [*build, str(tmp_path / "chat.jsx"), f"--outfile={tmp_path / 'chat.js'}"], check=True, env=modules, timeout=120
    )
    in_node("pages.mjs", f"{site}/ask.html", f"{site}/chat.html", QUESTION, f"{site}/release")

"""How the server hands out the page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.page import CONTENT_SECURITY_POLICY, DIST, page_route

KILOBYTE = 1000


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>page</p>")
    (tmp_path / "assets" / "index-abc.js").write_text("run()")
    (tmp_path / "assets" / "index-abc.js.gz").write_bytes(gzip.compress(b"run()"))
    return tmp_path


@pytest.fixture
def client(dist: Path) -> TestClient:
    return TestClient(Starlette(routes=[page_route(dist)]))


def test_every_answer_of_the_page_carries_its_policy(client: TestClient) -> None:
    for path in ("/", "/assets/index-abc.js"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_hashed_assets_are_kept_for_ever_and_the_index_is_not(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert "immutable" in client.get("/assets/index-abc.js").headers["cache-control"]


def test_assets_are_sent_compressed_to_those_who_take_it(client: TestClient) -> None:
    compressed = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "gzip, deflate"})
    assert compressed.headers["content-encoding"] == "gzip"
    assert compressed.headers["content-type"].startswith("text/javascript")
    plain = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert compressed.text == plain.text == "run()"


def test_unknown_paths_are_the_page_but_unknown_assets_and_api_paths_are_not(client: TestClient) -> None:
    assert client.get("/t/some-thread").text == "<p>page</p>"
    assert client.get("/assets/index-old.js").status_code == 404
    assert client.get("/api/nothing").status_code == 404
    assert client.post("/t/some-thread").status_code == 404


def test_no_path_leads_out_of_the_folder(client: TestClient, dist: Path) -> None:
    (dist.parent / "secret.txt").write_text("secret")
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"):
        assert "secret" not in client.get(path).text


def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    answer = TestClient(Starlette(routes=[page_route(tmp_path)])).get("/")
    assert answer.status_code == 503
    assert "make install" in answer.text


@pytest.mark.skipif(not (DIST / "index.html").is_file(), reason="the page is not built")
@pytest.mark.parametrize(("pattern", "most"), [("index-*.css", 15), ("vega-*.js", 290), ("*latin-wght*", 50)])
def test_the_built_page_keeps_its_budgets(pattern: str, most: int) -> None:
    files = list((DIST / "assets").glob(pattern))
    assert files
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert size <= most * KILOBYTE, f"{pattern}: {size} bytes"


def _first_scripts() -> set[str]:
    return set(re.findall(r'(?:src|href)="/assets/([^"]+\.js)"', (DIST / "index.html").read_text()))


def _with_imports(entry: str) -> set[str]:
    """A chunk and every chunk that it cannot do without."""
    found, left = set[str](), {entry}
    while left:
        name = left.pop()
        found.add(name)
        left |= set(re.findall(r'(?:from|import)"\./([^"]+\.js)"', (DIST / "assets" / name).read_text())) - found
    return found


def _chunk(name: str) -> str:
    (found,) = (DIST / "assets").glob(f"{name}-????????.js")
    return found.name


def _size(scripts: set[str]) -> int:
    return sum(len(gzip.compress((DIST / "assets" / script).read_bytes())) for script in scripts)


@pytest.mark.skipif(not (DIST / "index.html").is_file(), reason="the page is not built")
@pytest.mark.parametrize(
    ("chunk", "most", "after"),
    [
        ("vega-chart", 290, []),
        ("editor-view", 135, []),
        ("palette", 20, []),
        ("dash-page", 30, []),
        ("edit-grid", 25, ["dash-page"]),
    ],
)
def test_what_is_loaded_when_it_is_first_needed_keeps_its_budget(chunk: str, most: int, after: list[str]) -> None:
    here = _first_scripts().union(*(_with_imports(_chunk(name)) for name in ("primitives", *after)))
    size = _size(_with_imports(_chunk(chunk)) - here)
    assert size <= most * KILOBYTE, f"{chunk}: {size} bytes"


@pytest.mark.skipif(not (DIST / "index.html").is_file(), reason="the page is not built")
def test_what_the_first_page_loads_keeps_its_budget() -> None:
    """The entry and every chunk that it cannot do without, and the primitives that the first menu brings."""
    scripts = _first_scripts()
    assert len(scripts) > 1
    size = _size(scripts | _with_imports(_chunk("primitives")))
    assert size <= 220 * KILOBYTE, f"{size} bytes"

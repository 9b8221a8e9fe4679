"""A server with data and a token, and the clients of others that are pointed at it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api import Settings
from tests.api.conftest import served, upload

JAVASCRIPT = Path(__file__).parent / "javascript"
TOKEN = "a token of the tests"
QUESTION = "total net amount by region"
REFUSED = "how many florps per gizmo"
SALES = """sale_id,region,sold_on,net_amount,gross_amount
1,north,2024-01-05,10,12
2,south,2024-01-20,20,24
3,north,2024-02-11,30,36
4,west,2024-03-15,40,48
"""
SAVED = {
    "name": "sales-of-a-region",
    "title": "Sales of a region",
    "sql": "SELECT region, sum(net_amount) AS net FROM sales WHERE region = :region GROUP BY region",
    "parameters": [{"name": "region", "type": "text", "default": "north"}],
}
WORKSPACE, BROKEN = "shop", "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The workspace `broken` has lost the file of its table: what is asked there starts, then fails."""

    address: str
    data_dir: Path

    def runs(self, workspace: str = WORKSPACE) -> int:
        """How many runs were made there."""
        threads = self.get("/api/threads?limit=200", workspace)["threads"]
        assert isinstance(threads, list)
        return sum(thread["turns"] for thread in threads)

    def get(self, path: str, workspace: str = WORKSPACE) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Workspace": workspace}
        answer: dict[str, object] = httpx.get(f"{self.address}{path}", headers=headers, timeout=30).json()
        return answer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("clients")
    with served(Settings(data_dir=folder, token=TOKEN)) as address:
        with httpx.Client(base_url=address, timeout=60, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            for workspace in (WORKSPACE, BROKEN):
                upload(client, "sales.csv", SALES, workspace)
            client.post("/api/queries", json=SAVED, headers={"X-Workspace": WORKSPACE}).raise_for_status()
            (table,) = (folder / "workspaces" / BROKEN / "tables").glob("*.duckdb")
            table.write_bytes(b"no longer a database" * 100)
            limits = client.patch("/api/settings/limits", json={"seconds": 20}, headers={"X-Workspace": BROKEN})
            limits.raise_for_status()
        yield Server(address=address, data_dir=folder)


@pytest.fixture(scope="session")
def in_node() -> Callable[..., None]:
    """Runs a module of `javascript/` with arguments; what it prints is the failure."""
    missing = _missing()
    if missing is not None:
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)

    def run(module: str, *arguments: str) -> None:
        environment = {**os.environ, "TOKEN": TOKEN}
        command = ["node", "--no-warnings", str(JAVASCRIPT / module), *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180, check=False)
        assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"

    return run


def _missing() -> str | None:
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not (JAVASCRIPT / "node_modules").is_dir():
        return "the JavaScript clients are not installed; run make install"
    return None

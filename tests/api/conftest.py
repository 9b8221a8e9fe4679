"""A real server on a free port, over a data folder of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from api import Settings, create_app

ORDERS = """order_id,customer,region,ordered_on,amount
1,Anna,north,2024-01-05,10.50
2,Boris,south,2024-01-20,20.00
3,Clara,north,2024-02-11,30.25
4,Anna,west,2024-02-15,
5,Boris,north,2024-03-01,5.25
"""


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise AssertionError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Settings(data_dir=tmp_path_factory.mktemp("data"))) as address:
        yield address


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        upload(client, "orders.csv", ORDERS)
        yield client


def upload(client: httpx.Client, name: str, text: str, workspace: str = "default") -> dict[str, object]:
    """The job's last state."""
    headers = {"X-Workspace": workspace}
    response = client.post("/api/files/upload", files={"files": (name, text.encode())}, headers=headers)
    assert response.status_code == 202, response.text
    job = response.json()["files"][0]
    for _ in range(500):
        state: dict[str, object] = client.get(f"/api/files/{job['id']}", headers=headers).json()
        if state["status"] != "importing":
            return state
        time.sleep(0.02)
    raise AssertionError("the import did not end")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path

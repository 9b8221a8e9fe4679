from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

TABLESPEAK = str(Path(sys.executable).parent / "tablespeak")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_the_server_starts_from_the_terminal_and_answers(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen([TABLESPEAK, "serve", "--port", str(port), "--data-dir", str(tmp_path)])
    try:
        assert answered(f"http://127.0.0.1:{port}/api/health")
    finally:
        process.terminate()
        assert process.wait(timeout=10) in (0, -signal.SIGTERM)


def answered(address: str) -> bool:
    for _ in range(200):
        try:
            return httpx.get(address).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
    return False


def test_listening_beyond_loopback_without_a_token_is_refused_in_one_line(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TABLESPEAK_TOKEN"}
    refused = subprocess.run(
        [TABLESPEAK, "serve", "--host", "0.0.0.0", "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert refused.returncode == 2
    assert "token" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = subprocess.run(
            [TABLESPEAK, "serve", "--port", str(port), "--data-dir", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 2
    assert f"port {port}" in refused.stderr
    assert "Traceback" not in refused.stderr

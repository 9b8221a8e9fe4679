"""Files are read in a process of their own: whatever happens to it, the owner goes on and nothing is left behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Cancelled, LimitReached, UnreadableFile
from core.import_choices import ReadLimits
from ingestion import read_apart, worker
from warehouse.connection import import_connection

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_text("name,age\nAnn,3\nBen,4\n", encoding="utf-8")
    return path


def children() -> list[int]:
    every = (task.joinpath("children").read_text("ascii") for task in Path("/proc/self/task").iterdir())
    return [int(pid) for text in every for pid in text.split() if "ingestion.worker" in command(int(pid))]


def command(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_text("utf-8") if path.exists() else ""


def test_what_was_read_is_one_finished_version_file(table: Path, tmp_path: Path) -> None:
    told: list[str] = []
    folder = tmp_path / "tables"
    imported, path = read_apart(
        table, "people.csv", folder, frozenset({"people"}), lambda text, _share: told.append(text)
    )
    assert [found.name for found in imported.tables] == ["people_2"]
    assert imported.report.tables[0].reconciled
    assert list(folder.iterdir()) == [path]
    assert "Reading people.csv" in told
    with import_connection(path) as connection:
        assert connection.execute("SELECT * FROM people_2").fetchall() == [("Ann", 3), ("Ben", 4)]


def test_a_refusal_arrives_with_all_that_it_says(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"\x89PNG\r\n")
    with pytest.raises(UnreadableFile, match=r"^photo\.what: .*picture") as refused:
        read_apart(path, "photo.what", tmp_path / "tables")
    assert refused.value.stage == "reading"
    assert list((tmp_path / "tables").iterdir()) == []


@pytest.mark.parametrize(
    ("ending", "error", "words"),
    [
        (signal.SIGSEGV, UnreadableFile, "reader broke"),
        (signal.SIGABRT, UnreadableFile, "reader broke"),
        (signal.SIGKILL, LimitReached, "memory"),
    ],
)
@linux
def test_a_reader_that_breaks_is_told_and_leaves_nothing(
    tmp_path: Path, ending: int, error: type[Exception], words: str
) -> None:
    def strike(_text: str, _share: float | None) -> None:
        for pid in children():
            os.kill(pid, ending)

    big = tmp_path / "big.csv"
    big.write_text("name,age\n" + "Ann,3\n" * 400_000, encoding="utf-8")
    with pytest.raises(error, match=words):
        read_apart(big, "people.csv", tmp_path / "tables", progress=strike)
    assert list((tmp_path / "tables").iterdir()) == []


def test_reading_stops_at_its_limit_of_time(table: Path, tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match=r"people\.csv.* limit of 0.01 seconds") as reached:
        read_apart(table, "people.csv", tmp_path / "tables", limits=ReadLimits(seconds=0.01))
    assert reached.value.limit == "time"
    assert list((tmp_path / "tables").iterdir()) == []


def test_reading_stops_at_its_limit_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    line = ",".join(f"{word}{'x' * 40}" for word in range(60))
    path.write_text("\n".join([line] * 20_000), encoding="utf-8")
    with pytest.raises(LimitReached, match="limit of 20 MB") as reached:
        read_apart(path, "wide.csv", tmp_path / "tables", limits=ReadLimits(memory_mb=20))
    assert reached.value.limit == "memory"
    assert list((tmp_path / "tables").iterdir()) == []


def test_what_does_not_fit_in_little_memory_gets_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SPARING_MB", 3)
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([",".join(f"{n}" for n in range(90))] * 3_000), encoding="utf-8")
    request = {"folder": str(tmp_path / "tables"), "path": str(path), "name": "wide.csv"}
    told = io.BytesIO()
    outcome = worker.read_sparingly({**request, "taken_names": [], "choices": {}}, ReadLimits(), told)
    assert outcome["imported"]["tables"][0]["rows"] == 3_000
    assert told.getvalue().count(b"Reading wide.csv") > 1
    assert [file.name for file in (tmp_path / "tables").iterdir()] == [outcome["file"]]


@linux
def test_cancelling_ends_the_process_and_leaves_nothing(table: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match=r"people\.csv"):
        read_apart(table, "people.csv", tmp_path / "tables", cancelled=lambda: bool(children()))
    assert children() == []
    assert list((tmp_path / "tables").iterdir()) == []


@linux
def test_no_secret_of_the_owner_reaches_the_process(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    seen: list[str] = []

    def look(_text: str, _share: float | None) -> None:
        seen.extend(Path(f"/proc/{pid}/environ").read_text("utf-8") for pid in children())

    read_apart(table, "people.csv", tmp_path / "tables", progress=look)
    assert seen
    assert all("sk-very-secret" not in environment for environment in seen)


@linux
def test_a_process_ends_when_its_owner_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_text("name,age\n" + "Ann,3\n" * 2_000_000, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from ingestion import read_apart;"
        "read_apart(Path(sys.argv[1]), 'big.csv', Path(sys.argv[2]), progress=lambda t, s: print(t, flush=True))"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(tmp_path / "tables")], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    with owner, owner.stdout:
        owner.stdout.readline()
        readers = [int(pid) for pid in Path(f"/proc/{owner.pid}/task/{owner.pid}/children").read_text("ascii").split()]
        owner.kill()
    assert readers
    assert until(lambda: not any(command(pid) for pid in readers))


def until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()

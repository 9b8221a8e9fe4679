from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.edge import run

ORDERS = "order_id,region,amount\n1,north,2.5\n2,south,3\n3,north,4\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("TABLESPEAK_EXPORT_DIR", str(tmp_path / "drop"))
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    options = ["--data-dir", str(tmp_path / "data")]
    assert run(["load", str(tmp_path / "orders.csv"), *options]) == 0
    assert run(["ask", "total amount by region", *options]) == 0
    return options


def test_a_schedule_is_made_run_paused_and_deleted(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    when = ["--every", "2 weeks", "--on", "mon", "--at", "08:00", "--timezone", "Europe/Berlin"]
    assert run(["schedule", "add", "--run", "last", *when, "--to", "folder:sales", "--json", *place]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["when"] == {"kind": "every", "unit": "weeks", "count": 2, "at": "08:00", "on": "monday"}
    assert run(["schedule", "run", made["id"], *place]) == 0
    assert "sent" in capsys.readouterr().out
    assert len(list((tmp_path / "drop" / "sales").iterdir())) == 1
    for verb, told in (
        ("pause", "paused"),
        ("show", "sent written as"),
        ("resume", "active"),
        ("list", "every 2 weeks"),
    ):
        arguments = ["schedule", verb] if verb == "list" else ["schedule", verb, made["id"]]
        assert run([*arguments, *place]) == 0
        assert told in capsys.readouterr().out
    assert run(["schedule", "delete", made["id"], *place]) == 0
    assert run(["schedule", "show", made["id"], *place]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ["--every", "fortnight", "--to", "folder:a"],
        ["--every", "day", "--cron", "0 8 * * *", "--to", "folder:a"],
        ["--to", "folder:a"],
        ["--every", "day", "--to", "ftp://x"],
        ["--every", "day", "--to", "folder:../a"],
        ["--every", "week", "--on", "someday", "--at", "08:00", "--to", "folder:a"],
        ["--cron", "0 8 * * *", "--at", "08:00", "--to", "folder:a"],
        ["--every", "day", "--to", "folder:a", "--set", "x"],
    ],
)
def test_what_makes_no_sense_is_refused(place: list[str], wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schedule", "add", "--run", "last", *wrong, *place]) == 2
    assert capsys.readouterr().err

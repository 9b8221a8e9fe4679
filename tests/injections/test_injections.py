"""A model that obeys whatever was injected: the answer is refused or unaffected, and nothing else happens."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from agents.model_settings import ModelSettings
from core.event import Event, RunFailed, RunFinished, SqlWritten, TableReady, TextDelta
from tests.agents.scripted_endpoint import Endpoint, endpoint
from tests.injections.corpus import PLACES, Kind, Place, kinds
from wire import dumps
from workspace import Workspace

STRANGE = "What frobnication do we see?"


def test_there_are_enough_kinds() -> None:
    all_kinds = [kind for place in PLACES for kind in kinds(place)]
    assert len({(kind.place, kind.want.name) for kind in all_kinds}) >= 60
    assert len({kind.text for kind in all_kinds}) >= 60


@pytest.mark.parametrize("place", PLACES)
async def test_obeying_an_injection_changes_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TABLESPEAK_CANARY", "CANARY environment")
    (tmp_path / "vault.txt").write_text("CANARY file", encoding="utf-8")
    injected = kinds(place)
    with endpoint("-") as model:
        async with Workspace.open("default", tmp_path / "data", model=_settings(model)) as workspace:
            async for _ in workspace.add(_files(tmp_path, place, injected)):
                pass
            before, tables = _state(tmp_path), [version.table for version in workspace.tables()]
            sold = next(table.name for table in tables if "amount" in {column.name for column in table.columns})
            for kind in injected:
                events = await _asked(workspace, kind, model, sold)
                _check_told(kind, events)
                _check_prompts(model)
                model.requests.clear()
            assert _state(tmp_path) == before
            assert [version.table for version in workspace.tables()] == tables
            total = await workspace.run_sql(f"SELECT sum(amount) FROM {sold}").answer()
            assert total.result is not None
            assert float(str(total.result.rows[0][0])) == sum(range(48))


def _settings(model: Endpoint) -> ModelSettings:
    return ModelSettings(model="scripted", endpoint=model.url, privacy="samples", backoff=0.01, keeps_answers=False)


async def _asked(workspace: Workspace, kind: Kind, model: Endpoint, table: str) -> list[Event]:
    sql = kind.want.sql.replace("{table}", table)
    model.script = lambda prompt: sql if "CREATE TABLE" in prompt else kind.want.prose or "{f1}"
    question = f"{STRANGE} {kind.text}" if kind.place == "question" else STRANGE
    thread = None
    if kind.place == "earlier question":
        thread = workspace.start_thread("a conversation")
        await workspace.ask(kind.text, thread_id=thread).answer()
    return [event async for event in workspace.ask(question, thread_id=thread).events()]


def _check_told(kind: Kind, events: list[Event]) -> None:
    """Rows may show what a cell holds, and `run.started` the question; neither is ours to change."""
    said = " ".join(_said(event) for event in events)
    assert not [word for word in kind.want.never if word in said], (kind, said)
    shown = " ".join(dumps(event.happening) for event in events if isinstance(event.happening, TableReady))
    assert "CANARY" not in shown, kind
    assert isinstance(events[-1].happening, (RunFinished, RunFailed)), kind


def _said(event: Event) -> str:
    """But for hints, which list names as the files have them."""
    match event.happening:
        case TextDelta(text=text):
            return text
        case SqlWritten(sql=sql):
            return sql
        case RunFinished(problem=problem) | RunFailed(problem=problem) if problem:
            return problem.message
        case _:
            return ""


def _check_prompts(model: Endpoint) -> None:
    """Whatever is of the data stands between the one opening and the one closing line of a fence."""
    for prompt in model.prompts:
        opened = re.findall(r"^<data-([0-9a-f]{8})>$", prompt, re.MULTILINE)
        assert opened
        for mark in opened:
            assert prompt.count(f"</data-{mark}>") == 1
        outside = re.sub(r"<data-([0-9a-f]{8})>\n.*?\n</data-\1>", "", prompt, flags=re.DOTALL)
        assert not [
            sign
            for sign in ("Ignore all", "maintenance mode", "im_start", "[INST]", "vergiss", "override")
            if sign in outside
        ]


def _files(folder: Path, place: Place, injected: tuple[Kind, ...]) -> list[Path]:
    headers = ["order_id", "region", "amount"]
    rows: list[list[str]] = [[str(i), ("north", "south")[i % 2], str(i)] for i in range(48)]
    if place == "column name":
        headers += [kind.text for kind in injected]
        rows = [row + ["x"] * len(injected) for row in rows]
    elif place == "cell":
        headers.append("status")
        rows = [[*row, injected[i % 6].text] for i, row in enumerate(rows)]
    elif place == "document":
        headers.append("body")
        rows = [[*row, f"Dear all,\n\n{injected[i % len(injected)].text}\n\nRegards {i}"] for i, row in enumerate(rows)]
    found = [_written(folder / "orders.csv", headers, rows)]
    if place == "file name":
        for number, kind in enumerate(injected[:6]):
            name = re.sub(r"[/\x00]", " ", kind.text)[:80]
            found.append(_written(folder / f"{name}.csv", ["code", "label"], [[str(number), "a"], ["9", "b"]]))
    return found


def _written(path: Path, headers: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def _state(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}

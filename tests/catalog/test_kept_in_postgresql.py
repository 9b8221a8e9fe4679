"""Saved queries, verified answers, dashboards, links, reviews and schedules in a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from catalog import Overtaken
from core.question import Caller
from core.schedule import Every, FolderTarget
from workspace import Saving, Workspace
from workspace.kept.reviews import Said
from workspace.schedules.wanted import Wanted

ANA = Caller(name="ana")


def _opened(folder: Path) -> Workspace:
    return Workspace.open("default", folder / "data", model=None, clock=lambda: date(2025, 1, 1))


async def test_what_people_keep_is_kept_in_postgresql(
    postgresql: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLESPEAK_CATALOG_URL", postgresql())
    monkeypatch.setenv("TABLESPEAK_EXPORT_DIR", str(tmp_path / "drop"))
    orders = tmp_path / "orders.csv"
    orders.write_text("id,region,amount\n1,north,10\n2,south,20\n3,north,5\n", encoding="utf-8")
    async with _opened(tmp_path) as workspace:
        async for _ in workspace.add([orders]):
            pass
        run = workspace.ask("total amount in north")
        await run.answer()
        record = workspace.runs.record(run.id)
        entry = await workspace.queries.save_run(record, Saving(name="northern"), ANA)
        await workspace.queries.update("northern", {"title": "In the north"}, ANA)
        with pytest.raises(Overtaken):
            await workspace.queries.update("northern", {"title": "Late"}, ANA, base=entry.record.number)
        workspace.verified.verify("northern", ANA, by="Ana")
        tile = {"kind": "query", "id": "t", "query": "northern", "x": 0, "y": 0, "w": 6, "h": 4}
        board = workspace.dashboards.create({"title": "Shop", "tiles": [tile]}, ANA)
        workspace.shares.make(board.name, ANA)
        await workspace.reviews.give(record, Said(verdict="wrong", cause="filter", words="of all"), ANA)
        schedule = await workspace.schedules.create(
            Wanted(query="northern", when=Every(unit="days", at="08:00"), targets=(FolderTarget(path="in"),)), ANA
        )
        _, going = workspace.schedules.run_now(schedule.id)
        assert (await going).status == "sent"

    async with _opened(tmp_path) as again:
        assert [one.number for one in again.queries.versions("northern")] == [2, 1]
        answer = await again.ask("total amount in south").answer()
        assert answer.receipt is not None
        assert answer.receipt.verified is not None
        assert answer.receipt.verified.by == "Ana"
        tiles = [one async for one in again.dashboards.run(again.dashboards.record(board.name).spec, {}, ANA)]
        assert [one.problem for one in tiles] == [None]
        assert len(again.shares.list(board.name)) == 1
        assert [one.feedback.cause for one in again.reviews.list()] == ["filter"]
        assert [one.status for one in again.schedules.runs(schedule.id)] == ["sent"]
        orders.write_text("id,region,amount\n1,north,10\n2,south,20\n3,north,6\n", encoding="utf-8")
        async for _ in again.add([orders]):
            pass
        (change,) = await again.regressions.changes()
        assert (change.change.before.value, change.change.after.value) == ("15", "16")

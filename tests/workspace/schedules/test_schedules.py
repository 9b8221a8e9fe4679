from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from catalog import Catalog, ScheduleRecord, ScheduleRunRecord
from core.errors import InvalidInput, UnknownName
from core.question import Caller
from core.schedule import Cron, Delivery, Every, FolderTarget, Outcome, WebhookTarget
from tests.workspace.schedules.receivers import webhook
from workspace import Saving, Workspace
from workspace.layout import catalog_place
from workspace.schedules.ticking import Ticking
from workspace.schedules.wanted import Change, Wanted

HEAD = "day,region,amount\n"
FIRST = HEAD + "2024-01-03,north,10\n2024-01-04,south,20\n2024-02-05,north,12\n"
MORE = FIRST + "2024-02-06,west,58\n"
DAILY = Every(unit="days", at="08:00")
ME = Caller(name="ana")


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TABLESPEAK_EXPORT_DIR", str(tmp_path / "drop"))
    monkeypatch.setenv("TABLESPEAK_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
    return tmp_path / "drop"


@pytest.fixture
async def shop(tmp_path: Path, drop: Path) -> AsyncIterator[Workspace]:
    async with Workspace.open("default", tmp_path / "data", model=None) as workspace:
        await load(workspace, tmp_path, FIRST)
        yield workspace


async def load(workspace: Workspace, folder: Path, text: str) -> None:
    path = folder / "sales.csv"
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    async for _ in workspace.add([path]):
        pass


async def scheduled(workspace: Workspace, question: str = "total amount by region", **wanted: object) -> ScheduleRecord:
    run = workspace.ask(question)
    assert (await run.answer()).status == "answered"
    given: dict[str, object] = {"run_id": run.id, "when": DAILY, "targets": (FolderTarget(path="sales"),), **wanted}
    return await workspace.schedules.create(Wanted(**given), ME)  # type: ignore[arg-type]


async def sent(workspace: Workspace, record: ScheduleRecord) -> ScheduleRunRecord:
    _, going = workspace.schedules.run_now(record.id)
    return await going


def make_due(catalog: Catalog, record: ScheduleRecord, moment: datetime) -> None:
    catalog.schedules.change(record.id, schedule=record.schedule, status="active", next_at=moment)


async def test_an_answer_is_sent_to_a_folder(shop: Workspace, drop: Path) -> None:
    run = await sent(shop, await scheduled(shop))
    assert run.status == "sent", run.outcome.problem
    (name,) = await asyncio.to_thread(os.listdir, drop / "sales")
    with pypdfium2.PdfDocument(drop / "sales" / name) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "north" in text


async def test_what_changed_since_the_last_run_is_told(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    await sent(shop, record)
    await load(shop, tmp_path, MORE)
    run = await sent(shop, record)
    (item,) = run.outcome.items
    told = "; ".join(item.changed)
    assert run.outcome.since is not None
    assert "sales is version 2, was 1, 1 row more" in told
    assert "42 then, 100 now (+138.1%)" in told
    assert "New: west" in told
    assert "3 rows, 1 row more" in told
    run = await sent(shop, record)
    assert run.outcome.items[0].changed == ()


async def test_the_figures_of_the_prose_are_checked_again(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    (item,) = (await sent(shop, record)).outcome.items
    assert (item.held, item.no_longer) == (len(item.sentences), ())
    await load(shop, tmp_path, MORE)
    (item,) = (await sent(shop, record)).outcome.items
    assert item.no_longer
    assert all("58" not in sentence for sentence in item.no_longer)
    assert any("58" in sentence for sentence in item.sentences)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FIRST.replace("amount", "price"), "sales.amount is not there any more"),
        (
            FIRST.replace("12", "twelve").replace("10", "ten").replace("20\n", "twenty\n"),
            "sales.amount was integer and is text now",
        ),
    ],
)
async def test_a_schema_that_drifted_stops_it_with_a_reason(
    shop: Workspace, tmp_path: Path, drop: Path, text: str, reason: str
) -> None:
    record = await scheduled(shop)
    await load(shop, tmp_path, text)
    run = await sent(shop, record)
    assert run.status == "stopped"
    stopped = shop.schedules.get(record.id)
    assert (stopped.status, stopped.next_at) == ("stopped", None)
    assert stopped.problem is not None
    assert reason in stopped.problem.message
    assert not await asyncio.to_thread(drop.exists)
    assert next(notice.kind for notice in shop.notices.list("me")) == "schedule_stopped"


async def test_one_that_was_stopped_goes_on_with_the_schema_as_it_is_once_somebody_looked(
    shop: Workspace, tmp_path: Path
) -> None:
    record = await scheduled(shop)
    await load(shop, tmp_path, FIRST.replace("amount", "price"))
    await sent(shop, record)
    with pytest.raises(Exception, match="amount"):
        await shop.schedules.resume(record.id)
    assert shop.schedules.get(record.id).status == "stopped"
    await load(shop, tmp_path, MORE)
    resumed = await shop.schedules.resume(record.id)
    assert (resumed.status, resumed.problem) == ("active", None)
    assert (await sent(shop, resumed)).status == "sent"


async def test_a_column_that_is_not_read_may_change(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    await load(shop, tmp_path, FIRST.replace("day,", "date_of_sale,"))
    assert (await sent(shop, record)).status == "sent"


async def test_what_is_due_is_claimed_once_and_what_was_missed_is_made_up_for_once(
    shop: Workspace, tmp_path: Path
) -> None:
    record = await scheduled(shop, when=Cron(expression="0 * * * *"))
    this_hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    catalog = Catalog(catalog_place(tmp_path / "data"))
    try:
        make_due(catalog, record, this_hour - timedelta(hours=5))
        due = shop.schedules.get(record.id)
        async with Workspace.open("default", tmp_path / "data", model=None) as other:
            tasks = [one.schedules.claim(due, datetime.now(UTC)) for one in (shop, other, shop)]
            (task,) = [one for one in tasks if one is not None]
            run = await task
        assert (run.status, run.outcome.missed) == ("sent", 5)
        following = shop.schedules.get(record.id).next_at
        assert following is not None
        assert following > datetime.now(UTC)
        assert catalog.schedules.due(datetime.now(UTC)) == ()
        assert len(shop.schedules.runs(record.id)) == 1
    finally:
        catalog.close()


async def test_the_clock_begins_what_is_due(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    catalog = Catalog(catalog_place(tmp_path / "data"))
    ticking = Ticking(catalog, lambda _: shop.schedules, seconds=0.05)
    try:
        make_due(catalog, record, datetime.now(UTC))
        ticking.start()
        for _ in range(400):
            runs = shop.schedules.runs(record.id)
            if runs and runs[0].status == "sent":
                break
            await asyncio.sleep(0.05)
        assert [run.status for run in shop.schedules.runs(record.id)] == ["sent"]
    finally:
        ticking.stop()
        catalog.close()


async def test_a_run_that_was_cut_off_is_begun_again_once_and_says_so(shop: Workspace, tmp_path: Path) -> None:
    catalog = Catalog(catalog_place(tmp_path / "data"))
    try:
        with webhook() as received:
            targets = (FolderTarget(path="sales"), WebhookTarget(url=received.address))
            record = await scheduled(shop, targets=targets)
            due_at = datetime.now(UTC)
            known = (
                Delivery(target="folder sales", status="sent", attempts=1, told="written"),
                Delivery(target="webhook 127.0.0.1", status="sending", attempts=1),
            )
            catalog.schedules.begin(record.id, due_at, "gone", Outcome(deliveries=known))
            ((_, left),) = catalog.schedules.open_runs()
            task = shop.schedules.take_over(left)
            assert task is not None
            assert shop.schedules.take_over(left) is None
            run = await task
        assert (run.status, run.outcome.interrupted) == ("sent", 1)
        folder, hook = run.outcome.deliveries
        assert (folder.attempts, folder.maybe_twice) == (1, False)
        assert (hook.attempts, hook.maybe_twice, hook.status) == (2, True, "sent")
        assert received.objects[0]["maybe_sent_before"] is True
        assert any("begun again" in line for line in received.objects[0]["changes"])
    finally:
        catalog.close()


async def test_a_run_that_is_cut_off_twice_is_given_up(shop: Workspace, tmp_path: Path, drop: Path) -> None:
    catalog = Catalog(catalog_place(tmp_path / "data"))
    try:
        record = await scheduled(shop)
        catalog.schedules.begin(record.id, datetime.now(UTC), "gone", Outcome(interrupted=1))
        ((_, left),) = catalog.schedules.open_runs()
        task = shop.schedules.take_over(left)
        assert task is not None
        run = await task
        assert run.status == "failed"
        assert run.outcome.problem is not None
        assert run.outcome.problem.code == "interrupted"
        assert not await asyncio.to_thread(drop.exists)
    finally:
        catalog.close()


async def test_a_delivery_that_fails_does_not_keep_the_others(shop: Workspace, drop: Path) -> None:
    with webhook() as received:
        received.answers = [410]
        record = await scheduled(shop, targets=(WebhookTarget(url=received.address), FolderTarget(path="sales")))
        run = await sent(shop, record)
    assert run.status == "failed"
    assert [one.status for one in run.outcome.deliveries] == ["failed", "sent"]
    assert "410" in run.outcome.deliveries[0].told
    assert len(await asyncio.to_thread(os.listdir, drop / "sales")) == 1
    assert shop.schedules.get(record.id).status == "active"


async def test_a_paused_one_is_not_due(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    assert shop.schedules.pause(record.id).next_at is None
    assert shop.schedules.due_next(shop.schedules.get(record.id)) == ()
    resumed = await shop.schedules.resume(record.id)
    assert resumed.next_at is not None


async def test_changing_it_changes_when_and_where_to_but_not_what(shop: Workspace) -> None:
    record = await scheduled(shop)
    changed = shop.schedules.update(
        record.id,
        Change(
            title="Weekly", when=Every(unit="weeks", at="07:00", on="monday"), timezone="Europe/Berlin", format="xlsx"
        ),
    )
    assert (changed.schedule.title, changed.schedule.format) == ("Weekly", "xlsx")
    assert changed.schedule.what == record.schedule.what
    assert changed.next_at is not None
    assert changed.next_at.astimezone(UTC).weekday() == 0


@pytest.mark.parametrize("wanted", ["pdf", "xlsx", "pptx", "html", "png", "svg"])
async def test_it_can_be_sent_in_every_format(shop: Workspace, drop: Path, wanted: str) -> None:
    await sent(shop, await scheduled(shop, format=wanted))
    (name,) = await asyncio.to_thread(os.listdir, drop / "sales")
    assert name.endswith(f".{wanted}")


async def test_what_cannot_be_scheduled_is_refused(shop: Workspace) -> None:
    record = await scheduled(shop)
    for wrong in (
        {"run_id": None},
        {"query": "x"},
        {"targets": ()},
        {"targets": (FolderTarget(path="../x"),)},
        {"targets": (WebhookTarget(url="http://10.0.0.1/"),)},
        {"timezone": "Nowhere"},
        {"when": Every(unit="days", at="25:00")},
        {"title": "  "},
    ):
        with pytest.raises((InvalidInput, UnknownName)):
            await scheduled(shop, **wrong)
    with pytest.raises(UnknownName):
        await scheduled(shop, run_id=None, dashboard="nothing")
    assert [one.id for one in shop.schedules.list()] == [record.id]


async def test_it_is_kept_as_it_was_made(shop: Workspace, tmp_path: Path) -> None:
    record = await scheduled(shop)
    async with Workspace.open("default", tmp_path / "data", model=None) as again:
        assert again.schedules.get(record.id) == record
    shop.schedules.delete(record.id)
    with pytest.raises(UnknownName):
        shop.schedules.get(record.id)


async def test_a_saved_query_is_sent_as_it_was_when_it_was_scheduled(shop: Workspace) -> None:
    spec = {
        "title": "By region",
        "sql": "SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY region",
    }
    entry = await shop.queries.create(spec, ME)
    record = await shop.schedules.create(Wanted(query=entry.name, when=DAILY, targets=(FolderTarget(),)), ME)
    await shop.queries.update(entry.name, {"sql": "SELECT 1 AS one"}, ME)
    run = await sent(shop, record)
    assert run.status == "sent", run.outcome.problem
    assert [column.name for column in run.outcome.items[0].columns] == ["region", "total"]


async def test_a_dashboard_is_sent_with_its_filters_frozen(shop: Workspace, drop: Path) -> None:
    run = shop.ask("total amount by region")
    await run.answer()
    await shop.queries.save_run(
        shop.runs.record(run.id), Saving(name="by-region", title="By region", parameters=()), ME
    )
    spec = {
        "title": "Sales",
        "tiles": [{"kind": "query", "id": "a", "query": "by-region", "x": 0, "y": 0, "w": 6, "h": 4}],
        "filters": [{"name": "region", "type": "text", "field": "sales.region"}],
    }
    board = shop.dashboards.create(spec, ME)
    wanted = Wanted(
        dashboard=board.name, given={"region": ("north",)}, when=DAILY, targets=(FolderTarget(),), format="html"
    )
    record = await shop.schedules.create(wanted, ME)
    shop.dashboards.delete(board.name)
    sent_run = await sent(shop, record)
    assert sent_run.status == "sent", sent_run.outcome.problem
    assert sent_run.outcome.items[0].rows == (("north", "22"),)
    (name,) = await asyncio.to_thread(os.listdir, drop)
    assert "region: north" in await asyncio.to_thread((drop / name).read_text, encoding="utf-8")

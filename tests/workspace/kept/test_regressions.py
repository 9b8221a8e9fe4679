"""Saved queries run again after the tables or the model changed."""

from __future__ import annotations

from pathlib import Path

from tests.workspace.kept.conftest import ANA, load, opened, orders, saved
from workspace import Workspace, read_model_changes


async def told(workspace: Workspace) -> list[tuple[str, str, str]]:
    found = await workspace.regressions.changes(verified_only=False)
    return [(one.change.name, one.change.change, one.change.cause) for one in found]


async def test_nothing_is_told_while_nothing_changes(shop: Workspace) -> None:
    await saved(shop, "total amount", verified=True)
    assert await told(shop) == []
    assert await told(shop) == []


async def test_a_new_version_of_a_table_tells_old_and_new_value(shop: Workspace, tmp_path: Path) -> None:
    await saved(shop, "total amount", verified=True)
    await saved(shop, "how many buyers")
    await told(shop)
    await load(shop, tmp_path, orders(60, factor=2))
    (record,) = await shop.regressions.changes(verified_only=False)
    assert (record.change.before.value, record.change.after.value) == ("2745", "3660")
    assert (record.change.change, record.change.cause, record.change.verified) == ("value", "tables", True)


async def test_a_query_whose_column_is_gone_is_broken_and_a_notice_says_so(shop: Workspace, tmp_path: Path) -> None:
    entry = await saved(shop, "total amount by region", verified=True)
    await told(shop)
    await load(shop, tmp_path, orders(60).replace("region", "area"))
    assert await told(shop) == [(entry.name, "broken", "tables")]
    assert shop.queries.get(entry.name).status == "broken"
    notices = [notice for notice in shop.notices.list("ana") if notice.kind == "query_broke"]
    assert [notice.about["query"] for notice in notices] == [entry.name]
    shop.versions.restore("orders", 1)
    assert (await told(shop))[0] == (entry.name, "mended", "tables")
    assert shop.queries.get(entry.name).status == "verified"


async def test_what_was_just_saved_has_its_figures_before_the_next_import(tmp_path: Path) -> None:
    async with opened(tmp_path) as workspace:
        await load(workspace, tmp_path, orders(60))
        await saved(workspace, "total amount")
    async with opened(tmp_path) as workspace:
        await load(workspace, tmp_path, orders(30))
        assert [change for _, change, _ in await told(workspace)] == ["value"]


async def test_two_processes_tell_a_change_once(shop: Workspace, tmp_path: Path) -> None:
    await saved(shop, "total amount", verified=True)
    await told(shop)
    async with opened(tmp_path) as other:
        await load(other, tmp_path, orders(30))
        assert len(await told(other)) == 1
        assert len(await told(shop)) == 1


async def test_the_preview_of_a_model_names_the_verified_query_that_changes(shop: Workspace) -> None:
    entry = await saved(shop, "average amount by region", verified=True)
    await shop.models.change(
        read_model_changes(
            [{"metric": "sold", "set": {"label": "sold", "entity": "orders", "expression": "sum(amount)"}}]
        )
    )
    await shop.models.publish()
    metric = await saved(shop, "sold by region", verified=True)
    await shop.models.change(read_model_changes([{"metric": "sold", "set": {"expression": "avg(amount)"}}]))
    preview = await shop.models.preview()
    named = {(one.kind, one.id): one for one in preview.affected}
    assert ("verified", metric.name) in named
    assert ("verified", entry.name) not in named
    assert named["verified", metric.name].before != named["verified", metric.name].after
    await told(shop)
    await shop.models.publish()
    assert (await told(shop))[0] == (metric.name, "value", "model")
    assert shop.queries.get(metric.name).record.made_by == ANA.name

"""Specs as files: exported, imported, checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.saved import Dashboard, QueryTile
from tests.workspace.kept.conftest import ANA, load, opened, orders, saved
from workspace import Workspace


@pytest_asyncio.fixture
async def folder(shop: Workspace, tmp_path: Path) -> Path:
    """Of one query and a dashboard of it."""
    entry = await saved(shop, "total amount in north by buyer")
    tile = QueryTile(id="a", query=entry.name, x=0, y=0, w=6, h=4)
    shop.dashboards.keep(Dashboard(name="shop", title="Shop", tiles=(tile,)), ANA, base=0)
    await shop.specs.export(tmp_path / "specs")
    return tmp_path / "specs"


@pytest_asyncio.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Workspace]:
    (tmp_path / "other").mkdir()
    async with opened(tmp_path / "other") as workspace:
        await load(workspace, tmp_path / "other", orders(60))
        yield workspace


QUERY = "queries/total-amount-in-north-by-buyer.yaml"


def edit(folder: Path, old: str, new: str, path: str = QUERY) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def whole_text(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))


async def outcomes(workspace: Workspace, folder: Path, **how: bool) -> dict[str, str]:
    return {one.path: one.outcome for one in await workspace.specs.import_from(folder, ANA, **how)}


async def test_an_export_is_the_same_text_each_time_and_holds_no_rows(shop: Workspace, folder: Path) -> None:
    again = await shop.specs.export(folder)
    assert again.written == ()
    assert again.same == ("dashboards/shop.yaml", "figures.yaml", QUERY)
    assert "Buyer1" not in whole_text(folder)


async def test_comments_in_a_file_stay_when_it_is_exported_again(shop: Workspace, folder: Path) -> None:
    edit(folder, "title: total", "# what the board looks at\ntitle: total")
    await shop.queries.update("total-amount-in-north-by-buyer", {"title": "North"}, ANA)
    await shop.specs.export(folder)
    text = (folder / QUERY).read_text(encoding="utf-8")
    assert "# what the board looks at" in text
    assert "title: North" in text


async def test_what_is_exported_comes_back_the_same_elsewhere(
    shop: Workspace, folder: Path, elsewhere: Workspace
) -> None:
    assert await outcomes(elsewhere, folder) == {QUERY: "created", "dashboards/shop.yaml": "created"}
    name = "total-amount-in-north-by-buyer"
    assert elsewhere.queries.get(name).query == shop.queries.get(name).query
    assert elsewhere.dashboards.record("shop").spec == shop.dashboards.record("shop").spec
    assert await outcomes(elsewhere, folder) == {QUERY: "same", "dashboards/shop.yaml": "same"}


async def test_a_change_in_a_file_is_a_new_version(shop: Workspace, folder: Path) -> None:
    edit(folder, "title: total amount in north by buyer", "title: North")
    assert (await outcomes(shop, folder, dry=True))[QUERY] == "changed"
    assert shop.queries.get("total-amount-in-north-by-buyer").record.number == 1
    assert (await outcomes(shop, folder))[QUERY] == "changed"
    assert [one.spec.title for one in shop.queries.versions("total-amount-in-north-by-buyer")] == [
        "North",
        "total amount in north by buyer",
    ]


async def test_a_file_that_both_sides_changed_is_a_conflict_and_nothing_is_lost(shop: Workspace, folder: Path) -> None:
    edit(folder, "title: total amount in north by buyer", "title: Theirs")
    await shop.queries.update("total-amount-in-north-by-buyer", {"title": "Ours"}, ANA)
    assert (await outcomes(shop, folder))[QUERY] == "conflict"
    assert shop.queries.get("total-amount-in-north-by-buyer").query.title == "Ours"
    assert (await outcomes(shop, folder, take_files=True))[QUERY] == "conflict"
    titles = [one.spec.title for one in shop.queries.versions("total-amount-in-north-by-buyer")]
    assert titles[:2] == ["Theirs", "Ours"]


async def test_a_file_that_was_not_changed_since_does_not_undo_what_was_changed_here(
    shop: Workspace, folder: Path
) -> None:
    await shop.queries.update("total-amount-in-north-by-buyer", {"title": "Newer"}, ANA)
    assert (await outcomes(shop, folder))[QUERY] == "older"
    assert shop.queries.get("total-amount-in-north-by-buyer").query.title == "Newer"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: total", "titel: total", "title"),
        ("entity: orders\n  measures", "entity: orders\n  mesures", "mesures"),
        ("name: total-amount", "name: other-amount", "called"),
        ("spec_version: 1", "spec_version: 9", "version 1"),
        ("- /where/right/value", "- /where/left/nothing", "cannot fill"),
        ("title: total", "title: [total", "YAML"),
    ],
)
async def test_a_file_that_makes_no_sense_is_refused_and_the_others_are_taken(
    shop: Workspace, folder: Path, elsewhere: Workspace, old: str, new: str, told: str
) -> None:
    edit(folder, old, new)
    found = {one.path: one for one in await elsewhere.specs.import_from(folder, ANA)}
    assert found[QUERY].outcome == "refused"
    assert told in (found[QUERY].problem or "")
    assert elsewhere.queries.names() == ()


async def test_a_check_says_what_moved_and_what_a_change_of_the_schema_broke(
    shop: Workspace, folder: Path, tmp_path: Path
) -> None:
    async def verdicts() -> dict[str, str]:
        return {one.path: one.verdict for one in await shop.specs.check(folder)}

    assert set((await verdicts()).values()) == {"ok"}
    await load(shop, tmp_path, orders(60, factor=2))
    assert (await verdicts())[QUERY] == "moved"
    await shop.specs.check(folder, record=True)
    assert (await verdicts())[QUERY] == "ok"
    await load(shop, tmp_path, orders(60).replace("amount", "worth"))
    found = {one.path: one for one in await shop.specs.check(folder)}
    assert found[QUERY].verdict == "broken"
    assert "amount" in (found[QUERY].problem or "")
    (folder / QUERY).unlink()
    shop.queries.delete("total-amount-in-north-by-buyer")
    assert (await verdicts())["dashboards/shop.yaml"] == "broken"

"""Dashboards that are proposed and changed in words, over a small shop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.errors import UnknownName
from core.plan import Comparison, FieldRef, Value
from core.question import Caller, RowRule
from core.saved import GRID_COLUMNS, DashboardDraft, QueryTile, TextTile
from core.ways import Declined
from workspace import Workspace

TODAY = date(2024, 12, 31)
REGIONS = ("North", "South", "East", "West")


def _orders() -> str:
    lines = ["order_id,order_date,region,channel,status,amount,remark"]
    for number in range(400):
        day = date(2023, 1, 2) + timedelta(days=number * 7 // 4)
        region, channel = REGIONS[number % 4], ("web", "shop", "phone")[number * 5 % 3]
        remark = (
            "Came late but in one piece and well packed" if number % 3 else "Wrong colour so I sent it back at once"
        )
        status = "paid" if number % 5 else "open"
        lines.append(f"{number + 1},{day},{region},{channel},{status},{20 + number * 37 % 180}.50,{remark}")
    return "\n".join(lines)


def _returns() -> str:
    lines = ["return_id,order_id,reason,refund"]
    lines += [f"{n},{n * 7 % 400 + 1},{('broken', 'late', 'too small')[n % 3]},{10 + n % 40}" for n in range(1, 90)]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("designing")
    files = [folder / "orders.csv", folder / "returns.csv"]
    for path, text in zip(files, (_orders(), _returns()), strict=True):
        path.write_text(text, encoding="utf-8")

    async def fill() -> None:
        async with Workspace.open("default", folder / "data", model=None) as workspace:
            async for _ in workspace.add(files):
                pass

    asyncio.run(fill())
    return folder / "data"


@pytest.fixture
async def shop(shop_folder: Path) -> AsyncIterator[Workspace]:
    async with Workspace.open("default", shop_folder, model=None, clock=lambda: TODAY) as workspace:
        yield workspace


def titles(draft: DashboardDraft) -> list[str]:
    """In reading order."""
    queries = {query.name: query.title for query in draft.queries}
    tiles = sorted(draft.dashboard.tiles, key=lambda tile: (tile.y, tile.x))
    return [tile.text if isinstance(tile, TextTile) else tile.title or queries[tile.query] for tile in tiles]


def assert_on_grid(draft: DashboardDraft) -> None:
    taken: set[tuple[int, int]] = set()
    for tile in draft.dashboard.tiles:
        cells = {(x, y) for x in range(tile.x, tile.x + tile.w) for y in range(tile.y, tile.y + tile.h)}
        assert tile.x + tile.w <= GRID_COLUMNS
        assert not cells & taken
        taken |= cells


async def test_a_dashboard_has_figures_a_trend_breakdowns_and_a_table(shop: Workspace) -> None:
    draft = await shop.design_dashboard()
    shown = [query.chart.show for query in draft.queries]
    assert shown.count("number") == 3
    assert shown.count("table") >= 1
    assert "Total amount by month" in titles(draft) or "Total amount by quarter" in titles(draft)
    assert "Total amount by region" in titles(draft)
    assert len({query.plan for query in draft.queries}) == len(draft.queries)
    assert_on_grid(draft)


async def test_each_tile_of_a_dashboard_returns_rows(shop: Workspace) -> None:
    draft = await shop.design_dashboard(table="returns")
    for query in draft.queries:
        assert query.plan is not None
        answer = await shop.ask(query.title, plan=query.plan).answer()
        assert answer.result is not None
        assert answer.result.rows


async def test_what_people_wrote_is_shown_where_there_is_text(shop: Workspace) -> None:
    assert "Remark, as written" in titles(await shop.design_dashboard(table="orders", most=12))


async def test_an_overview_of_the_data_has_six_tiles(shop: Workspace) -> None:
    assert len((await shop.design_dashboard(most=6)).dashboard.tiles) == 6


async def test_a_topic_leads_to_its_table_and_its_columns(shop: Workspace) -> None:
    draft = await shop.design_dashboard("refunds")
    assert draft.dashboard.title == "Refunds"
    assert {query.plan.entity for query in draft.queries if query.plan} == {"returns"}
    assert titles(draft)[0] == "Total refund"


async def test_a_question_as_topic_keeps_its_filters(shop: Workspace) -> None:
    draft = await shop.design_dashboard("total amount by channel in North")
    assert all(query.plan is not None and query.plan.where is not None for query in draft.queries)
    assert "Total amount by region" not in titles(draft)


async def test_the_last_question_of_a_thread_is_gone_on_from(shop: Workspace) -> None:
    thread = shop.start_thread("Regions")
    await shop.ask("total amount by channel for South", thread_id=thread).answer()
    draft = await shop.design_dashboard(thread_id=thread)
    assert "Total amount by channel" in titles(draft)
    assert all(query.plan is not None and query.plan.where is not None for query in draft.queries)


async def test_words_and_tables_that_are_not_there_are_refused(shop: Workspace) -> None:
    with pytest.raises(Declined, match="zebras"):
        await shop.design_dashboard("zebras")
    with pytest.raises(UnknownName):
        await shop.design_dashboard(table="order")


async def test_names_in_use_are_not_taken(shop: Workspace) -> None:
    first = await shop.design_dashboard()
    taken = {first.dashboard.name, *(query.name for query in first.queries)}
    second = await shop.design_dashboard(taken=taken)
    assert not taken & {second.dashboard.name, *(query.name for query in second.queries)}


async def test_a_tile_gets_another_chart_and_other_periods(shop: Workspace) -> None:
    draft = await shop.design_dashboard()
    changed = await shop.change_dashboard(draft, "make the second a line by week")
    query = next(query for query in changed.queries if query.title.endswith("by week"))
    assert query.plan is not None
    assert query.plan.dimensions[0].grain == "week"
    tile = next(one for one in changed.dashboard.tiles if isinstance(one, QueryTile) and one.query == query.name)
    assert tile.view.mark == "line"
    assert_on_grid(changed)


async def test_a_question_becomes_a_tile(shop: Workspace) -> None:
    changed = await shop.change_dashboard(await shop.design_dashboard(), "add returns by reason")
    assert titles(changed)[-1] == "Returns by reason"
    assert changed.queries[-1].plan is not None
    assert changed.queries[-1].plan.entity == "returns"
    assert changed.told == ("Added “Returns by reason”.",)


async def test_a_value_filters_every_tile_it_fits(shop: Workspace) -> None:
    changed = await shop.change_dashboard(await shop.design_dashboard(table="orders"), "only North on all tiles")
    (made,) = changed.dashboard.filters
    assert (made.field, made.default) == ("orders.region", ("North",))
    assert {target.tile for target in made.targets} == {tile.id for tile in changed.dashboard.tiles}


async def test_another_value_of_the_same_field_takes_the_place_of_the_first(shop: Workspace) -> None:
    draft = await shop.change_dashboard(await shop.design_dashboard(table="orders"), "only North")
    (made,) = (await shop.change_dashboard(draft, "only South")).dashboard.filters
    assert made.default == ("South",)


async def test_tiles_are_removed_moved_renamed_and_resized(shop: Workspace) -> None:
    draft = await shop.design_dashboard()
    table = next(query.title for query in draft.queries if query.chart.show == "table")
    changed = await shop.change_dashboard(
        draft, "remove the table; move the trend to the top and make it full width. Rename it to “How it went”"
    )
    assert table not in titles(changed)
    assert titles(changed)[0] == "How it went"
    first = min(changed.dashboard.tiles, key=lambda tile: (tile.y, tile.x))
    assert first.w == GRID_COLUMNS
    assert len(changed.queries) == len(draft.queries) - 1
    assert_on_grid(changed)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("remove the first two", 2),
        ("remove the first, the third and the last", 3),
        ("remove the breakdown by region", 1),
    ],
)
async def test_tiles_are_named_by_count_by_list_and_by_kind_with_title(shop: Workspace, words: str, left: int) -> None:
    draft = await shop.design_dashboard(table="orders")
    changed = await shop.change_dashboard(draft, words)
    assert len(changed.dashboard.tiles) == len(draft.dashboard.tiles) - left


async def test_a_filter_is_offered_without_a_value(shop: Workspace) -> None:
    (made,) = (
        await shop.change_dashboard(await shop.design_dashboard("orders"), "add a filter for channel")
    ).dashboard.filters
    assert (made.field, made.default) == ("orders.channel", None)


async def test_a_word_that_is_no_value_filters_nothing(shop: Workspace) -> None:
    with pytest.raises(Declined):
        await shop.change_dashboard(await shop.design_dashboard(table="orders"), "only orders where status is purple")


async def test_what_is_not_understood_is_told_and_the_rest_is_done(shop: Workspace) -> None:
    draft = await shop.design_dashboard()
    changed = await shop.change_dashboard(
        draft, "rename the first to Sales and make the moon blue; remove the zebra tile"
    )
    assert titles(changed)[0] == "Sales"
    assert any("moon" in said for said in changed.told)
    assert any("zebra" in said for said in changed.told)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("do something nice", "not a change"),
        ("only Atlantis on all tiles", "Atlantis"),
        ("make the ninety a pie", "No tile"),
        ("make it wider", "which tile"),
        ("add the number of unicorns by planet", "unicorns"),
        ("make the first a map", "cannot be drawn"),
        ("refresh every 7 minutes", "every 7 minutes"),
        ("", "Nothing was said"),
    ],
)
async def test_what_cannot_be_done_is_declined_with_a_reason(shop: Workspace, words: str, why: str) -> None:
    with pytest.raises(Declined, match=why):
        await shop.change_dashboard(await shop.design_dashboard(), words)


async def test_a_saved_query_is_left_as_it_is(shop: Workspace) -> None:
    draft = await shop.design_dashboard()
    saved = {query.name for query in draft.queries}
    changed = await shop.change_dashboard(draft, "make the trend by week", saved=saved)
    (new,) = {query.name for query in changed.queries} - saved
    assert any(isinstance(tile, QueryTile) and tile.query == new for tile in changed.dashboard.tiles)


async def test_a_caller_with_rules_gets_no_tile_of_rows_it_may_not_see(shop: Workspace) -> None:
    region = FieldRef(entity="orders", name="region")
    only_north = Comparison(left=region, operator="=", right=Value(value="North", type="text"))
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=only_north),))
    draft = await shop.design_dashboard(table="orders", caller=caller)
    assert "Total amount by region" not in titles(draft)


async def test_what_has_coordinates_is_put_on_a_map_and_degrees_are_no_key_figure(tmp_path: Path) -> None:
    rows = (f"S{n},{('Lyon', 'Nice')[n % 2]},{45 + n / 50},{4 + n / 30},{8 + n * 7 % 30}" for n in range(60))
    (tmp_path / "stations.csv").write_text("station,city,lat,lng,docks\n" + "\n".join(rows) + "\n", encoding="utf-8")
    async with Workspace.open("default", tmp_path / "data", model=None, clock=lambda: TODAY) as workspace:
        async for _ in workspace.add([tmp_path / "stations.csv"]):
            pass
        draft = await workspace.design_dashboard("stations")
        board = await workspace.dashboards.keep_draft(draft, Caller(name="ana"))
        tiles = [one async for one in workspace.dashboards.run(board.spec, {}, Caller(name="ana"))]
    measured = {one.title for one in draft.queries if one.plan is not None and one.plan.measures}
    assert not any("lat" in title.lower() or "lng" in title.lower() for title in measured)
    (places,) = [tile for tile in tiles if tile.chart is not None and tile.chart.mark == "map"]
    assert places.result is not None
    assert places.result.row_count == 60

"""What is saved is run for its caller: nothing of a hidden row or column."""

from __future__ import annotations

from core.plan import Comparison, FieldRef, Value
from core.question import Caller, RowRule
from core.saved import Dashboard, QueryTile
from tests.workspace.kept.conftest import ANA, asked, saved
from workspace import Workspace

NORTH = Comparison(left=FieldRef(entity="orders", name="region"), operator="=", right=Value(value="north", type="text"))
BEN = Caller(name="ben", rules=(RowRule(table="orders", where=NORTH, masked_columns=("buyer",)),))


async def test_a_saved_query_a_verified_one_and_a_shared_tile_hold_to_row_rules(shop: Workspace) -> None:
    entry = await saved(shop, "how many orders by region", verified=True)
    answer = await shop.queries.run(entry.name, {}, BEN).answer()
    assert answer.result is not None
    assert [row[0] for row in answer.result.rows] == ["north"]
    verified = await asked(shop, "How many orders by region?", BEN)
    assert verified.receipt is not None
    assert verified.receipt.decided_by == "verified query"
    assert verified.result is not None
    assert [row[0] for row in verified.result.rows] == ["north"]
    tile = QueryTile(id="a", query=entry.name, x=0, y=0, w=6, h=4)
    board = shop.dashboards.keep(Dashboard(name="shop", title="Shop", tiles=(tile,)), ANA, base=0).spec
    whole = [one async for one in shop.dashboards.run(board, {}, ANA)]
    _, token = shop.shares.make("shop", BEN)
    shared = shop.shares.open(shop.link_of(token))
    seen = [one async for one in shop.shares.run(shared, {})]
    assert whole[0].result is not None
    assert seen[0].result is not None
    assert (len(whole[0].result.rows), len(seen[0].result.rows)) == (3, 1)

"""What a caller with rules is shown of a table: the rows and cells it may see, and no count of others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from core.plan import Comparison, FieldRef, Value
from core.question import Caller, RowRule
from wire import dumps
from workspace import Workspace
from workspace.profiles import RowFilter

ORDERS = "region,buyer,amount\n" + "".join(
    f"north,Visible{i % 5},{i % 9}\n" if i % 4 else f"south,Zyxbuyer,{900000 + i}\n" for i in range(1, 81)
)
NORTH = Comparison(left=FieldRef(entity="orders", name="region"), operator="=", right=Value(value="north", type="text"))
CALLER = Caller(name="ana", rules=(RowRule(table="orders", where=NORTH, masked_columns=("buyer",)),))
EVERYBODY = Caller()


@pytest_asyncio.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    async with Workspace.open("rules", tmp_path / "data", model=None) as found:
        async for _ in found.add([tmp_path / "orders.csv"]):
            pass
        yield found


async def test_no_look_at_a_table_tells_of_a_hidden_row_or_cell(workspace: Workspace) -> None:
    for caller in (EVERYBODY, CALLER):
        looks = [
            await workspace.profiles.profile("orders", caller),
            (await workspace.profiles.distributions("orders", ("region", "buyer", "amount"), caller))[1],
            await workspace.profiles.quality("orders", caller),
            await workspace.profiles.rows("orders", caller),
        ]
        said = " ".join(dumps(look) for look in looks)
        for hidden in ("Zyx", "9000", "south", "Visible"):
            assert (hidden in said) is (caller is EVERYBODY), (hidden, caller.name)
    page = await workspace.profiles.rows("orders", CALLER, wanted=RowFilter(kind="empty", column="buyer"))
    assert page.total == 60
    assert (await workspace.profiles.profile("orders", CALLER)).rows == 60


async def test_a_new_version_is_looked_at_anew(workspace: Workspace, tmp_path: Path) -> None:
    assert (await workspace.profiles.quality("orders", EVERYBODY)).rows == 80
    (tmp_path / "orders.csv").write_text("region,buyer,amount\nnorth,Anna,1\n", encoding="utf-8")
    async for _ in workspace.add([tmp_path / "orders.csv"]):
        pass
    quality = await workspace.profiles.quality("orders", EVERYBODY)
    assert (quality.rows, quality.version) == (1, 2)
    found = await workspace.profiles.distributions("orders", ("region",), EVERYBODY)
    assert found[1]["region"].values == (("north", 1),)

"""Words that a language model suggests for names: one call, in the privacy mode, for a person to accept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agents.model_settings import Privacy
from core.errors import UnknownName
from core.model_change import ModelChange
from core.ways import Declined
from tests.agents.scripted_endpoint import endpoint
from tests.agents.shop_files import settings_for
from workspace import Workspace, read_model_changes

CRYPTIC = "cst_nm,odr_amt_x,zzq\n" + "".join(f"Mira{n},{n}.5,K{n % 3}\n" for n in range(1, 40))
TOLD: tuple[dict[str, Any], ...] = (
    {"of": "ledger.cst_nm", "label": "Customer name", "description": "Who ordered", "synonyms": ["client"]},
    {"of": "ledger.odr_amt_x", "label": "Order amount", "synonyms": ["order value", "Order amount", "zzq"]},
    {"of": "ledger.nothing", "label": "Not there"},
    {"of": "ledger.zzq", "label": "See http://evil.example/now", "description": "x" * 400},
)
LINES = "\n".join(json.dumps(one) for one in TOLD)


async def loaded(folder: Path, model: Any, privacy: Privacy) -> Workspace:
    (folder / "ledger.csv").write_text(CRYPTIC)
    workspace = Workspace.open("default", folder / "data", model=settings_for(model, privacy))
    async for _ in workspace.add([folder / "ledger.csv"]):
        pass
    return workspace


def said(changes: tuple[ModelChange, ...]) -> dict[str, dict[str, Any]]:
    return {change.target or "": dict(change.set) for change in changes}


@pytest.mark.parametrize("written", [LINES, f"```json\n{json.dumps(TOLD, indent=1)}\n```", f"Here:\n{LINES}\nDone."])
async def test_what_stands_in_the_answer_becomes_changes_and_the_rest_is_left_out(tmp_path: Path, written: str) -> None:
    with endpoint(written) as model:
        async with await loaded(tmp_path, model, "samples") as workspace:
            found = await workspace.suggest_words()
    assert said(found.changes) == {
        "ledger.cst_nm": {"label": "Customer name", "description": "Who ordered", "synonyms": ("client",)},
        "ledger.odr_amt_x": {"label": "Order amount", "synonyms": ("order value",)},
    }
    assert len(model.requests) == 1


async def test_nothing_counts_before_a_person_accepts_and_publishes(tmp_path: Path) -> None:
    with endpoint(LINES) as model:
        async with await loaded(tmp_path, model, "samples") as workspace:
            before = await workspace.model()
            found = await workspace.suggest_words(["ledger"])
            assert await workspace.model() == before
            await workspace.models.change(found.changes[:1])
            await workspace.models.publish()
            entity = (await workspace.model()).entity("ledger")
    assert entity.field("cst_nm").label == "Customer name"
    assert "label" in entity.field("cst_nm").by_person
    assert entity.field("odr_amt_x").label != "Order amount"


async def test_what_people_set_is_not_suggested_again(tmp_path: Path) -> None:
    mine = {"target": "ledger.cst_nm", "set": {"label": "Buyer", "description": "Mine", "synonyms": ["payer"]}}
    with endpoint(LINES) as model:
        async with await loaded(tmp_path, model, "samples") as workspace:
            await workspace.models.change(read_model_changes([mine]))
            await workspace.models.publish()
            assert "ledger.cst_nm" not in said((await workspace.suggest_words()).changes)
            assert "- ledger.cst_nm" not in model.prompts[0]


@pytest.mark.parametrize(("privacy", "sees"), [("schema", False), ("masked", False), ("samples", True)])
async def test_values_are_sent_only_where_the_privacy_mode_lets_them(
    tmp_path: Path, privacy: Privacy, sees: bool
) -> None:
    with endpoint(LINES) as model:
        async with await loaded(tmp_path, model, privacy) as workspace:
            await workspace.suggest_words()
            told = workspace.egress.latest()
    assert ("'K1'" in model.received) == sees
    assert ("K1" in told[0].requests[0].told.cells) == sees
    assert [request.texts for request in told[0].requests] == [
        tuple(part["content"] for part in json.loads(body)["messages"]) for body in model.requests
    ]


async def test_without_a_model_or_in_the_mode_none_nothing_is_sent(tmp_path: Path) -> None:
    with endpoint(LINES) as model:
        async with await loaded(tmp_path, model, "none") as workspace:
            with pytest.raises(Declined):
                await workspace.suggest_words()
        assert model.requests == []
    async with Workspace.open("default", tmp_path / "data", model=None) as workspace:
        with pytest.raises(Declined, match="No language model"):
            await workspace.suggest_words()


async def test_an_answer_without_words_and_an_unknown_table_are_told(tmp_path: Path) -> None:
    with endpoint("I would rather not.") as model:
        async with await loaded(tmp_path, model, "schema") as workspace:
            with pytest.raises(Declined, match="wrote no words"):
                await workspace.suggest_words()
            with pytest.raises(UnknownName):
                await workspace.suggest_words(["ledgr"])
            kept = workspace.egress.latest()
    assert [len(one.requests) for one in kept] == [0, 1]

"""The model edited in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.edge import run
from cli.model_words import choice_of
from core.errors import InvalidInput
from core.model_change import ModelChange
from tests.agents.scripted_endpoint import endpoint

Captured = pytest.CaptureFixture[str]

ORDERS = "order_id,ordered_on,city,amount\n" + "".join(
    f"{number},2024-{1 + number % 12:02}-05,{('Paris', 'Rome', 'Oslo')[number % 3]},{number * 10}.50\n"
    for number in range(1, 31)
)


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    monkeypatch.setenv("TABLESPEAK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(ORDERS)
    assert run(["load", "orders.csv"]) == 0
    capsys.readouterr()
    return tmp_path


def said(capsys: Captured, *command: str) -> str:
    assert run(list(command)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_unit_is_set_published_and_rolled_back(loaded: Path, capsys: Captured) -> None:
    assert "unit is now “EUR”" in said(capsys, "model", "set", "orders.amount", "unit=EUR", "synonyms=sales,takings")
    assert "unit: EUR" not in said(capsys, "model")
    assert "version 1 of the model" in said(capsys, "model", "publish")
    assert "unit: EUR" in said(capsys, "model")
    assert "synonyms: [sales, takings]" in said(capsys, "model")
    assert "* 1 " in said(capsys, "model", "versions")
    assert "version 2 of the model" in said(capsys, "model", "rollback", "0")
    assert "unit: EUR" not in said(capsys, "model")


def test_a_draft_is_shown_and_given_up(loaded: Path, capsys: Captured) -> None:
    said(capsys, "ask", "total amount")
    said(capsys, "model", "set", "orders.amount", "additivity=non_additive")
    assert "“total amount” (refused): 4665.00 → Which of these do you mean?" in said(capsys, "model", "draft")
    assert json.loads(said(capsys, "model", "discard", "--json")) == {"dropped": True}
    assert run(["model", "draft"]) == 2


def test_metrics_and_words_are_made_accepted_and_removed(loaded: Path, capsys: Captured) -> None:
    said(capsys, "model", "accept", "revenue")
    said(capsys, "model", "set", "metric:takings", "expression=SUM(amount) / COUNT(*)", "unit=EUR")
    said(capsys, "model", "synonym", "turnover", "orders.amount")
    said(capsys, "model", "set", "calendar", "fiscal_year_start=4", "week_start=sunday")
    said(capsys, "model", "publish")
    model = json.loads(said(capsys, "model", "--json"))
    assert [one["name"] for one in model["metrics"]] == ["revenue", "takings"]
    assert model["synonyms"] == [{"phrase": "turnover", "target": "orders.amount", "provenance": "person"}]
    assert model["calendar"] == {"week_start": 6, "fiscal_year_start": 4}
    said(capsys, "model", "remove", "metric:takings")
    said(capsys, "model", "remove", "synonym:turnover")
    said(capsys, "model", "publish")
    model = json.loads(said(capsys, "model", "--json"))
    assert [one["name"] for one in model["metrics"]] == ["revenue"]
    assert model["synonyms"] == []


def test_a_load_says_what_of_the_model_it_breaks(loaded: Path, capsys: Captured) -> None:
    said(capsys, "model", "set", "metric:takings", "expression=SUM(amount)")
    said(capsys, "model", "publish")
    (loaded / "orders.csv").write_text(ORDERS.replace("amount", "amounts"))
    assert "metric takings does not hold. It needs orders.amount." in said(capsys, "load", "orders.csv")
    assert "Perhaps orders.amounts" in said(capsys, "model", "breaks")


def test_what_cannot_be_set_is_one_line_with_what_to_do(loaded: Path, capsys: Captured) -> None:
    assert run(["model", "set", "orders.amout", "unit=EUR"]) == 2
    assert "Did you mean orders.amount" in capsys.readouterr().err
    assert run(["model", "set", "orders.amount", "unit"]) == 2
    assert "NAME=VALUE" in capsys.readouterr().err


def test_a_file_keeps_its_comments_from_export_to_import_and_back(loaded: Path, capsys: Captured) -> None:
    file = loaded / "model.yaml"
    assert "The model is in" in said(capsys, "model", "export", str(file))
    file.write_text(file.read_text().replace("label: amount", "label: Turnover  # as finance says"))
    assert "is now “Turnover”" in said(capsys, "model", "import", str(file))
    said(capsys, "model", "publish")
    said(capsys, "model", "export", str(file))
    assert "label: Turnover  # as finance says" in file.read_text()
    assert "Nothing is different." in said(capsys, "model", "import", str(file))


def test_an_export_for_another_tool_says_what_it_could_not_carry(loaded: Path, capsys: Captured) -> None:
    said(capsys, "model", "set", "orders.amount", "unit=EUR")
    said(capsys, "model", "publish")
    told = said(capsys, "model", "export", str(loaded / "dbt.yml"), "--format", "dbt")
    assert "orders.amount: dbt has no place for unit." in told
    assert "semantic_models:" in (loaded / "dbt.yml").read_text()
    assert run(["model", "import", str(loaded / "none.yml")]) == 2
    assert "none.yml cannot be read: no such file" in capsys.readouterr().err


def test_words_suggested_by_a_model_go_into_the_draft_when_accepted(
    loaded: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = '{"of": "orders.ordered_on", "label": "Order day", "description": "The day of the order", "synonyms": ["bought on"]}'
    with endpoint(line) as model:
        monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        listed = said(capsys, "model", "suggest")
        assert "orders.ordered_on: “Order day”; The day of the order; also called bought on" in listed
        assert run(["model", "draft"]) == 2
        capsys.readouterr()
        (told,) = json.loads(said(capsys, "model", "suggest", "orders", "--json"))["changes"]
        assert told["set"]["label"] == "Order day"
        assert "label was" in said(capsys, "model", "suggest", "--accept")
    said(capsys, "model", "publish")
    assert "label: Order day" in said(capsys, "model")


def test_numbers_choose_what_is_accepted() -> None:
    changes = [ModelChange(target=name, set={"label": name}) for name in "abc"]
    assert choice_of("3, 1 3", changes) == [changes[2], changes[0]]
    assert choice_of("all", changes) == changes
    assert choice_of("none", changes) == []
    with pytest.raises(InvalidInput):
        choice_of("4", changes)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from agents.model_settings import Privacy
from core.answer import Answer
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import CELLS, STRANGE, ask, settings_for

BY_STATUS = "SELECT status, SUM(amount) AS amount FROM orders GROUP BY status ORDER BY amount DESC"


async def narrated(folder: Path, privacy: Privacy, said: Reply | str) -> tuple[Answer, Endpoint]:
    with endpoint(BY_STATUS, said) as model:
        return await ask(folder, settings_for(model, privacy), STRANGE), model


def fact_mark(model: Endpoint, words: str) -> str:
    line = next(line for line in model.prompts[1].splitlines() if words in line)
    return line.split("}")[0].removeprefix("- ") + "}"


async def marks(folder: Path, privacy: Privacy) -> tuple[str, str]:
    """The marks of the total and of the leader."""
    _, model = await narrated(folder, privacy, "-")
    return fact_mark(model, "Total amount"), fact_mark(model, "Highest amount")


async def test_marks_are_filled_with_computed_figures(shop_dir: Path) -> None:
    total, leader = await marks(shop_dir, "samples")
    answer, model = await narrated(shop_dir, "samples", f"Shipped leads with {leader}. The total amount is {total}.")
    assert answer.text == "Shipped leads with 556.15. The total amount is 1,005.05."
    assert all(sentence.figures for sentence in answer.sentences)
    assert len(model.requests) == 2


async def test_a_wrong_figure_never_appears_and_the_rules_sentence_stands(shop_dir: Path) -> None:
    answer, _ = await narrated(shop_dir, "samples", "The total amount is 9,999.99.")
    assert "9,999" not in answer.text
    assert "556.15" in answer.text
    total, _ = await marks(shop_dir, "samples")
    mixed, _ = await narrated(shop_dir, "samples", f"Shipped leads with 777. The total amount is {total}.")
    assert "777" not in mixed.text
    assert "The total amount is 1,005.05." in mixed.text
    assert "556.15" in mixed.sentences[0].text


async def test_prose_without_a_figure_that_can_be_checked_is_dropped(shop_dir: Path) -> None:
    total, _ = await marks(shop_dir, "samples")
    answer, _ = await narrated(
        shop_dir, "samples", f"The total amount is {total}. Marketing is clearly doing wonders! See {{f99}}."
    )
    assert "Marketing" not in answer.text
    assert "{" not in answer.text


async def test_a_model_that_fails_at_wording_leaves_it_to_rules(shop_dir: Path) -> None:
    answer, _ = await narrated(shop_dir, "samples", error(401, "expired"))
    assert answer.status == "answered"
    assert "556.15" in answer.text


async def test_masked_facts_leave_without_names_and_figures(shop_dir: Path) -> None:
    total, _ = await marks(shop_dir, "masked")
    answer, model = await narrated(shop_dir, "masked", f"The total amount is {total}.")
    assert answer.text == "The total amount is 1,005.05."
    received = model.received.casefold()
    assert {cell for cell in (*CELLS, "shipped", "556", "1,005", "1005") if cell.casefold() in received} == set()


async def test_mode_schema_leaves_wording_to_rules(shop_dir: Path) -> None:
    answer, model = await narrated(shop_dir, "schema", "never asked")
    assert answer.status == "answered"
    assert len(model.requests) == 1


async def test_where_rules_are_sure_nothing_is_asked(shop_dir: Path) -> None:
    with endpoint("never asked") as model:
        settings = replace(settings_for(model), rules_alone_from=0.8)
        answer = await ask(shop_dir, settings, "how many orders per status")
    assert answer.status == "answered"
    assert model.requests == []


async def test_a_right_figure_carries_no_cause_with_it(shop_dir: Path) -> None:
    total, _ = await marks(shop_dir, "samples")
    answer, _ = await narrated(shop_dir, "samples", f"The total amount is {total} because of the summer sale.")
    assert "summer" not in answer.text
    assert "556.15" in answer.text


async def test_a_model_that_failed_just_now_is_not_asked_for_words(shop_dir: Path) -> None:
    with endpoint(error(500, "boom")) as model:
        settings = replace(settings_for(model), rules_alone_from=1.0)
        answer = await ask(shop_dir, settings, "how many orders per status")
    assert answer.status == "answered"
    assert all("CREATE TABLE" in prompt for prompt in model.prompts)


async def test_headings_that_are_made_of_cells_are_not_told_where_cells_are_masked(shop_dir: Path) -> None:
    sql = "SELECT sum(COLUMNS('^L')) FROM (PIVOT customers ON city USING count(*))"
    with endpoint(sql) as model:
        answer = await ask(shop_dir, settings_for(model, "masked"), STRANGE)
    assert answer.status == "answered"
    assert "Lausanne" not in model.received

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.advisor import Candidate, first_questions
from core.model import Measure, SemanticModel
from core.plan import Plan
from semantic_layer import compile_plan
from tests.agents.advisor.shop import CREATE, shop
from warehouse import new_version_file

Run = Callable[[Plan], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with new_version_file(folder) as version:
        for statement in CREATE:
            version.connection.execute(statement)

        def run_plan(plan: Plan) -> list[tuple[Any, ...]]:
            query = compile_plan(plan, shop())
            return version.connection.execute(query.sql, list(query.parameters)).fetchall()

        yield run_plan


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.text for candidate in candidates]


def test_a_fresh_workspace_has_at_least_eight_questions_that_return_rows(run: Run) -> None:
    questions = first_questions(shop())
    assert len(questions) >= 8
    for question in questions:
        rows = run(question.plan)
        assert rows, question.text
        assert any(cell is not None for row in rows for cell in row), question.text


def test_the_first_questions_cover_total_trend_ranking_share_change_and_quality() -> None:
    asked = texts(first_questions(shop()))
    assert "What is the total amount?" in asked
    assert "How did the total amount develop by month?" in asked
    assert "Which customer has the highest total amount?" in asked
    assert "What share of the total amount does each country have?" in asked
    assert "How did the total amount change from month to month?" in asked
    assert "How many orders have no country?" in asked
    assert "How many customers have no matching orders?" in asked


def test_data_quality_is_among_the_first_seven() -> None:
    assert "How many orders have no country?" in texts(first_questions(shop()))[:7]


def test_every_question_ends_as_one_and_is_asked_once() -> None:
    asked = texts(first_questions(shop()))
    assert all(text.endswith("?") and text[0].isupper() for text in asked)
    assert len(set(asked)) == len(asked)


def test_the_quality_questions_count_right(run: Run) -> None:
    by_text = {candidate.text: candidate.plan for candidate in first_questions(shop())}
    assert run(by_text["How many orders have no country?"]) == [(43,)]
    assert run(by_text["How many customers have no matching orders?"]) == [(2,)]


def test_a_model_without_rows_has_no_questions() -> None:
    assert first_questions(SemanticModel(entities=())) == ()


def test_the_figure_that_a_table_is_about_comes_before_what_is_added_to_it() -> None:
    orders = shop().entity("orders")
    amount = orders.field("amount")
    assert isinstance(amount, Measure)
    charged = replace(amount, name="delivery_fee", label="delivery fee")
    model = replace(shop(), entities=(replace(orders, fields=(charged, *orders.fields)),), relationships=())
    assert texts(first_questions(model))[0] == "What is the total amount?"

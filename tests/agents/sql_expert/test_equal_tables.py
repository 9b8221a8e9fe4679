from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

TABLES = """
CREATE TABLE bids AS SELECT i AS bid_no, 10000 + i % 7 AS zone, i * 2.5 AS amount FROM range(1, 200) t(i);
CREATE TABLE jobs AS SELECT i AS job_no, 10000 + i % 5 AS zone, i * 3.5 AS amount FROM range(1, 300) t(i);
CREATE TABLE motors AS SELECT i AS motor_no, ['steam', 'diesel'][1 + i % 2] AS engine, i % 4 + 1 AS engines
FROM range(1, 100) t(i);
"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("yard"), TABLES) as made:
        yield made


@pytest.mark.parametrize("question", ["total amount", "total amount by zone"])
def test_two_tables_that_answer_equally_well_are_asked_about(yard: Shop, question: str) -> None:
    with pytest.raises(Unclear) as asked:
        yard.plan(question)
    options = asked.value.clarification.options
    assert {option.plan.entity for option in options if option.plan} == {"bids", "jobs"}
    assert len({option.label for option in options}) == 2


def test_the_table_that_is_named_is_not_asked_about(yard: Shop) -> None:
    assert yard.rows("total amount of jobs") == yard.connection.execute("SELECT sum(amount) FROM jobs").fetchall()


def test_of_two_names_with_one_stem_the_one_that_is_spelt_is_meant(yard: Shop) -> None:
    assert dict(yard.rows("number of motors by engine")) == {"steam": 49, "diesel": 50}
    assert {row[0] for row in yard.rows("number of motors by engines")} == {1, 2, 3, 4}


def test_a_word_that_is_spelt_well_is_not_taken_for_another(shop: Shop) -> None:
    with pytest.raises(Declined, match="difference"):
        shop.plan("price difference of products")

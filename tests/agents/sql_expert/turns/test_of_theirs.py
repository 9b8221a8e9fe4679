"""What those did who were told, where the two tables are linked in other ways as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.of_theirs import of_theirs
from core.plan import Comparison, Exists, FieldRef, Plan, PlanField, Rows, Value
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE growers AS SELECT i AS grower_id, 'Grower ' || i AS grower_name, ['Kent', 'Devon'][i % 2 + 1] AS county FROM range(1, 21) t(i);
CREATE TABLE seeds AS SELECT i AS seed_id, 'Seed ' || i AS seed_name, 1.5 + i AS unit_price FROM range(1, 16) t(i);
CREATE TABLE orders AS SELECT i AS order_id, CASE WHEN i % 10 = 0 THEN 3 ELSE i * 7 % 20 + 1 END AS grower_id,
    DATE '2024-01-01' + i::INT AS order_date FROM range(1, 101) t(i);
CREATE TABLE order_lines AS SELECT i AS order_line_id, i % 100 + 1 AS order_id, (i * i) % 15 + 1 AS seed_id, i % 4 + 1 AS quantity
    FROM range(1, 261) t(i);
CREATE TABLE reviews AS SELECT i AS review_id, i % 20 + 1 AS grower_id, i % 15 + 1 AS seed_id, i % 5 + 1 AS stars FROM range(1, 31) t(i);
"""
_BOUGHT = (
    "SELECT seed_name FROM seeds WHERE seed_id IN (SELECT seed_id FROM order_lines JOIN orders USING (order_id) "
    "JOIN growers USING (grower_id) WHERE grower_name = 'Grower 3')"
)


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("nursery"), _SQL) as opened:
        yield opened


_NAMED = Comparison(
    left=FieldRef(entity="growers", name="grower_name"), operator="=", right=Value(value="Grower 3", type="text")
)


def test_what_they_bought_is_on_lines_of_their_orders(nursery: Shop) -> None:
    reach = schema_of(nursery.model).reach
    where = of_theirs((Exists(entity="order_lines"), Exists(entity="order_lines")), (_NAMED,), "growers", reach)
    seed = PlanField(name="seed_name", label="seed name", of=FieldRef(entity="seeds", name="seed_name"))
    found = nursery.rows_of(Plan(entity="seeds", rows=Rows(fields=(seed,)), where=where))
    assert sorted(found) == sorted(nursery.connection.execute(_BOUGHT).fetchall())


def test_where_more_is_said_the_rows_are_not_taken_for_theirs(nursery: Shop) -> None:
    reach = schema_of(nursery.model).reach
    assert of_theirs((Exists(entity="order_lines"), _NAMED), (_NAMED,), "growers", reach) is None
    assert of_theirs((Exists(entity="order_lines", negated=True),), (_NAMED,), "growers", reach) is None
    assert of_theirs((), (_NAMED,), "growers", reach) is None

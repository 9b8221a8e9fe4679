"""Columns of text that hold nothing but numbers are reckoned with; codes and keys stay text."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.model import Dimension, Measure
from semantic_layer import compile_plan, lift
from tests.agents.sql_expert.conftest import shop_of
from tests.semantic_layer.given import entity_of

COLUMNS = [
    ("(i % 60 + 18)::VARCHAR", "age", "integer", "measure"),
    ("(i * 1.25)::VARCHAR", "price", "float", "measure"),
    ("'.' || (100 + i)::VARCHAR", "hit_rate", "float", "measure"),
    ("(i * 7)::VARCHAR", "days_held", "integer", "measure"),
    ("(1980 + i)::VARCHAR", "took_office", "integer", "time"),
    ("(2000 + i % 9)::VARCHAR", "open_year", "integer", "time"),
    ("'0' || (1000 + i)::VARCHAR", "amount", "text", "category"),
    ("(10000 + i * 37 % 900)::VARCHAR", "zip_code", "text", "identifier"),
    ("(4100 + i)::VARCHAR", "extension", "text", "category"),
    ("(i % 2)::VARCHAR", "returned_yn", "text", "flag"),
    ("CASE WHEN i = 3 THEN 'n/a' ELSE i::VARCHAR END", "quantity", "text", "category"),
    ("repeat('7', 20) || i", "total", "text", "category"),
]


@pytest.mark.parametrize(("cell", "name", "type_", "role"), COLUMNS)
def test_what_a_column_of_text_is_known_as(tmp_path: Path, cell: str, name: str, type_: str, role: str) -> None:
    found = entity_of(tmp_path, f"SELECT 'r' || i || ' x' AS label, {cell} AS {name} FROM range(1, 41) AS n(i)").field(
        name
    )
    assert found.type == type_
    assert (found.role if isinstance(found, Dimension) else "measure") == role
    assert found.written == (type_ != "text")


def test_the_profile_is_of_the_numbers(tmp_path: Path) -> None:
    age = entity_of(tmp_path, "SELECT unnest(['9', '10', NULL, '30']) AS age").field("age")
    assert isinstance(age, Measure)
    assert (age.profile.minimum, age.profile.maximum, age.profile.nulls, age.aggregation) == (9, 30, 1, "avg")
    assert "written as text" in age.evidence


HOSTS = """
CREATE TABLE hosts AS SELECT * FROM (VALUES
    ('Ann', 'Spain', '9', '1999'), ('Bo', 'Spain', '47', '2004'), ('Cy', 'Chile', '100', '2010'), ('Di', 'Chile', '31', '2010')
) AS t(host_name, nationality, age, first_year)
"""
ASKED = [
    ("What is the average age of the hosts?", [(46.75,)]),
    ("Show the names of hosts older than 40", [("Bo",), ("Cy",)]),
    ("Show the name of the oldest host", [("Cy",)]),
    ("average age by nationality", [("Chile", 65.5), ("Spain", 28.0)]),
    ("How many hosts have first year after 2003?", [(3,)]),
    ("number of hosts by first year", [(1999, 1), (2004, 1), (2010, 2)]),
]


@pytest.mark.parametrize(("question", "rows"), ASKED)
def test_questions_reckon_with_them(tmp_path: Path, question: str, rows: list[tuple[object, ...]]) -> None:
    with shop_of(tmp_path, HOSTS) as hosts:
        plan = hosts.plan(question)
        assert sorted(row[: len(rows[0])] for row in hosts.rows_of(plan)) == sorted(rows)
        query = compile_plan(plan, hosts.model)
        lifted = lift(query.sql, hosts.model)
        assert lifted is not None
        assert hosts.rows_of(lifted) == hosts.rows_of(plan)

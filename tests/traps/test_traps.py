from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UserError
from semantic_layer import build_model, compile_plan, inflation
from tests.semantic_layer.given import versions_of
from tests.traps.kinds import KINDS
from tests.traps.setting import Setting
from tests.traps.trap import REFUSED, plain_rows
from warehouse import guard, open_versions

CASES = [(kind, seed) for place, kind in enumerate(KINDS) for seed in (place % 4, place % 4 + 6)]


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_the_right_number_comes_out_where_a_naive_query_is_wrong(kind: str, seed: int, tmp_path: Path) -> None:
    trap = KINDS[kind](Setting(seed))
    versions = versions_of(tmp_path, trap.tables)
    with open_versions(versions) as connection:
        model = trap.edited(build_model(versions, connection))
        naive = plain_rows(connection.execute(trap.naive).fetchall())
        assert (inflation(trap.naive, model) is not None) == trap.seen
        if isinstance(trap.right, str):
            assert trap.right == REFUSED
            with pytest.raises(UserError):
                compile_plan(trap.plan, model)
            return
        right = plain_rows(trap.right)
        query = compile_plan(trap.plan, model)
        known = {entity.name: [field.name for field in entity.fields] for entity in model.entities}
        assert plain_rows(connection.execute(guard(query.sql, known).sql).fetchall()) == right, query.sql
        assert naive != right


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 30

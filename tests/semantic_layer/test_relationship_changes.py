"""Relationships that people draw are counted over the rows there are, and what they declare stays beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.model import Relationship, SemanticModel
from semantic_layer import build_model, read_changes
from semantic_layer.profile import Connection
from semantic_layer.publishing import edited_model
from tests.semantic_layer.given import versions_of
from warehouse import open_versions

TABLES = {
    "visits": "SELECT i AS visit, 'k' || (i % 12) AS who FROM range(40) t(i)",
    "members": "SELECT 'k' || i AS badge, i AS points FROM range(10) t(i)",
}
DRAWN = {"relationship": "member", "set": {"from": "visits.who", "to": "members.badge"}}


def drawn(model: SemanticModel, connection: Connection, **more: Any) -> tuple[SemanticModel, Relationship]:
    change = {**DRAWN, "set": {**DRAWN["set"], **more}}  # type: ignore[dict-item]
    edited = edited_model(model, None, read_changes([change]), connection).model
    return edited, next(one for one in edited.relationships if one.name == "member")


def test_what_is_drawn_has_the_cardinality_that_the_rows_have(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, TABLES)
    with open_versions(versions) as connection:
        _, one = drawn(build_model(versions, connection), connection)
    assert (one.cardinality, one.found, one.from_unmatched, one.unmatched_sample) == (
        "many_to_one", "many_to_one", 6, ("k10", "k11"),
    )  # fmt: skip


def test_a_declared_cardinality_stays_beside_the_one_that_is_found(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, TABLES)
    with open_versions(versions) as connection:
        _, one = drawn(build_model(versions, connection), connection, cardinality="one_to_one")
    assert (one.cardinality, one.found) == ("one_to_one", "many_to_one")


def test_what_is_drawn_is_counted_over_the_rows_of_a_new_upload(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, TABLES)
    with open_versions(versions) as connection:
        edited, _ = drawn(build_model(versions, connection), connection)
    twice = "SELECT 'k' || (i % 20) AS badge, i AS points FROM range(40) t(i)"
    newer = (versions[0], *versions_of(tmp_path, {"members": twice}, number=2))
    with open_versions(newer) as connection:
        again = build_model(newer, connection, known=edited)
    (one,) = [one for one in again.relationships if one.name == "member"]
    assert (one.cardinality, one.found, one.from_unmatched) == ("many_to_many", "many_to_many", 0)


def test_a_column_that_holds_other_values_now_does_not_stop_the_model(tmp_path: Path) -> None:
    versions = versions_of(tmp_path, TABLES)
    with open_versions(versions) as connection:
        edited, _ = drawn(build_model(versions, connection), connection)
    days = "SELECT DATE '2024-01-01' + i::INTEGER AS badge, i AS points FROM range(10) t(i)"
    newer = (versions[0], *versions_of(tmp_path, {"members": days}, number=2))
    with open_versions(newer) as connection:
        assert build_model(newer, connection, known=edited).entity("members").version == 2

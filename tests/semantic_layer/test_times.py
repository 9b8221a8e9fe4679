"""Which of several dates a row is dated by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.semantic_layer.given import model_of


@pytest.mark.parametrize(
    ("table", "columns", "dated_by"),
    [
        ("consultations", ("booked_on", "scheduled_for"), "scheduled_for"),
        ("lessons", ("reserved_on", "lesson_date"), "lesson_date"),
        ("bookings", ("booked_on", "arrival"), "booked_on"),
        ("trips", ("booked_at", "departed_on", "arrived_on"), "departed_on"),
        ("parcels", ("created_on", "delivered_on"), "created_on"),
    ],
)
def test_a_row_is_dated_by_when_it_happens(table: str, columns: tuple[str, ...], dated_by: str, tmp_path: Path) -> None:
    dates = ", ".join(f"DATE '2024-01-0{at + 1}' + i::INTEGER AS {name}" for at, name in enumerate(columns))
    model = model_of(tmp_path, {table: f"SELECT i AS id, {dates} FROM range(40) t(i)"})
    assert model.entity(table).default_time == dated_by

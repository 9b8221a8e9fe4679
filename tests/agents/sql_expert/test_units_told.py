"""A length of time beside a column of dates is no number of it."""

from __future__ import annotations

from datetime import date

import pytest

from agents.sql_expert.fields import CannotPlan
from agents.sql_expert.units_told import in_unit_of
from core.model import Dimension, Profile


def test_days_are_not_compared_with_dates() -> None:
    profile = Profile(rows=9, nulls=0, distinct=9, minimum=date(2024, 1, 1), maximum=date(2024, 9, 1))
    done = Dimension(name="done_on", label="Done on", type="date", role="time", profile=profile)
    with pytest.raises(CannotPlan, match="tells when something was"):
        in_unit_of(1, "day", done)


def test_a_column_of_texts_bounds_no_number() -> None:
    profile = Profile(rows=9, nulls=0, distinct=9, minimum="a", maximum="z")
    note = Dimension(name="note", label="Note", type="text", role="category", profile=profile)
    assert in_unit_of(5, "kg", note) == 5

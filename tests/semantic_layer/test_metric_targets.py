from __future__ import annotations

import pytest

from core.errors import InvalidInput
from core.model import Target
from semantic_layer.metric_targets import read_target, target_text


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("50000", Target(value=50000)),
        (50000, Target(value=50000)),
        (">= 1,000.5", Target(value=1000.5)),
        ("<= 5%", Target(value=0.05, at_most=True)),
        ("≤3", Target(value=3, at_most=True)),
        ("", None),
        (None, None),
    ],
)
def test_a_target_is_read_as_people_write_it(written: object, target: Target | None) -> None:
    assert read_target(written) == target
    assert read_target(target_text(target)) == target


@pytest.mark.parametrize("written", ["soon", "5 %%", True, "1e999", [3]])
def test_what_is_no_number_is_no_target(written: object) -> None:
    with pytest.raises(InvalidInput):
        read_target(written)

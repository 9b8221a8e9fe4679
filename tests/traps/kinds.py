"""All kinds of trap by name."""

from tests.traps import kinds_joins, kinds_levels, kinds_rows, kinds_times
from tests.traps.trap import KINDS

__all__ = ["KINDS", "kinds_joins", "kinds_levels", "kinds_rows", "kinds_times"]

"""All kinds of trap by name."""

from tests.traps import kinds_calendar, kinds_facts, kinds_joins, kinds_levels, kinds_rows, kinds_times
from tests.traps.trap import KINDS

__all__ = ["KINDS", "kinds_calendar", "kinds_facts", "kinds_joins", "kinds_levels", "kinds_rows", "kinds_times"]

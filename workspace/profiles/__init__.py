"""Tables as a person looks at them: columns with their distributions, pages of rows, what may be wrong with the data.

In: the name of a table, a caller and what is asked of it. Out: counts, bins, findings and rows, each read in the
sandbox through the guard, so that a caller with rules sees no more here than elsewhere. Nothing here changes a table,
and nothing is told of more rows than were looked at: where only a part was, the answer says so.
"""

from workspace.profiles.columns import ColumnProfile, ColumnWarning, TableProfile
from workspace.profiles.distributions import MOST_COLUMNS, Bin, Distribution
from workspace.profiles.filters import FilterKind, RowFilter
from workspace.profiles.findings import Finding
from workspace.profiles.profiles import MOST_ROWS, MOST_SORTED, Profiles, RowPage, Sorting, TableQuality

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_SORTED",
    "Bin",
    "ColumnProfile",
    "ColumnWarning",
    "Distribution",
    "FilterKind",
    "Finding",
    "Profiles",
    "RowFilter",
    "RowPage",
    "Sorting",
    "TableProfile",
    "TableQuality",
]

"""Tables as a person looks at them: columns with their distributions, pages of rows, what may be wrong with the data.

In: the name of a table, a caller and what is asked of it. Out: counts, bins, findings and rows, each read in the
sandbox through the guard, so that a caller with rules sees no more here than elsewhere. Nothing here changes a table,
and nothing is told of more rows than were looked at: where only a part was, the answer says so.
"""

from workspace.profiles.columns import ColumnProfile, TableProfile, column_profiles
from workspace.profiles.distributions import Bin, Distribution, distributions_of
from workspace.profiles.filters import RowFilter
from workspace.profiles.findings import Finding
from workspace.profiles.profiles import Profiles, RowPage, TableQuality

__all__ = [
    "Bin",
    "ColumnProfile",
    "Distribution",
    "Finding",
    "Profiles",
    "RowFilter",
    "RowPage",
    "TableProfile",
    "TableQuality",
    "column_profiles",
    "distributions_of",
]

"""Which chart a result is drawn as: rules on the roles of its columns.

In: a Result, what its columns are, and the mark a person asked for, if any. Out: a Chart, or None
where a table says it better. Nothing is drawn here and no row is kept.
"""

from charts.choosing.choose import choose_chart
from charts.choosing.headline import choose_number
from charts.choosing.wish import Sort, Wish

__all__ = ["Sort", "Wish", "choose_chart", "choose_number"]

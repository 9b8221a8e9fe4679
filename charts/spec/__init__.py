"""A Chart as Vega-Lite: typed choices and rows in, a checked specification out.

In: a Chart and the Result it is of; for `validate`, any specification. Out: a specification whose
rows stand in it, valid by Vega-Lite's schema. Nothing here fetches, draws or chooses.
"""

from charts.spec.build import vega_lite
from charts.spec.validate import validate

__all__ = ["validate", "vega_lite"]

"""One read-only statement over known tables, or a refusal that says what to use instead.

In: SQL text and the tables with their columns. Out: `Guarded`, whose SQL was written anew from
the tree that was checked. It never runs anything and never passes the original text on.
"""

from warehouse.guarding.statement import Guarded, guard

__all__ = ["Guarded", "guard"]

"""What a turn asks of the set that was told before it: another order, its first rows, other columns, figures of it.

In: the Plan that was told last, the words that follow it, and the Understanding. Out: a Plan over the same rows, or
None. A turn is recognised by its lexemes: each plays one part (an order, an end, a column, a count), and the parts
together are one kind of change. Columns are those of the rows told before. Nothing is read where a word plays no part.
"""

from agents.sql_expert.turns.of_the_set.asking import asked_of_set

__all__ = ["asked_of_set"]

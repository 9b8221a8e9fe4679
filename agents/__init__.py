"""Four assistants in one graph: SQL expert, data analyst, dashboard designer, business advisor.

In: a Question and a Desk (the model, the values, the ways and the door to the warehouse). Out: the
happenings of a run, in order. This room never opens a file or a database, and never writes SQL text
that has not met the guard.
"""

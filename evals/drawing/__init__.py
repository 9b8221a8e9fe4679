"""Requests for charts (VisEval, nvBench) scored: which chart is drawn, and what is on its axes.

In: requests with the SQL, chart and data that are right, and the databases. Out: shares of right charts, given the SQL
and from the request alone. Rules decide throughout; nothing here draws.
"""

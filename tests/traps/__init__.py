"""Traps of analytics by name: each with generated tables, the number a naive query gives and the right one.

In: a seed, which chooses names, a style of naming, and data. Out: a Trap. The right rows are computed here in plain
Python, never by the code under test. `python -m tests.traps` prints them all.
"""

"""Results as files that other programs open.

In: a result as an Arrow IPC stream in a file. Out: CSV, JSON, Parquet and Excel. It never asks for anything, never
knows a table of a workspace, and never writes a cell that another program would run.
"""

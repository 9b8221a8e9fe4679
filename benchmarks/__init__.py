"""Speed and scale, measured against DuckDB alone or a peer in the same run.

In: nothing but options. Out: printed medians. Nothing here is a test, and nothing passes or fails.
"""

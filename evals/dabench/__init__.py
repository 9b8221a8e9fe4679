"""Closed-form questions of InfiAgent-DABench: statistics over one CSV file each, answered by the data analyst.

In: the folder with `questions.jsonl` and `csv/`. Out: how many questions have every named value right. The files are
split in two fixed halves by the SHA-256 of their names; what is looked at is the learning half, of the other the totals.
"""

"""Scores the ways of answering on questions with known answers.

In: suites of questions over folders of databases. Out: one JSON line a question, and totals of what was right,
wrong, asked back and declined. Nothing here is part of the product that people run.
"""

"""Suites as data: questions and the rows that answer them. Nothing here decides what an answer means."""

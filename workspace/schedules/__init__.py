"""Answers and dashboards sent again and again, without anybody asking.

In: a frozen spec, times and targets. Out: files in folders, requests to webhooks, mail; and an account of each time. It
never asks a language model, and never sends figures that were read from a schema other than the one that was frozen.
"""

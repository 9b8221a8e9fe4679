"""Language models on suites of questions with known answers: bare, and with what the product puts around them.

In: a suite, an endpoint, a folder for completions. Out: totals of what was right, silently wrong and declined, with
calls, tokens and seconds. A completion that is in the folder is never asked for again.
"""

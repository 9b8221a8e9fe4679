"""Other offline packages on the same questions, scored by the same scorer.

In: a suite, and the Python of an environment that a peer is installed in. Out: totals. Peers are no part of the product
and are never imported by it: `asking.py` runs in their environment, with nothing of ours.
"""

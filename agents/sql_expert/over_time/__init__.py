"""A figure in one period against another: "did revenue grow", "sales this year against the same period last year".

In: the Understanding of a question and a way to read one figure. Out: Readings whose Plans hold both figures and their change,
or None where the question sets no periods against each other. It never guesses which two periods are meant: where there are
two usual ways, both are readings.
"""

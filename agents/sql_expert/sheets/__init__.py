"""Questions about one sheet whose name says nothing: every question that its columns and cells allow, ranked.

In: a question, the model of one table and its values. Out: Plans, the likeliest first, each with a calibrated chance
that it is what was asked. It makes no SQL, and filters by no value that is not in the data.
"""

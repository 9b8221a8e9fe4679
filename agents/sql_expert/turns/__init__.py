"""What a short follow-up changes of the Plan before it: one value, period, number, place, column, group or subject.

In: the Plan that was told last, the words that follow it, and the Understanding. Out: the changed Plan, or None.
Every word has to play a part in the change; it never reads a question of its own.
"""

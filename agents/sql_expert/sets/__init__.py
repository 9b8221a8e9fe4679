"""Questions about sets: those that did both, one but not the other, neither, every one, or so many different ones.

In: a question and a way to read its parts, each a plain question. Out: Plans made of the parts; none where the words are
not split so that each part is understood.
"""

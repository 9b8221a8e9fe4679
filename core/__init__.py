"""The nouns of the product: frozen values that every room speaks in.

In: nothing. Out: dataclasses, the error tree and the idea of ways. Only the standard
library is imported here; nothing in this room reads a file, a clock or a database.
"""

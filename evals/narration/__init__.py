"""Figures in worded answers that nothing supports, counted apart from the product's own check.

In: a folder of databases and an endpoint. Out: how many answers were worded by the model, and each figure of their text
that is no cell, no fact and no part of the question. It uses none of the analyst's readers of figures.
"""

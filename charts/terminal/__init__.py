"""A Chart as lines of text: bars of blocks, lines and points of braille dots.

In: a Chart, the Result it is of, and how wide and high the place is. Out: lines no wider than
that, or none where the chart does not fit. No cell of data can move the cursor or colour the screen.
"""

from charts.terminal.draw import draw

__all__ = ["draw"]

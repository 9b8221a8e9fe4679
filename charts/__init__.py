"""Result → Chart → Vega-Lite → PNG and SVG, or lines of text in a terminal.

In: a Result with what its columns are. Out: a Chart, the specification it is drawn from, and
drawings. This room chooses by rules, computes no figure but shares and changes of what it draws, keeps nothing and fetches nothing.
"""

from charts.adjusting import Adjusted, adjust
from charts.choosing import Sort, Wish, choose_chart, choose_number
from charts.finding import finding
from charts.pictures import render_png, render_svg
from charts.spec import validate, vega_lite
from charts.tabled import chart_table
from charts.terminal import draw
from charts.theme import config

__all__ = [
    "Adjusted",
    "Sort",
    "Wish",
    "adjust",
    "chart_table",
    "choose_chart",
    "choose_number",
    "config",
    "draw",
    "finding",
    "render_png",
    "render_svg",
    "validate",
    "vega_lite",
]

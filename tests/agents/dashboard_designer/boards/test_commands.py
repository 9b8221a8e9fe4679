from __future__ import annotations

import pytest

from agents.dashboard_designer.boards.commands import (
    Add,
    AddText,
    Command,
    Filter,
    Move,
    NotUnderstood,
    OfferFilter,
    Redraw,
    Refresh,
    Remove,
    Rename,
    Resize,
    Swap,
    Top,
    Unfilter,
)
from agents.dashboard_designer.boards.reading import read_commands


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("make the second a line by week", Redraw(target="the second", shown="line", grain="week")),
        ("Turn the trend into bars", Redraw(target="the trend", shown="bar")),
        ("show revenue by region as a pie", Redraw(target="revenue by region", shown="arc")),
        (
            "make tile 3 a stacked bar chart by channel",
            Redraw(target="tile 3", shown="bar", layout="stacked", by="channel"),
        ),
        ("change the trend to weekly", None),
        ("show it by quarter", Redraw(target="it", grain="quarter")),
        ("break the trend down by channel", Redraw(target="the trend", by="channel", beside=True)),
        ("add returns by reason", Add(words="returns by reason")),
        ("please add a pie of orders by channel at the top", Add(words="orders by channel", shown="arc", place="top")),
        ("add revenue by month as a line", Add(words="revenue by month", shown="line")),
        ("Add a note saying “Figures are provisional”.", AddText(text="Figures are provisional")),
        ("only Germany on all tiles", Filter(words="Germany", target="all tiles")),
        ("only last year", Filter(words="last year")),
        ("filter the second to paid orders", Filter(words="paid orders", target="the second")),
        ("without cancelled orders", Filter(words="cancelled orders", without=True)),
        ("remove the filters", Unfilter()),
        ("remove the table", Remove(target="the table")),
        ("get rid of the last tile", Remove(target="the last tile")),
        ("move the trend to the top", Move(target="the trend", place="top")),
        ("put the table after the second", Move(target="the table", beside="the second", after=True)),
        ("swap the first and the third", Swap(one="the first", other="the third")),
        ("rename the dashboard to Sales in 2024", Rename(target=None, title="Sales in 2024")),
        ("rename the second to “Weekly sales”", Rename(target="the second", title="Weekly sales")),
        ("make it wider", Resize(target="it", size="wider")),
        ("make the trend full width", Resize(target="the trend", size="full")),
        ("limit the second to 5 rows", Top(target="the second", count=5)),
        ("refresh every 5 minutes", Refresh(minutes=5)),
        ("the second should be a line", Redraw(target="the second", shown="line")),
        (
            "stack the trend by channel",
            Redraw(target="the trend", shown="bar", layout="stacked", by="channel", beside=True),
        ),
        ("add a filter for channel", OfferFilter(words="channel")),
        ("could you make it prettier?", NotUnderstood(words="make it prettier")),
        ("paint everything in blue", NotUnderstood(words="paint everything in blue")),
    ],
)
def test_words_are_read_as_a_change(words: str, command: Command | None) -> None:
    (read,) = read_commands(words)
    assert read == (command or Redraw(target="the trend", grain="week"))


def test_several_changes_are_read_in_order() -> None:
    read = read_commands(
        "remove the table, move the trend to the top and make it wider. Then rename the first to Sales"
    )
    assert read == (
        Remove(target="the table"),
        Move(target="the trend", place="top"),
        Resize(target="it", size="wider"),
        Rename(target="the first", title="Sales"),
    )


def test_a_verb_that_is_said_once_holds_for_both_tiles() -> None:
    assert read_commands("make the second a line by week and the third a pie") == (
        Redraw(target="the second", shown="line", grain="week"),
        Redraw(target="the third", shown="arc"),
    )


def test_nothing_said_is_nothing_to_do() -> None:
    assert read_commands("  . ") == ()

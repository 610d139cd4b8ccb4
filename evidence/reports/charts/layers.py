"""The parts that the pictures share: axes drawn from data, labels of rows, columns of numbers.

Marks of an axis are data like any other, so that one compiled picture serves every chart of its
kind, and the text in a terminal stands at the same marks. Colours, shapes and words are data too;
nothing of a record is ever part of an expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.reports.charts.chart import ROOM_FOR_NAMES, ROOM_FOR_NUMBERS, SMALL
from evidence.reports.charts.palette import AXIS, GRID, INK, MUTED, PAPER

if TYPE_CHECKING:
    import altair

NAME = ROOM_FOR_NAMES - 20
"""Pixels of a row's name at most."""
NOTE = ROOM_FOR_NUMBERS - 14
"""Pixels from the plot's right edge to the end of the column of numbers."""


def together(*parts: altair.Chart) -> altair.LayerChart:
    """Parts of one picture, the first below."""
    import altair

    return altair.LayerChart(layer=list(parts))


def data(name: str) -> altair.Chart:
    """A picture of one named data set, to be given its mark."""
    import altair

    return altair.Chart(altair.NamedData(name))


def x(field: str) -> altair.X:
    """A field along the horizontal axis, which is drawn by `x_axis`."""
    import altair

    return altair.X(f"{field}:Q", axis=None, scale=_SCALE)


def y(field: str) -> altair.Y:
    """A field along the vertical axis, which is drawn by `y_axis`."""
    import altair

    return altair.Y(f"{field}:Q", axis=None, scale=_SCALE)


_SCALE: Any = {"domain": [0, 1], "nice": False, "zero": False}
"""Stands for the span that each drawing has."""


def word(field: str = "label") -> altair.Text:
    """A field that is written."""
    import altair

    return altair.Text(f"{field}:N")


def paint(channel: str, field: str = "colour") -> dict[str, Any]:
    """A field that holds the colour itself, for `fill`, `stroke` or both."""
    import altair

    return {
        name: getattr(altair, name.title())(f"{field}:N", scale=None, legend=None)
        for name in channel.split()
    }


def text(picture: altair.Chart, **style: Any) -> altair.Chart:
    """Written marks in the chart's type."""
    look: dict[str, Any] = {
        "fontSize": SMALL,
        "baseline": "middle",
        "color": INK,
    } | style
    written: altair.Chart = picture.mark_text(**look)
    return written


def haloed(picture: altair.Chart, *channels: Any, **style: Any) -> list[altair.Chart]:
    """Written marks that can be read over lines: a ground of the page's colour, then the text."""
    ground: dict[str, Any] = style | {"stroke": PAPER, "strokeWidth": 3, "color": PAPER}
    return [text(picture, **look).encode(*channels) for look in (ground, style)]


def x_axis(title: float = 32) -> list[altair.Chart]:
    """Grid lines at `x_ticks` with what is written below them; its `title` so many pixels below."""
    import altair

    ticks, bottom = data("x_ticks"), altair.value("height")
    return [
        ticks.mark_rule(color=GRID).encode(x("value"), y=altair.value(0), y2=bottom),
        text(ticks, color=MUTED, dy=13).encode(x("value"), word(), y=bottom),
        text(data("x_title"), color=MUTED, align="left", dy=title).encode(
            word(), x=altair.value(0), y=bottom
        ),
    ]


def y_axis() -> list[altair.Chart]:
    """Grid lines at `y_ticks` with what is written beside them, and the axis's name above."""
    import altair

    ticks, start = data("y_ticks"), altair.value(0)
    return [
        ticks.mark_rule(color=GRID).encode(y("value"), x=start, x2=altair.value("width")),
        text(ticks, color=MUTED, align="right", dx=-8).encode(y("value"), word(), x=start),
        text(data("y_title"), color=MUTED, align="left").encode(
            word(), x=start, y=altair.value(-14)
        ),
    ]


def row_labels(name: str = "rows") -> list[altair.Chart]:
    """The name of each row at its left, and its number at the right."""
    import altair

    rows = data(name)
    return [
        text(rows, align="right", dx=-10).encode(y("row"), word(), x=altair.value(0)),
        text(rows, align="right", dx=NOTE).encode(y("row"), word("note"), x=altair.value("width")),
    ]


def zero_line() -> altair.Chart:
    """The line from which lengths are counted, from the data set `zero`."""
    import altair

    line: altair.Chart = data("zero").mark_rule(color=AXIS)
    return line.encode(x("value"), y=altair.value(0), y2=altair.value("height"))

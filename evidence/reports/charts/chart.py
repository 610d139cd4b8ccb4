"""What a chart is before it is drawn, and the scene that one drawing of it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import altair
    from rich.text import Text

Datum = dict[str, Any]


ROOM_FOR_NAMES, ROOM_FOR_NUMBERS = 214, 74
"""Pixels at the left and the right of rows, where each has its name and its number."""

SMALL = 11
"""Pixels of the letters of all text but what matters most or least."""
TOTAL_WIDTH = 640
"""Pixels of a picture with its margins: what is legible in a column of text."""


class Chart(NamedTuple):
    """What is drawn, in the units it is read in; the same for a picture and for a terminal."""

    kind: str
    title: str
    description: str
    """The text alternative: one to three sentences with the main numbers."""
    rows: tuple[Datum, ...]
    settings: Mapping[str, Any] = {}
    """What belongs to no row, such as the unit or the claimed region."""

    def to_dicts(self) -> list[Datum]:
        """One mapping a row, as data frames take them."""
        return [dict(row) for row in self.rows]


class Span(NamedTuple):
    """What an axis runs over."""

    low: float
    high: float
    logarithmic: bool = False


class Scene(NamedTuple):
    """What one drawing puts into the picture of its kind."""

    width: float
    """Of the plot in pixels, without the margins."""
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: Span
    y: Span
    data: Mapping[str, list[Datum]]
    """The rows of each named data set of the picture."""

    @property
    def total_width(self) -> float:
        """Pixels from edge to edge."""
        return self.left + self.width + self.right


def scene_of_rows(
    count: int, size: float, x: Span, data: Mapping[str, list[Datum]], top: float, bottom: float
) -> Scene:
    """The scene of so many rows, each so many pixels high, with names and numbers beside them."""
    return Scene(
        width=TOTAL_WIDTH - ROOM_FOR_NAMES - ROOM_FOR_NUMBERS,
        height=size * count,
        left=ROOM_FOR_NAMES,
        right=ROOM_FOR_NUMBERS,
        top=top,
        bottom=bottom,
        x=x,
        y=Span(count, 0),
        data=data,
    )


class Kind(NamedTuple):
    """One kind of chart: its picture, what a chart puts into it, and its text."""

    picture: Callable[[], altair.LayerChart]
    scene: Callable[[Chart], Scene]
    lines: Callable[[Chart, int], list[Text]]

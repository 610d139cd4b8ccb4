"""Names beside marks, as many as there is room for, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence.reports.charts.widths import pixels

GAP = 6.0
"""Pixels between a mark and its name."""
SIZE = 10
"""Pixels of the letters of names."""
_TALL = 12.0


class Box(NamedTuple):
    """A rectangle in pixels, from its left top to its right bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a part in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Name(NamedTuple):
    """A name with the place of its mark in pixels."""

    text: str
    x: float
    y: float
    reach: float = 0.0
    """Pixels above and below the mark that belong to it."""


def placed(names: Iterable[Name], marks: Iterable[Box], plot: Box, most: int) -> list[Name]:
    """The first names for which there is room, each with the left end of its text.

    A name stands at the right of its mark, else at its left, else over or under it.
    """
    taken = list(marks)
    found: list[Name] = []
    for name in names:
        if len(found) == most:
            break
        for box in _choices(name):
            inside = plot.left <= box.left and box.right <= plot.right
            inside = inside and plot.top <= box.top and box.bottom <= plot.bottom
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                found.append(Name(name.text, box.left, (box.top + box.bottom) / 2))
                break
    return found


def around(x: float, y: float, half: float = 4.0) -> Box:
    """The box of a mark."""
    return Box(x - half, y - half, x + half, y + half)


def _choices(name: Name) -> Iterator[Box]:
    away = max(GAP, name.reach)
    width, half = pixels(name.text, SIZE), _TALL / 2
    starts = (
        (name.x + GAP, name.y),
        (name.x - GAP - width, name.y),
        (name.x - width / 2, name.y - half - away),
        (name.x - width / 2, name.y + half + away),
    )
    for left, middle in starts:
        yield Box(left, middle - half, left + width, middle + half)

"""What the text charts share: axes in columns, frames around grids of characters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evidence.core.cleaning import shortened, width
from evidence.reports.charts.chart import Datum, Span

if TYPE_CHECKING:
    from rich.text import Text

UP, DOWN = "blue", "dark_orange3"
"""The styles of what speaks for and against, near to those of the pictures."""

Place = tuple[int, int]
"""A row from the top and a column from the left."""


def cell(span: Span, value: float, cells: int) -> int:
    """The cell of a value on an axis of so many, the nearest one if it lies outside.

    >>> cell(Span(0, 10), 5, 11), cell(Span(1, 100, logarithmic=True), 10, 11)
    (5, 5)
    """
    ends = (span.low, value, span.high)
    low, here, high = map(math.log10, ends) if span.logarithmic else ends
    return min(cells - 1, max(0, round((here - low) / ((high - low) or 1) * (cells - 1))))


def under(span: Span, marks: Sequence[Datum], cells: int) -> str:
    """What is written below an axis at its marks, as many as fit."""
    line = ""
    for mark in marks:
        place = cell(span, mark["value"], cells)
        place = min(place, cells - len(mark["label"]))
        if not line or place > len(line):
            line = line.ljust(max(0, place)) + mark["label"]
    return line


def named(names: Sequence[str], most: int) -> list[str]:
    """Names in one column of at most so many characters, at its right."""
    short = [shortened(name, most) for name in names]
    left = max(map(width, short))
    return [" " * (left - width(name)) + name for name in short]


def key(words: str, width: int) -> list[Text]:
    """What the marks mean, in as many lines as it takes."""
    import textwrap

    from rich.text import Text

    return [Text(line) for line in textwrap.wrap(words, width, subsequent_indent="  ")]


def framed(
    grid: Sequence[Sequence[str]],
    labels: Mapping[int, str],
    below: str,
    styles: Mapping[Place, str] | None = None,
) -> list[Text]:
    """A grid with an axis at its left, labelled by rows, and one below."""
    from rich.text import Text

    left = max(map(len, labels.values()))
    drawn = []
    for row, cells in enumerate(grid):
        line = Text(f"{labels.get(row, ''):>{left}} │")
        for column, character in enumerate(cells):
            line.append(character, style=(styles or {}).get((row, column), ""))
        line.rstrip()
        drawn.append(line)
    frame = Text(f"{'':{left}} └" + "─" * len(grid[0]))
    return [*drawn, frame, Text(f"{'':{left}}  {below}")]

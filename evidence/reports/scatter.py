"""A chart of points in characters, with both axes in powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Points = Sequence[tuple[float, float]]
"""(x, y), both above 0."""
_LABEL = 7


class _Axis(NamedTuple):
    """Whole powers of ten from `low` to `high`, spread over so many cells."""

    low: int
    high: int
    cells: int

    def cell(self, value: float) -> int:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(share * (self.cells - 1))

    def powers(self) -> dict[int, str]:
        """The cells at which a power of ten stands, with its name."""
        return {self.cell(10.0**n): f"1e{n}" for n in range(self.low, self.high + 1)}


def scatter(marks: Mapping[str, Points], width: int = 64, height: int = 16) -> list[str]:
    r"""Points on logarithmic axes, each series by its mark; a later one covers an earlier one.

    >>> print("\n".join(scatter({"o": [(1, 1), (10, 10), (100, 100)]}, width=11, height=5)))
        100 │          o
            │
         10 │     o
            │
          1 │o
            └───────────
             1e0  1e1
    """
    every = [point for points in marks.values() for point in points]
    across = _axis((x for x, _ in every), width)
    up = _axis((y for _, y in every), height)
    grid = [[" "] * width for _ in range(height)]
    for mark, points in marks.items():
        for x, y in points:
            grid[height - 1 - up.cell(y)][across.cell(x)] = mark
    labels = {height - 1 - cell: _plain(name) for cell, name in up.powers().items()}
    drawn = [
        f"{labels.get(i, ''):>{_LABEL}} │{''.join(row).rstrip()}" for i, row in enumerate(grid)
    ]
    return [*drawn, " " * (_LABEL + 1) + "└" + "─" * width, " " * (_LABEL + 2) + _under(across)]


def _axis(values: Iterable[float], cells: int) -> _Axis:
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return _Axis(low, max(high, low + 1), cells)


def _plain(power: str) -> str:
    value = float(power)
    return f"{value:g}" if 1e-3 <= value < 1e6 else power


def _under(axis: _Axis) -> str:
    """The names of the powers below the axis, as many as fit."""
    line = ""
    for cell, name in axis.powers().items():
        place = min(cell, axis.cells - len(name))
        if not line or place > len(line):
            line = line.ljust(place) + name
    return line

"""Small charts in characters: a bar for one probability, a stepped line for many days."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(probability: float, width: int = 12) -> str:
    """A probability as a bar of so many characters, full at 1.

    >>> bar(0.5, 4), bar(0.0, 4)
    ('██  ', '    ')
    """
    eighths = round(probability * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def line(points: Sequence[tuple[str, float]], width: int = 64, height: int = 9) -> list[str]:
    """Probability over time as a stepped line; each point holds from its day to the next.

    `points` are (ISO day, probability), oldest first. The rows run from 1 at the top to 0.
    """
    days = [_ordinal(day) for day, _ in points]
    start, end = days[0], max(days[-1] + max(1, (days[-1] - days[0]) // 12), days[0] + 1)
    rows = []
    for column in range(width):
        day = start + (end - start) * column / (width - 1)
        at = max(i for i, d in enumerate(days) if d <= day or i == 0)
        rows.append(round((1 - points[at][1]) * (height - 1)))
    grid = [[" "] * width for _ in range(height)]
    for column, row in enumerate(rows):
        _step(grid, column, rows[column - 1] if column else row, row)
    labels = {0: "1.0", (height - 1) // 2: "0.5", height - 1: "0.0"}
    drawn = [f"{labels.get(i, ''):>3} │{''.join(cells).rstrip()}" for i, cells in enumerate(grid)]
    last = points[-1][0]
    return [*drawn, "    └" + "─" * width, f"     {points[0][0]}{last:>{width - 10}}"]


def _step(grid: list[list[str]], column: int, before: int, now: int) -> None:
    if before == now:
        grid[now][column] = "─"
        return
    up = now < before
    for row in range(min(before, now) + 1, max(before, now)):
        grid[row][column] = "│"
    grid[before][column] = "╯" if up else "╮"
    grid[now][column] = "╭" if up else "╰"


def _ordinal(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day).toordinal()

"""How a claim's support moved: a stepped line of its probability, the evidence marked."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.core.support import Headline, Support
from evidence.core.timeline import Timeline
from evidence.core.words import BOUNDARIES
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import DOWN, UP, Place, cell, framed, key, under
from evidence.reports.charts.chart import TOTAL_WIDTH, Chart, Datum, Scene, Span
from evidence.reports.charts.palette import AGAINST, FOR, INK, MUTED, OTHER

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "support-over-time"

WORDS = (
    ("refuted", BOUNDARIES[0] / 2 + BOUNDARIES[1] / 2),
    ("leaning refuted", BOUNDARIES[1] / 2 + BOUNDARIES[2] / 2),
    ("undecided", 0.5),
    ("leaning supported", BOUNDARIES[3] / 2 + BOUNDARIES[4] / 2),
    ("supported", BOUNDARIES[4] / 2 + BOUNDARIES[5] / 2),
)
"""What the status words say by the probability alone, each at the middle of its range."""

LOOKS = {
    "up": ("triangle-up", FOR, "▲", "moved up"),
    "down": ("triangle-down", AGAINST, "▼", "moved down"),
    "same": ("circle", OTHER, "●", "not moved"),
}
"""Of each direction: the mark, its colour, its character, and what it means."""

_WIDTH = TOTAL_WIDTH - 44 - 158
_HEIGHT = 220


def chart(support: Headline | Support, points: Timeline) -> Chart | None:
    """The chart of a claim whose support moved on two days or more."""
    if len(points) < 2:
        return None
    prior = 1 / (1 + 10 ** (-support.prior_db / 10))
    before = (prior, *(point.probability for point in points))
    rows = tuple(
        {
            "date": point.date,
            "probability": point.probability,
            "status": point.status,
            "moved": _direction(was, point.probability),
            "because": list(point.because),
        }
        for was, point in zip(before, points, strict=False)
    )
    settings = {"claim": support.claim, "prior": prior, "as_of": support.as_of}
    title = f"Support over time: {support.statement}"
    return Chart(KIND, title, _described(rows, support), rows, settings)


def _direction(before: float, now: float) -> str:
    return "up" if now > before else "down" if now < before else "same"


def _described(rows: tuple[Datum, ...], support: Headline | Support) -> str:
    first, last = rows[0], rows[-1]
    low = min(rows, key=lambda row: float(row["probability"]))
    high = max(rows, key=lambda row: float(row["probability"]))
    return (
        f"The probability moved on {len(rows)} days, from {first['probability']:.2f} on"
        f" {first['date']} to {last['probability']:.2f} on {last['date']} ({last['status']})."
        f" It was lowest on {low['date']} ({low['probability']:.2f}) and highest on"
        f" {high['date']} ({high['probability']:.2f}); as of {support.as_of}."
    )


def picture() -> altair.LayerChart:
    """Grid, words of the ranges, the line, its marks, and where it ends."""
    import altair

    right = altair.value("width")
    line = layers.data("line").mark_rule(color=INK, strokeWidth=1.5, strokeCap="square")
    marks = layers.data("points").mark_point(filled=True, opacity=1, size=75)
    end = layers.text(layers.data("end"), align="left", dx=7, fontSize=13, fontWeight="bold")
    ranges = layers.text(layers.data("ranges"), align="left", dx=46, color=MUTED)
    key = layers.text(layers.data("key"), align="left", dx=9, color=MUTED)
    return layers.together(
        *layers.x_axis(),
        *layers.y_axis(),
        ranges.encode(layers.y("value"), layers.word(), x=right),
        line.encode(layers.x("day"), layers.y("probability"), x2="until", y2="next"),
        marks.encode(
            layers.x("day"),
            layers.y("probability"),
            altair.Shape("shape:N", scale=None, legend=None),
            **layers.paint("fill"),
        ),
        end.encode(layers.y("probability"), layers.word(), x=right),
        key.encode(layers.x("day"), layers.y("probability"), layers.word()),
    )


Level = tuple[int, float]
"""A day as a number, and the probability from it on."""


def _levels(chart: Chart) -> list[Level]:
    """The prior from a little before the first day, each day's level, the last one's to the end."""
    days = [date.fromisoformat(row["date"]).toordinal() for row in chart.rows]
    last = max(days[-1], date.fromisoformat(chart.settings["as_of"]).toordinal())
    start = max(1, days[0] - max((last - days[0]) // 16, 1))
    levels = [float(row["probability"]) for row in chart.rows]
    return [(start, chart.settings["prior"]), *zip(days, levels, strict=True), (last, levels[-1])]


def scene(chart: Chart) -> Scene:
    """The days as numbers, from a little before the first to the day of asking."""
    levels = _levels(chart)
    start, last = levels[0][0], levels[-1][0]
    x = Span(start, last)
    key = _key(x)
    moved = [row["moved"] for row in chart.rows]
    marks = (0.0, *BOUNDARIES[1:3], 0.5, *BOUNDARIES[3:5], 1.0)
    return Scene(
        width=_WIDTH, height=_HEIGHT, left=44, right=158, top=26, bottom=26, x=x, y=Span(0, 1),
        data={
            "x_ticks": ticks.dates(date.fromordinal(start), date.fromordinal(last)),
            "y_ticks": [_mark(value) for value in marks],
            "y_title": [{"label": "probability that it is true"}],
            "ranges": [{"value": value, "label": word} for word, value in WORDS],
            "line": [rule for pair in pairwise(levels) for rule in _step(*pair)],
            "points": [*map(_point, moved, levels[1:-1]), *key],
            "key": key,
            "end": [{"probability": levels[-1][1], "label": ticks.probability(levels[-1][1])}],
        },
    )  # fmt: skip


def _step(here: Level, after: Level) -> list[Datum]:
    """From one level along to the next day, and there up or down to its level."""
    (day, now), (until, next_) = here, after
    along = {"day": day, "probability": now, "until": until, "next": now}
    if now == next_:
        return [along]
    return [along, {"day": until, "probability": now, "until": until, "next": next_}]


def _mark(value: float) -> Datum:
    return {"value": value, "label": f"{value:.2f}" if 0 < value < 1 else f"{value:.0f}"}


def _point(moved: str, level: tuple[float, float]) -> Datum:
    shape, colour, *_ = LOOKS[moved]
    return {"day": level[0], "probability": level[1], "shape": shape, "colour": colour}


def _key(x: Span) -> list[Datum]:
    """What the marks mean, above the plot at its right."""
    above = 1 + 14 / _HEIGHT
    places = (("up", _WIDTH - 178), ("down", _WIDTH - 88))
    return [
        _point(moved, (x.low + (x.high - x.low) * pixel / _WIDTH, above))
        | {"label": LOOKS[moved][3]}
        for moved, pixel in places
    ]


def lines(chart: Chart, width: int) -> list[Text]:
    """The stepped line in characters, the mark of each day on it."""
    height, plot = 11, max(24, width - 6)
    levels = _levels(chart)
    x = Span(levels[0][0], levels[-1][0])
    steps = [(cell(x, day, plot), _row(level, height)) for day, level in levels]
    grid = [[" "] * plot for _ in range(height)]
    for (start, row), (end, next_) in pairwise(steps):
        grid[row][start : end + 1] = "─" * (end + 1 - start)
        _join(grid, end, row, next_)
    styles: dict[Place, str] = {}
    for point, (column, row) in zip(chart.rows, steps[1:], strict=False):
        grid[row][column] = LOOKS[point["moved"]][2]
        styles[row, column] = {"up": UP, "down": DOWN}.get(point["moved"], "")
    labels = {_row(level, height): f"{level:.1f}" for level in (0.0, 0.5, 1.0)}
    days = [date.fromordinal(int(end)) for end in (x.low, x.high)]
    below = under(x, ticks.dates(days[0], days[1]), plot)
    return [
        *framed(grid, labels, below, styles),
        *key("     ▲ evidence moved it up, ▼ down", width),
    ]


def _row(probability: float, height: int) -> int:
    return round((1 - probability) * (height - 1))


def _join(grid: list[list[str]], column: int, before: int, now: int) -> None:
    if before == now:
        return
    up = now < before
    for row in range(min(before, now) + 1, max(before, now)):
        grid[row][column] = "│"
    grid[before][column] = "╯" if up else "╮"
    grid[now][column] = "╭" if up else "╰"

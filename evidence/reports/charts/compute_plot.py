"""Where claimed bands, names and the key lie in the plot of compute by date."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from evidence.reports.charts import ticks
from evidence.reports.charts.chart import TOTAL_WIDTH, Chart, Datum, Span
from evidence.reports.charts.labelling import Box, Name, around, placed

LEFT, RIGHT = 52, 24
WIDTH, HEIGHT = TOTAL_WIDTH - LEFT - RIGHT, 380
"""Pixels of the plot, its margins aside."""
LABELS = 24
"""Names that are written at most; those of models with claims first, then of the largest."""
BAND = 9
"""Pixels from one band to the next, where several claims are made of one model."""
ENDS = ("low", "high")


class Plot(NamedTuple):
    """What the plot runs over: days as ordinals, and FLOP on a logarithmic axis."""

    x: Span
    y: Span

    def across(self, day: float) -> float:
        """Pixels from the left edge to a day."""
        return (day - self.x.low) / (self.x.high - self.x.low) * WIDTH

    def down(self, compute: float) -> float:
        """Pixels from the top edge to an amount of compute."""
        return (1 - math.log(compute / self.y.low) / math.log(self.y.high / self.y.low)) * HEIGHT

    def day_at(self, across: float) -> float:
        """The day at so many pixels from the left edge."""
        return self.x.low + (self.x.high - self.x.low) * across / WIDTH

    def compute_at(self, down: float) -> float:
        """The compute at so many pixels below the top edge; above it for negative ones."""
        return float(self.y.low * (self.y.high / self.y.low) ** (1 - down / HEIGHT))


def plot_of(chart: Chart) -> Plot:
    """The plot that holds every model and every claimed region, with room at the edges."""
    days = [ordinal(row["date"]) for row in chart.rows]
    room = max((max(days) - min(days)) // 25, 20)
    values = [float(row[end]) for row in chart.rows for end in ENDS if row[end] is not None]
    x = Span(min(days) - room, max(days) + room)
    return Plot(x, ticks.padded([v for v in values if v > 0]))


def ordinal(day: str) -> int:
    """A day as a number."""
    return date.fromisoformat(day).toordinal()


def band_of(claim: Datum, plot: Plot) -> Datum:
    """A claimed region at its model's day; an open end lies at the edge."""
    low, high = claim["low"] or plot.y.low, claim["high"] or plot.y.high
    return {"model": claim["model"], "day": ordinal(claim["date"]), "low": low, "high": high}


def bands_beside(claims: Sequence[Datum], plot: Plot) -> list[Datum]:
    """The same for all claims, those of one model left and right of its day by turns."""
    step = (plot.x.high - plot.x.low) * BAND / WIDTH
    bands = [band_of(claim, plot) for claim in claims]
    seen: Counter[str] = Counter()
    for band in bands:
        seen[band["model"]] += 1
        count = seen[band["model"]]
        band["day"] += count // 2 * (1 if count % 2 else -1) * step
    return bands


def key_of(plot: Plot) -> list[Datum]:
    """What the bands mean, above the plot at its right."""
    low, middle, high = (plot.compute_at(-above) for above in (8, 14, 20))
    day = plot.day_at(WIDTH - 66)
    return [{"day": day, "low": low, "end": middle, "high": high, "label": "claimed"}]


def named(
    models: Sequence[Datum], bands: Sequence[Datum], first: set[str], plot: Plot
) -> list[Datum]:
    """The names for which there is room, each where it begins; these models' before others."""
    ordered = sorted(models, key=lambda row: (row["model"] not in first, -row["median"]))
    names = [Name(row["label"], *_place(row, plot), _reach(row, bands, plot)) for row in ordered]
    marks = [*(around(name.x, name.y) for name in names), *_boxes(bands, plot)]
    room = Box(0, 0, WIDTH + RIGHT - 4, HEIGHT)
    return [
        {"day": plot.day_at(name.x), "median": plot.compute_at(name.y), "label": name.text}
        for name in placed(names, marks, room, LABELS)
    ]


def _place(model: Datum, plot: Plot) -> tuple[float, float]:
    return plot.across(model["day"]), plot.down(model["median"])


def _boxes(bands: Sequence[Datum], plot: Plot) -> Iterator[Box]:
    for band in bands:
        middle = plot.across(band["day"])
        yield Box(middle - 4, plot.down(band["high"]), middle + 4, plot.down(band["low"]))


def _reach(model: Datum, bands: Sequence[Datum], plot: Plot) -> float:
    """How far the bands of what is claimed of a model go beyond its mark."""
    ends = [plot.down(b[end]) for b in bands if b["model"] == model["model"] for end in ENDS]
    return max((abs(end - plot.down(model["median"])) for end in ends), default=0.0)

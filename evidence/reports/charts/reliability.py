"""How good the probabilities were: what came true of the claims that were given each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.core.calibration import Bin, Murphy
from evidence.reports.charts import layers
from evidence.reports.charts.characters import cell, framed
from evidence.reports.charts.chart import Chart, Datum, Scene, Span
from evidence.reports.charts.palette import AXIS, FOR, MUTED

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "reliability"

_SIZE = 320


def chart(found: Murphy) -> Chart | None:
    """The chart of resolved claims in bins of their probability; None where none is resolved."""
    if not found.bins:
        return None
    rows = tuple(_row(each) for each in found.bins)
    total = sum(each.size for each in found.bins)
    missed = max(rows, key=lambda row: abs(row["mean_probability"] - row["frequency"]))
    description = (
        f"{total} resolved claim{'s' * (total != 1)} in {len(rows)} range{'s' * (len(rows) != 1)}"
        f" of probability; reliability {found.reliability:.4f}, resolution"
        f" {found.resolution:.4f}, uncertainty {found.uncertainty:.4f}. Farthest from the"
        f" diagonal: given {missed['mean_probability']:.2f}, came true {missed['frequency']:.0%}"
        f" of {missed['size']}."
    )
    settings = {
        "reliability": found.reliability,
        "resolution": found.resolution,
        "uncertainty": found.uncertainty,
    }
    return Chart(KIND, "Reliability of the probabilities", description, rows, settings)


def _row(each: Bin) -> Datum:
    return each._asdict() | dict(zip(("likely_low", "likely_high"), each.interval, strict=True))


def picture() -> altair.LayerChart:
    """The diagonal of perfect probabilities, a mark a bin as large as it is full."""
    import altair

    rows = layers.data("rows")
    diagonal = layers.data("diagonal").mark_rule(color=AXIS, strokeDash=[4, 3])
    marks = rows.mark_point(filled=True, opacity=1, color=FOR).encode(
        layers.x("given"), layers.y("true"), altair.Size("size:Q", scale=None, legend=None)
    )
    ranges = rows.mark_rule(color=FOR, strokeWidth=1.5).encode(
        layers.x("given"), layers.y("low"), y2="high"
    )
    place = layers.x("given"), layers.y("true"), layers.word()
    counts = layers.haloed(rows, *place, color=MUTED, align="left", dx=13)
    return layers.together(
        *layers.x_axis(),
        *layers.y_axis(),
        diagonal.encode(layers.x("low"), layers.y("low"), x2="high", y2="high"),
        ranges,
        marks,
        *counts,
    )


def scene(chart: Chart) -> Scene:
    """The unit square."""
    marks = [{"value": n / 5, "label": f"{n / 5:.1f}"} for n in range(6)]
    most = max(row["size"] for row in chart.rows)
    return Scene(
        width=_SIZE, height=_SIZE, left=52, right=64, top=30, bottom=46, x=Span(0, 1),
        y=Span(0, 1),
        data={
            "x_ticks": marks,
            "y_ticks": marks,
            "x_title": [{"label": "probability given, mean of the range"}],
            "y_title": [{"label": "share that came true, with its 90 % range"}],
            "diagonal": [{"low": 0, "high": 1}],
            "rows": [_placed(row, most) for row in chart.rows],
        },
    )  # fmt: skip


def _placed(row: Datum, most: int) -> Datum:
    return {
        "given": row["mean_probability"],
        "true": row["frequency"],
        "low": row["likely_low"],
        "high": row["likely_high"],
        "size": 40 + 260 * row["size"] / most,
        "label": f"n {row['size']}",
    }


def lines(chart: Chart, width: int) -> list[Text]:
    """The unit square in characters, then a line a bin."""
    from rich.text import Text

    height, plot = 13, min(48, max(20, width - 6))
    unit = Span(0, 1)
    grid = [[" "] * plot for _ in range(height)]
    for column in range(plot):
        grid[height - 1 - round(column / (plot - 1) * (height - 1))][column] = "·"
    styles = {}
    for row in chart.rows:
        place = height - 1 - cell(unit, row["frequency"], height)
        column = cell(unit, row["mean_probability"], plot)
        grid[place][column], styles[place, column] = "●", "blue"
    labels = {0: "1.0", height // 2: "0.5", height - 1: "0.0"}
    below = f"{'0.0':{plot // 2 - 1}}{'0.5':{plot - plot // 2 - 2}}1.0"
    bins = [
        Text(
            f"     given {row['mean_probability']:.2f}, came true {row['frequency']:.0%}"
            f" of {row['size']}"
        )
        for row in chart.rows
    ]
    return [*framed(grid, labels, below, styles), *bins]

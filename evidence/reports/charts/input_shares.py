"""What makes a number uncertain: each input's share of its variance, the largest on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.core.cleaning import shortened
from evidence.core.cleaning import width as columns
from evidence.core.deriving import Derivation, Path
from evidence.core.numbers import format_range
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import UP, named
from evidence.reports.charts.chart import Chart, Datum, Scene, Span, scene_of_rows
from evidence.reports.charts.layers import NAME
from evidence.reports.charts.palette import FOR
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "input-shares"

_ROW = 26


def chart(number: str, shares: Mapping[str, float], figures: Mapping[str, str]) -> Chart | None:
    """The chart of a number that rests on two uncertain inputs or more.

    `figures` says what each input is.
    """
    if len(shares) < 2:
        return None
    rows = tuple(
        {"input": name, "share": share, "figure": figures.get(name, "")}
        for name, share in shares.items()
    )
    said = ", ".join(f"{row['input']} {row['share']:.0%}" for row in rows[:4])
    description = f"Shares of the variance of {number}: {said}."
    return Chart(KIND, f"What makes it uncertain: {number}", description, rows)


def of_derivation(found: Derivation) -> Chart | None:
    """The chart of the route that derivations use, or of the narrowest that a method gave."""
    from evidence.core.derivations import NAMES, method_named
    from evidence.core.variance import variance_shares

    path = _worked_out(found, NAMES)
    if path is None:
        return None
    inputs = {name: r.quantity for name, r in path.inputs.items() if r.quantity}
    shares = variance_shares(method_named(path.method).function, inputs)
    figures = {name: format_range(q.low, q.median, q.high, q.unit) for name, q in inputs.items()}
    value = format_range(*path.range, found.unit)
    number = f"{found.attribute} of {found.subject} by {path.label}, {value}"
    return chart(number, shares, figures)


def _worked_out(found: Derivation, methods: tuple[str, ...]) -> Path | None:
    """The selected route if a method gave it; else the narrowest sound one that a method gave."""
    ways = [path for path in found.paths if path.method in methods and not path.circular]
    chosen = [path for path in ways if path.label == found.selected]
    return min(chosen or ways, key=lambda path: path.quantity.width, default=None)


def picture() -> altair.LayerChart:
    """A bar an input, with its share beside it."""
    rows = layers.data("rows")
    bars = rows.mark_rect(color=FOR).encode(
        layers.y("top"), layers.x("zero"), y2="bottom", x2="share"
    )
    return layers.together(*layers.x_axis(), bars, *layers.row_labels())


def scene(chart: Chart) -> Scene:
    """The inputs one below the other, on an axis that ends where the largest does."""
    x = Span(0, 1.05 * max(row["share"] for row in chart.rows) or 1)
    marks = ticks.numbers(x, 6)
    data: dict[str, list[Datum]] = {
        "x_ticks": [mark | {"label": f"{mark['value']:.0%}"} for mark in marks],
        "x_title": [{"label": "share of the variance"}],
        "rows": [_placed(row, place) for place, row in enumerate(chart.rows)],
    }
    return scene_of_rows(len(chart.rows), _ROW, x, data, top=8, bottom=44)


def _placed(row: Datum, place: int) -> Datum:
    return {
        "label": fitted(row["input"].replace("_", " "), NAME),
        "note": f"{row['share']:.0%}",
        "row": place + 0.5,
        "top": place + 0.16,
        "bottom": place + 0.84,
        "share": row["share"],
        "zero": 0,
    }


def lines(chart: Chart, width: int) -> list[Text]:
    """A bar of blocks an input, with its share and what it is."""
    from rich.text import Text

    names = named([row["input"] for row in chart.rows], max(12, width // 3))
    left = columns(names[0])
    most = max(row["share"] for row in chart.rows) or 1
    plot = max(10, min(40, width - left - 32))
    drawn = []
    for name, row in zip(names, chart.rows, strict=True):
        line = Text(f"{name} │")
        blocks = round(row["share"] / most * plot)
        line.append("█" * blocks, style=UP)
        rest = max(4, width - left - plot - 10)
        line.append(f"{'':{plot - blocks}}{row['share']:>6.0%}  {shortened(row['figure'], rest)}")
        drawn.append(line)
    return [*drawn, Text("share of the variance")]

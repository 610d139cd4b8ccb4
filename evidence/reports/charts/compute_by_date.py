"""The training compute of every model against the day of its release, with what is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from evidence.core.answering import region
from evidence.core.dates import last_day
from evidence.core.deriving import chosen_path
from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.numbers import format_number
from evidence.core.records import Subject
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import UP, cell, framed, key, under
from evidence.reports.charts.chart import Chart, Datum, Scene
from evidence.reports.charts.compute_plot import (
    ENDS,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    band_of,
    bands_beside,
    key_of,
    named,
    ordinal,
    plot_of,
)
from evidence.reports.charts.labelling import SIZE
from evidence.reports.charts.palette import FOR, INK, MUTED, REGION
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "compute-by-date"

ATTRIBUTE = "training_compute"


def chart(ledger: Ledger, as_of: str) -> Chart | None:
    """The chart of the models that have a day and a number; None where none has."""
    rows = (*_models(ledger, as_of), *_claims(ledger, as_of))
    models = [row for row in rows if row["type"] == "model"]
    if not models:
        return None
    low = min(models, key=lambda row: float(row["median"]))
    high = max(models, key=lambda row: float(row["median"]))
    claims = len(rows) - len(models)
    said = f"; {claims} claim{'s' * (claims != 1)} shown beside them" if claims else ""
    description = (
        f"Training compute of {len(models)} model{'s' * (len(models) != 1)} with a known release,"
        f" from {format_number(low['median'])} FLOP ({low['name']}) to"
        f" {format_number(high['median'])} FLOP ({high['name']}), as of {as_of}{said}."
    )
    settings = {"unit": "FLOP", "as_of": as_of}
    return Chart(KIND, "Training compute by date of release", description, rows, settings)


def _models(ledger: Ledger, as_of: str) -> Iterator[Datum]:
    for model in ledger.subjects("models"):
        day = _day(model, as_of)
        path = chosen_path(ledger, model.ref, ATTRIBUTE, as_of) if day else None
        if path is not None and path.quantity.median > 0:
            low, median, high = path.range
            yield {
                "type": "model", "model": model.ref, "name": model.name or model.slug,
                "date": day, "low": max(low, median / 1e3), "median": median, "high": high,
                "method": path.method,
            }  # fmt: skip


def _claims(ledger: Ledger, as_of: str) -> Iterator[Datum]:
    for claim in ledger.claims():
        model = ledger.subject(claim.subject) if claim.attribute == ATTRIBUTE else None
        day = _day(model, as_of) if model and model.type == "model" else None
        if day is None or model is None:
            continue
        low, high = region(claim)
        yield {
            "type": "claim", "model": model.ref, "claim": claim.slug, "date": day,
            "low": low, "high": high,
        }  # fmt: skip


def _day(model: Subject, as_of: str) -> str | None:
    """The last day that the release may mean, if it has come."""
    try:
        day = last_day(str(model.released)) if model.released else None
    except Invalid:
        return None
    return day if day and day <= as_of else None


def picture() -> altair.LayerChart:
    """Claimed regions as broad bands at the model's day, ranges as lines, models as marks."""
    import altair

    models, claims = layers.data("models"), layers.data("claims")
    band = claims.mark_rule(strokeWidth=7, color=REGION).encode(
        layers.x("day"), layers.y("low"), y2="high"
    )
    ends = layers.data("claim_ends").mark_point(
        shape="stroke", size=49, strokeWidth=1, color=FOR, opacity=1
    )
    ranges = models.mark_rule(strokeWidth=1, color=FOR, opacity=0.6).encode(
        layers.x("day"), layers.y("low"), y2="high"
    )
    marks = layers.data("marks").mark_point(size=34, opacity=1).encode(
        layers.x("day"), layers.y("median"), altair.Shape("shape:N", scale=None, legend=None),
        **layers.paint("fill stroke"),
    )  # fmt: skip
    place = layers.x("day"), layers.y("median"), layers.word()
    names = layers.haloed(layers.data("names"), *place, align="left", fontSize=SIZE)
    key = layers.text(layers.data("key"), align="left", dx=10, color=MUTED).encode(
        layers.x("day"), layers.y("end"), layers.word()
    )
    return layers.together(
        *layers.x_axis(), *layers.y_axis(), band,
        ends.encode(layers.x("day"), layers.y("end")), ranges, marks, *names, key,
    )  # fmt: skip


def scene(chart: Chart) -> Scene:
    """Days as numbers, compute as powers of ten, names where there is room."""
    claims = [row for row in chart.rows if row["type"] == "claim"]
    claimed = {row["model"] for row in claims}
    models = [_placed(row, claimed) for row in chart.rows if row["type"] == "model"]
    plot = plot_of(chart)
    bands, key = bands_beside(claims, plot), key_of(plot) if claims else []
    return Scene(
        width=WIDTH, height=HEIGHT, left=LEFT, right=RIGHT, top=30, bottom=28, x=plot.x, y=plot.y,
        data={
            "x_ticks": ticks.dates(_date(plot.x.low), _date(plot.x.high), 8),
            "y_ticks": ticks.numbers(plot.y, 9),
            "y_title": [{"label": "training compute in FLOP, logarithmic; vertical lines: 90 %"}],
            "models": models,
            "marks": models,
            "claims": [*bands, *key],
            "key": key,
            "claim_ends": [
                {"day": band["day"], "end": row[end]}
                for row, band in zip(claims, bands, strict=True)
                for end in ENDS
                if row[end] is not None
            ],
            "names": named(models, bands, claimed, plot),
        },
    )  # fmt: skip


def _placed(row: Datum, claimed: set[str]) -> Datum:
    spoken_of = row["model"] in claimed
    return {
        "day": ordinal(row["date"]),
        "low": row["low"],
        "median": row["median"],
        "high": row["high"],
        "shape": "diamond" if spoken_of else "circle",
        "colour": INK if spoken_of else FOR,
        "model": row["model"],
        "label": fitted(row["name"], 120, SIZE),
    }


def _date(day: float) -> date:
    return date.fromordinal(round(day))


def lines(chart: Chart, width: int) -> list[Text]:
    """Models and claimed regions in a grid of characters."""
    height, columns = 18, max(24, width - 8)
    plot = plot_of(chart)
    x, y = plot
    grid = [[" "] * columns for _ in range(height)]
    styles = {}
    for row in sorted(chart.rows, key=lambda row: str(row["type"])):
        column = cell(x, ordinal(row["date"]), columns)
        if row["type"] == "claim":
            band = band_of(row, plot)
            first, last = (cell(y, band[end], height) for end in ENDS)
            for place in range(first, last + 1):
                grid[height - 1 - place][column] = "░"
        else:
            place = height - 1 - cell(y, row["median"], height)
            grid[place][column], styles[place, column] = "●", UP
    labels = {height - 1 - cell(y, t["value"], height): t["label"] for t in ticks.numbers(y, 9)}
    below = under(x, ticks.dates(_date(x.low), _date(x.high)), columns)
    meant = key("training compute in FLOP: ● a model, ░ what is claimed of it", width)
    return [*framed(grid, labels, below, styles), *meant]

"""The training compute of every model against the day of its release, with what is claimed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from evidence.core.answering import region
from evidence.core.dates import last_day
from evidence.core.deriving import chosen_path
from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.numbers import format_number
from evidence.core.records import Claim, Subject
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import cell, framed, key, under
from evidence.reports.charts.chart import TOTAL_WIDTH, Chart, Datum, Scene, Span
from evidence.reports.charts.labelling import SIZE, Box, Name, around, placed
from evidence.reports.charts.palette import FOR, INK, MUTED, REGION
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "compute-by-date"

ATTRIBUTE = "training_compute"
LABELS = 24
"""Names that are written at most; those of models with claims first, then of the largest."""

_LEFT, _RIGHT = 52, 24
_WIDTH, _HEIGHT = TOTAL_WIDTH - _LEFT - _RIGHT, 380


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
    for model in ledger.of_kind("models"):
        assert isinstance(model, Subject)
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
    for claim in ledger.of_kind("claims"):
        assert isinstance(claim, Claim)
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
    x, y = _spans(chart)
    key = _key(x, y) if claims else []
    bands = [_band(row, y) for row in claims]
    aside = (x.high - x.low) * BAND / _WIDTH
    for band, number in zip(bands, _numbered(claims), strict=True):
        band["day"] += number * aside
    return Scene(
        width=_WIDTH, height=_HEIGHT, left=_LEFT, right=_RIGHT, top=30, bottom=28, x=x, y=y,
        data={
            "x_ticks": ticks.dates(_date(x.low), _date(x.high), 8),
            "y_ticks": ticks.numbers(y, 9),
            "y_title": [{"label": "training compute in FLOP, logarithmic; vertical lines: 90 %"}],
            "models": models,
            "marks": models,
            "claims": [*bands, *key],
            "key": key,
            "claim_ends": [
                {"day": band["day"], "end": row[end]}
                for row, band in zip(claims, bands, strict=True)
                for end in _ENDS
                if row[end] is not None
            ],
            "names": _named(models, bands, claimed, x, y),
        },
    )  # fmt: skip


BAND = 9
"""Pixels from one band to the next, where several claims are made of one model."""


def _numbered(claims: list[Datum]) -> list[int]:
    """Which of its model's claims each is; their bands stand left and right of the day by turns."""
    seen: Counter[str] = Counter()
    places = []
    for row in claims:
        seen[row["model"]] += 1
        count = seen[row["model"]]
        places.append(count // 2 * (1 if count % 2 else -1))
    return places


_ENDS = ("low", "high")


def _date(day: float) -> date:
    return date.fromordinal(round(day))


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _spans(chart: Chart) -> tuple[Span, Span]:
    days = [_ordinal(row["date"]) for row in chart.rows]
    room = max((max(days) - min(days)) // 25, 20)
    values = [float(row[end]) for row in chart.rows for end in _ENDS if row[end] is not None]
    return Span(min(days) - room, max(days) + room), ticks.padded([v for v in values if v > 0])


def _placed(row: Datum, claimed: set[str]) -> Datum:
    spoken_of = row["model"] in claimed
    return {
        "day": _ordinal(row["date"]),
        "low": row["low"],
        "median": row["median"],
        "high": row["high"],
        "shape": "diamond" if spoken_of else "circle",
        "colour": INK if spoken_of else FOR,
        "model": row["model"],
        "label": fitted(row["name"], 120, SIZE),
    }


def _band(row: Datum, y: Span) -> Datum:
    ends = row["low"] or y.low, row["high"] or y.high
    day = _ordinal(row["date"])
    return {"model": row["model"], "day": day, "low": ends[0], "high": ends[1]}


def _key(x: Span, y: Span) -> list[Datum]:
    """What the bands mean, above the plot at its right."""
    low, middle, high = (_value(y, 1 + pixels / _HEIGHT) for pixels in (8, 14, 20))
    day = x.low + (x.high - x.low) * (1 - 66 / _WIDTH)
    return [{"day": day, "low": low, "end": middle, "high": high, "label": "claimed"}]


def _value(y: Span, share: float) -> float:
    """The compute at a share of the height."""
    return float(y.low * (y.high / y.low) ** share)


def _named(
    models: list[Datum], bands: list[Datum], first: set[str], x: Span, y: Span
) -> list[Datum]:
    """The names for which there is room, each where it begins."""
    ordered = sorted(models, key=lambda row: (row["model"] not in first, -row["median"]))
    pixels = [(_across(row["day"], x), _down(row["median"], y)) for row in ordered]
    names = [
        Name(row["label"], *place, _reach(row, bands, y))
        for row, place in zip(ordered, pixels, strict=True)
    ]
    marks = [around(*place) for place in pixels]
    for band in bands:
        middle = _across(band["day"], x)
        marks.append(Box(middle - 4, _down(band["high"], y), middle + 4, _down(band["low"], y)))
    plot = Box(0, 0, _WIDTH + _RIGHT - 4, _HEIGHT)
    found = placed(names, marks, plot, LABELS)
    return [
        {
            "day": x.low + (x.high - x.low) * name.x / _WIDTH,
            "median": _value(y, 1 - name.y / _HEIGHT),
            "label": name.text,
        }
        for name in found
    ]


def _reach(model: Datum, bands: list[Datum], y: Span) -> float:
    """How far the bands of what is claimed of a model go beyond its mark."""
    ends = [_down(b[end], y) for b in bands if b["model"] == model["model"] for end in _ENDS]
    return max((abs(end - _down(model["median"], y)) for end in ends), default=0.0)


def _across(day: float, x: Span) -> float:
    return (day - x.low) / (x.high - x.low) * _WIDTH


def _down(compute: float, y: Span) -> float:
    return (1 - math.log(compute / y.low) / math.log(y.high / y.low)) * _HEIGHT


def lines(chart: Chart, width: int) -> list[Text]:
    """Models and claimed regions in a grid of characters."""
    height, plot = 18, max(24, width - 8)
    x, y = _spans(chart)
    grid = [[" "] * plot for _ in range(height)]
    styles = {}
    for row in sorted(chart.rows, key=lambda row: str(row["type"])):
        column = cell(x, _ordinal(row["date"]), plot)
        if row["type"] == "claim":
            band = _band(row, y)
            first, last = (cell(y, band[end], height) for end in _ENDS)
            for place in range(first, last + 1):
                grid[height - 1 - place][column] = "░"
        else:
            place = height - 1 - cell(y, row["median"], height)
            grid[place][column], styles[place, column] = "●", "blue"
    labels = {height - 1 - cell(y, t["value"], height): t["label"] for t in ticks.numbers(y, 9)}
    below = under(x, ticks.dates(_date(x.low), _date(x.high)), plot)
    meant = key("training compute in FLOP: ● a model, ░ what is claimed of it", width)
    return [*framed(grid, labels, below, styles), *meant]

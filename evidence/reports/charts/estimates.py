"""A claimed number beside every estimate of it: intervals, with the claimed region shaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evidence.core.answering import Answer, QuantityEstimate
from evidence.core.cleaning import shortened
from evidence.core.cleaning import width as columns
from evidence.core.support import Support
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import UP, cell, key, named, under
from evidence.reports.charts.chart import Chart, Datum, Scene, Span, scene_of_rows
from evidence.reports.charts.layers import NAME
from evidence.reports.charts.palette import FOR, INK, MUTED, OTHER, PAPER, REGION
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "estimates"

_ROW = 34
_AXIS = 400
"""Pixels of the axis's name at most."""
LOOKS: dict[str, tuple[str, str, str, str]] = {
    "counted": ("circle", FOR, FOR, "●"),
    "not counted": ("circle", PAPER, OTHER, "○"),
    "bound": ("triangle-right", OTHER, OTHER, ">"),
    "pooled": ("diamond", INK, INK, "◆"),
}
"""Of each role of a row: its shape, what fills and bounds it, its character."""

SOLID = ("counted", "pooled")
"""The roles whose ranges are drawn as a whole line."""


def chart(support: Support) -> Chart | None:
    """The chart of a quantity claim of which there is any estimate or bound."""
    answer = support.answer
    if answer is None or not answer.estimates:
        return None
    rows = tuple(_rows(answer))
    settings: dict[str, Any] = {
        "claim": support.claim,
        "attribute": support.record.attribute,
        "unit": answer.unit,
        "low": answer.low,
        "high": answer.high,
    }
    title = f"Estimates: {support.statement}"
    return Chart(KIND, title, _described(support, answer), rows, settings)


def _rows(answer: Answer) -> Iterator[Datum]:
    for estimate in sorted(answer.estimates, key=_order):
        quantity = estimate.quantity
        role = "bound" if quantity is None else "counted" if estimate.counted else "not counted"
        yield {
            "label": estimate.route.replace("_", " "),
            "convention": estimate.convention,
            "source": estimate.source,
            "low": estimate.low,
            "median": quantity.median if quantity else None,
            "high": estimate.high,
            "role": role,
            "mass": estimate.mass,
            "note": estimate.note,
        }
    pooled = answer.pooled
    if pooled is not None:
        ends = {"low": pooled.low, "median": pooled.median, "high": pooled.high}
        parts = {"role": "pooled", "mass": pooled.mass, "note": "", "convention": None}
        yield {"label": "pooled", "source": "what counts, together"} | ends | parts


def _order(estimate: QuantityEstimate) -> tuple[bool, bool, float, str]:
    quantity = estimate.quantity
    return (
        not estimate.counted,
        quantity is None,
        -(quantity.median if quantity else 0),
        estimate.key,
    )


def _described(support: Support, answer: Answer) -> str:
    from evidence.reports.plain import claimed, pooled

    counted = sum(estimate.counted for estimate in answer.estimates)
    others = len(answer.estimates) - counted
    rest = f", {others} more shown only" if others else ""
    return (
        f"Claimed: {claimed(answer)}. {counted} estimate{'s' * (counted != 1)} counted{rest};"
        f" {pooled(answer)}. Support {support.probability:.2f} ({support.status})."
    )


def picture() -> altair.LayerChart:
    """The claimed region behind everything, a line with its mark for each estimate."""
    shade, *ends = _region()
    return layers.together(shade, *layers.x_axis(), *ends, _parted(), *_ranges(), *_labels())


def _region() -> Iterator[altair.Chart]:
    """The claimed region, the ends that it has, and its name above it."""
    import altair

    across = {"y": altair.value(0), "y2": altair.value("height")}
    shade = layers.data("region").mark_rect(color=REGION)
    ends = layers.data("region_ends").mark_rule(color=FOR, strokeWidth=1)
    name = layers.text(layers.data("region_name"), color=MUTED)
    yield shade.encode(layers.x("low"), x2="high", **across)
    yield ends.encode(layers.x("value"), **across)
    yield name.encode(layers.x("value"), layers.word(), y=altair.value(-10))


def _parted() -> altair.Chart:
    """The line above what is pooled."""
    import altair

    line = layers.data("parted").mark_rule(color=MUTED, strokeWidth=0.75)
    start, end = altair.value(-layers.NAME - 6), altair.value("width")
    drawn: altair.Chart = line.encode(layers.y("row"), x=start, x2=end)
    return drawn


def _ranges() -> Iterator[altair.Chart]:
    """A whole or a broken line from end to end, with a mark at the median."""
    import altair

    stroke = layers.paint("stroke", "stroke")
    solid = layers.data("rows").mark_rule(strokeWidth=2)
    dashed = layers.data("dashed").mark_rule(strokeWidth=1.5, strokeDash=[4, 3])
    for line in (solid, dashed):
        yield line.encode(layers.y("row"), layers.x("low"), x2="high", **stroke)
    yield layers.data("marks").mark_point(size=70, opacity=1, strokeWidth=1.5).encode(
        layers.x("median"), layers.y("row"), altair.Shape("shape:N", scale=None, legend=None),
        **layers.paint("fill", "fill"), **stroke,
    )  # fmt: skip


def _labels() -> Iterator[altair.Chart]:
    """The route over its source at the left of a row, the median at its right."""
    import altair

    labels, row = layers.data("labels"), layers.y("row")
    at_left: dict[str, Any] = {"align": "right", "dx": -10}
    start, end = altair.value(0), altair.value("width")
    route = layers.text(labels, **at_left, dy=-7)
    source = layers.text(labels, **at_left, color=MUTED, dy=6, fontSize=10)
    yield route.encode(row, layers.word(), x=start)
    yield source.encode(row, layers.word("source"), x=start)
    notes = layers.text(labels, align="right", dx=layers.NOTE)
    yield notes.encode(row, layers.word("note"), x=end)


def span(chart: Chart) -> Span:
    """The axis: everything that is known, and the claimed ends."""
    values = [float(row[end]) for row in chart.rows for end in _ENDS if row[end] is not None]
    values += [
        float(chart.settings[end]) for end in ("low", "high") if chart.settings[end] is not None
    ]
    return ticks.padded(values)


_ENDS = ("low", "median", "high")


def scene(chart: Chart) -> Scene:
    """The estimates one below the other, the pooled one last under a line."""
    x = span(chart)
    placed = [_placed(row, place, x) for place, row in enumerate(chart.rows)]
    known = chart.settings["low"], chart.settings["high"]
    low = x.low if known[0] is None else known[0]
    high = x.high if known[1] is None else known[1]
    middle = (low * high) ** 0.5 if x.logarithmic else (low + high) / 2
    data: dict[str, list[Datum]] = {
        "x_ticks": ticks.numbers(x),
        "x_title": [{"label": _axis_name(chart, x)}],
        "region": [{"low": low, "high": high}],
        "region_ends": [{"value": end} for end in known if end is not None],
        "region_name": [{"value": middle, "label": "claimed"}],
        "rows": [row for row in placed if row["role"] in SOLID],
        "dashed": [row for row in placed if row["role"] not in SOLID],
        "marks": placed,
        "labels": placed,
        "parted": [{"row": n} for n, row in enumerate(chart.rows) if row["role"] == "pooled"],
    }
    return scene_of_rows(len(placed), _ROW, x, data, top=24, bottom=44)


def _axis_name(chart: Chart, x: Span) -> str:
    name = str(chart.settings["attribute"]).replace("_", " ")
    unit = chart.settings["unit"]
    scale = ", logarithmic" if x.logarithmic else ""
    return fitted(f"{name}{f' in {unit}' if unit else ''}{scale}; 90 % ranges", _AXIS)


def _called(row: Datum) -> str:
    """The route with how it counts, which tells it from its like."""
    convention = row["convention"]
    return (
        f"{row['label']}, {convention.removeprefix('attention_')}"
        if convention
        else str(row["label"])
    )


OTHERWISE = {"not counted": "not counted: ", "bound": "a bound: "}
"""What is said before the sources of what is shown only."""


def _placed(row: Datum, place: int, x: Span) -> Datum:
    shape, fill, stroke, _ = LOOKS[row["role"]]
    at_most = row["role"] == "bound" and row["low"] is None
    end = row["high"] if at_most else row["low"]
    return {
        "label": fitted(_called(row), NAME),
        "source": fitted(f"{OTHERWISE.get(row['role'], '')}{row['source']}", NAME),
        "note": f"{'<' * at_most}{'>' * (row['role'] == 'bound' and not at_most)}"
        + ticks.figure(row["median"] if row["median"] is not None else end),
        "row": place + 0.5,
        "low": x.low if row["low"] is None else row["low"],
        "median": end if row["median"] is None else row["median"],
        "high": x.high if row["high"] is None else row["high"],
        "shape": "triangle-left" if at_most else shape,
        "fill": fill,
        "stroke": stroke,
        "role": row["role"],
    }


def lines(chart: Chart, width: int) -> list[Text]:
    """Each range as a line of characters, the claimed region between brackets."""
    from rich.text import Text

    x = span(chart)
    whole = [f"{_called(row)}; {row['source']}" for row in chart.rows]
    names = named(whole, max(12, width * 2 // 5))
    left = columns(names[0])
    plot = max(10, width - left - 12)
    unit = shortened(chart.settings["unit"], 9)
    drawn = []
    for place, (name, row) in enumerate(zip(names, chart.rows, strict=True)):
        line = Text(f"{name} │")
        style = UP if row["role"] == "counted" else ""
        placed = _placed(row, place, x)
        line.append("".join(_cells(chart, placed, x, plot)), style=style)
        drawn.append(line.append(f"{placed['note']:>9}"))
    return [
        *drawn,
        Text(f"{'':{left}} └" + "─" * plot),
        Text(f"{'':{left}}  {under(x, ticks.numbers(x), plot):{plot}} {unit}".rstrip()),
        *key("[ ] claimed, ● counted, ○ not counted, ◆ pooled; 90 % ranges", width),
    ]


def _cells(chart: Chart, placed: Datum, x: Span, plot: int) -> list[str]:
    known = [chart.settings[end] for end in ("low", "high")]
    sides = {
        cell(x, end, plot): mark for end, mark in zip(known, "[]", strict=True) if end is not None
    }
    cells = [sides.get(n, " ") for n in range(plot)]
    for n in range(cell(x, placed["low"], plot), cell(x, placed["high"], plot) + 1):
        cells[n] = "━" if placed["role"] in SOLID else "╌"
    at_most = placed["shape"] == "triangle-left"
    cells[cell(x, placed["median"], plot)] = "<" if at_most else LOOKS[placed["role"]][3]
    return cells

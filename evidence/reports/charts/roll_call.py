"""The units of a prevalence claim, asked by name: a grid of units and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.core.cleaning import width as columns
from evidence.core.support import Support
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import DOWN, UP, key, named
from evidence.reports.charts.chart import Chart, Datum, Scene, Span, scene_of_rows
from evidence.reports.charts.layers import NAME
from evidence.reports.charts.palette import AGAINST, FOR, GRID, INK, MUTED, OTHER, PAPER
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "roll-call"

CALLS = {
    "yes": ("square", FOR, FOR, "Y"),
    "unclear": ("diamond", OTHER, OTHER, "?"),
    "no": ("circle", AGAINST, AGAINST, "N"),
    "silent": ("circle", PAPER, OTHER, "–"),  # noqa: RUF001 - a dash for silence
}
"""The answers from left to right: the shape, what fills and bounds it, its letter."""

_ROW = 22
_STYLES = {"yes": UP, "no": DOWN}


def chart(support: Support) -> Chart | None:
    """The chart of a claim that is answered by roll call."""
    roll = support.roll_call
    if roll is None or not roll.members:
        return None
    order = list(CALLS)
    members = sorted(roll.members, key=lambda m: (order.index(m.call), -m.db, m.unit))
    rows = tuple({"unit": m.unit, "call": m.call, "db": m.db} for m in members)
    counts = {"yes": roll.yes, "unclear": roll.unclear, "no": roll.no, "silent": roll.silent}
    settings = {"claim": support.claim, "counts": counts, "bounds": list(roll.bounds)}
    low, high = roll.bounds
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    description = (
        f"Of {roll.units} units: {said}. The share of yes lies between {low:.0%} and {high:.0%};"
        f" the claim's probability is {support.probability:.2f} ({support.status})."
    )
    return Chart(KIND, f"Roll call: {support.statement}", description, rows, settings)


def picture() -> altair.LayerChart:
    """A line a unit, a mark with its letter in the column of the unit's answer."""
    import altair

    rows, heads = layers.data("rows"), layers.data("heads")
    across = rows.mark_rule(color=GRID).encode(
        layers.y("row"), x=altair.value(0), x2=altair.value("width")
    )
    marks = rows.mark_point(size=210, opacity=1, strokeWidth=1.2).encode(
        layers.x("column"),
        layers.y("row"),
        altair.Shape("shape:N", scale=None, legend=None),
        **layers.paint("fill", "fill"),
        **layers.paint("stroke", "stroke"),
    )
    letters = layers.text(rows, fontSize=10, fontWeight="bold").encode(
        layers.x("column"), layers.y("row"), layers.word("letter"), **layers.paint("color", "ink")
    )
    top = layers.text(heads, color=MUTED).encode(
        layers.x("column"), layers.word(), y=altair.value(-12)
    )
    unit = layers.text(layers.data("db_title"), color=MUTED, align="right", dx=layers.NOTE).encode(
        layers.word(), x=altair.value("width"), y=altair.value(-12)
    )
    return layers.together(across, marks, letters, top, unit, *layers.row_labels())


def scene(chart: Chart) -> Scene:
    """A column an answer, under its name and how many gave it."""
    counts = chart.settings["counts"]
    data: dict[str, list[Datum]] = {
        "rows": [_placed(row, place) for place, row in enumerate(chart.rows)],
        "heads": [
            {"column": column + 0.5, "label": f"{call} {counts[call]}"}
            for column, call in enumerate(CALLS)
        ],
        "db_title": [{"label": "dB"}],
    }
    return scene_of_rows(len(chart.rows), _ROW, Span(0, len(CALLS)), data, top=30, bottom=8)


def _placed(row: Datum, place: int) -> Datum:
    shape, fill, stroke, letter = CALLS[row["call"]]
    silent = row["call"] == "silent"
    return {
        "label": fitted(row["unit"], NAME),
        "note": "" if silent else ticks.signed(row["db"]),
        "row": place + 0.5,
        "column": list(CALLS).index(row["call"]) + 0.5,
        "shape": shape,
        "fill": fill,
        "stroke": stroke,
        "letter": letter,
        "ink": INK if silent else PAPER,
    }


def lines(chart: Chart, width: int) -> list[Text]:
    """The same grid with the letters alone."""
    from rich.text import Text

    counts = chart.settings["counts"]
    names = named([row["unit"] for row in chart.rows], max(12, width // 4))
    left = columns(names[0])
    wide = min(12, (width - left - 9) // len(CALLS))
    short = wide < max(len(f"{call} {counts[call]} ") for call in CALLS)
    named_by = {call: CALLS[call][3] if short else call for call in CALLS}
    heads = "".join(f"{f'{named_by[call]} {counts[call]}':^{wide}}" for call in CALLS)
    drawn = [Text(f"{'':{left}} {heads}{'dB':>8}")]
    for name, row in zip(names, chart.rows, strict=True):
        line = Text(f"{name} ")
        for call in CALLS:
            here = call == row["call"]
            line.append(f"{CALLS[call][3] if here else '·':^{wide}}", _STYLES.get(call, "") * here)
        line.append("" if row["call"] == "silent" else f"{ticks.signed(row['db']):>8}")
        line.rstrip()
        drawn.append(line)
    meant = ", ".join(f"{CALLS[call][3]} {call}" for call in CALLS)
    return [*drawn, *key(meant, width)] if short else drawn

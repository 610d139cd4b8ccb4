"""What made a claim's support: a waterfall from the prior over each contribution to the total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.core.cleaning import width as columns
from evidence.core.support import Row, Support
from evidence.reports.charts import layers, ticks
from evidence.reports.charts.characters import DOWN, UP, cell, key, named
from evidence.reports.charts.chart import Chart, Datum, Scene, Span, scene_of_rows
from evidence.reports.charts.layers import NAME
from evidence.reports.charts.palette import AGAINST, AXIS, FOR, INK, MUTED
from evidence.reports.charts.widths import fitted

if TYPE_CHECKING:
    import altair
    from rich.text import Text

KIND = "contributions"

MOST = 20
"""Bars of single contributions; of more, the smallest are one bar."""

COLOURS = {"prior": INK, "for": FOR, "against": AGAINST, "total": INK}
_ROW = 22
_STYLES = {"for": UP, "against": DOWN}


def chart(support: Support) -> Chart | None:
    """The chart of a claim on which anything counts."""
    counted = sorted(
        (row for row in support.contributions if row.counted_db), key=lambda r: -abs(r.counted_db)
    )
    if not counted:
        return None
    rows = tuple(_stacked(support, counted))
    silent = len(support.contributions) - len(counted)
    settings = {"claim": support.claim, "unit": "dB", "without_weight": silent}
    title = f"What counts: {support.statement}"
    return Chart(KIND, title, _described(support, counted, silent), rows, settings)


def _stacked(support: Support, counted: list[Row]) -> Iterator[Datum]:
    """The prior, each contribution where the one before ends, the total."""
    level = support.prior_db
    yield _bar("prior", "prior", "", 0.0, level, "prior")
    for row in counted[:MOST]:
        method, derived, _ = row.key.partition("(")
        label = f"{method}; {row.source}" if derived else row.source or method
        yield _bar(label, row.key, row.type, level, row.counted_db)
        level += row.counted_db
    rest = counted[MOST:]
    if rest:
        added = sum(row.counted_db for row in rest)
        yield _bar(f"{len(rest)} smaller ones", "", "", level, added)
    yield _bar("total", "total", "", 0.0, support.log_odds_db, "total")


def _bar(
    label: str, key: str, type_: str, start: float, added: float, role: str | None = None
) -> Datum:
    role = role or ("for" if added > 0 else "against")
    return {
        "label": label, "key": key, "type": type_, "start": start, "end": start + added,
        "db": added, "role": role,
    }  # fmt: skip


def _described(support: Support, counted: list[Row], silent: int) -> str:
    first = counted[0]
    words = "1 contribution counts" if len(counted) == 1 else f"{len(counted)} contributions count"
    most = f"the largest is {ticks.signed(first.counted_db)} dB from {first.source or first.group}"
    rest = f" {silent} more {'weighs' if silent == 1 else 'weigh'} nothing." if silent else ""
    ends = f"{ticks.signed(support.prior_db)} dB to {ticks.signed(support.log_odds_db)} dB"
    return (
        f"From a prior of {ends}, a probability of {support.probability:.2f} ({support.status});"
        f" {words}, {most}.{rest}"
    )


def picture() -> altair.LayerChart:
    """A bar a row, each joined to the next where it ends."""
    import altair

    rows = layers.data("rows")
    bars = rows.mark_rect().encode(
        layers.x("start"), layers.y("top"), x2="end", y2="bottom", **layers.paint("fill")
    )
    below = layers.text(layers.data("x_ticks"), color=MUTED, dy=27).encode(
        layers.x("value"), layers.word("below"), y=altair.value("height")
    )
    joints = layers.data("joints").mark_rule(color=AXIS)
    return layers.together(
        *layers.x_axis(title=45),
        below,
        layers.zero_line(),
        joints.encode(layers.x("value"), layers.y("top"), y2="bottom"),
        bars,
        *layers.row_labels(),
    )


def scene(chart: Chart) -> Scene:
    """The rows one below the other, on an axis of decibels with the probability below it."""
    rows = chart.rows
    ends = [float(row[end]) for row in rows for end in ("start", "end")]
    x = _span(ends)
    data: dict[str, list[Datum]] = {
        "x_ticks": [_mark(tick) for tick in ticks.numbers(x, 6)],
        "x_title": [{"label": "log odds in dB; below, the probability"}],
        "zero": [{"value": 0}],
        "rows": [_placed(row, place) for place, row in enumerate(rows)],
        "joints": [
            {"value": row["end"], "top": place + 0.84, "bottom": place + 1.16}
            for place, row in enumerate(rows[:-1])
        ],
    }
    return scene_of_rows(len(rows), _ROW, x, data, top=8, bottom=56)


def _span(ends: list[float]) -> Span:
    room = (max(ends) - min(ends)) * 0.04 or 1.0
    return Span(min(ends) - room, max(ends) + room)


def _mark(tick: Datum) -> Datum:
    odds = 10 ** (tick["value"] / 10)
    probability = odds / (1 + odds)
    return tick | {"below": ticks.probability(probability)}


def _placed(row: Datum, place: int) -> Datum:
    return {
        "label": fitted(row["label"], NAME),
        "note": ticks.signed(row["db"]),
        "row": place + 0.5,
        "top": place + 0.16,
        "bottom": place + 0.84,
        "start": row["start"],
        "end": row["end"],
        "colour": COLOURS[row["role"]],
    }


def lines(chart: Chart, width: int) -> list[Text]:
    """A bar of blocks a row, the number at its right."""
    from rich.text import Text

    names = named([row["label"] for row in chart.rows], max(12, width // 3))
    left = columns(names[0])
    plot = max(10, width - left - 11)
    every = [row[end] for row in chart.rows for end in ("start", "end")]
    x = Span(min(every), max(every))
    drawn = []
    for name, row in zip(names, chart.rows, strict=True):
        first, last = sorted(cell(x, row[end], plot) for end in ("start", "end"))
        bar = _GLYPHS[row["role"]] * (last - first + 1)
        line = Text(f"{name} │" + " " * first)
        line.append(bar, style=_STYLES.get(row["role"], ""))
        drawn.append(line.append(f"{ticks.signed(row['db']):>{plot - last + 8}}"))
    return [*drawn, *key("in dB: █ for, ▒ against, ▓ prior and total", width)]


_GLYPHS = {"prior": "▓", "for": "█", "against": "▒", "total": "▓"}

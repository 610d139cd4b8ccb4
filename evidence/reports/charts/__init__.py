"""Charts: one picture of each kind, as SVG, as PNG, and as text in a terminal.

A kind is a module with what draws it; `KINDS` lists them. Records go in through the module's
`chart`, and what comes out is the same wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.reports.charts import (
    compute_by_date,
    contributions,
    estimates,
    input_shares,
    reliability,
    roll_call,
    support_over_time,
)
from evidence.reports.charts.chart import Chart, Kind

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["KINDS", "Chart", "png", "svg", "text"]

_MODULES = (
    support_over_time,
    contributions,
    estimates,
    roll_call,
    input_shares,
    reliability,
    compute_by_date,
)

KINDS: Mapping[str, Kind] = {
    module.KIND: Kind(module.picture, module.scene, module.lines) for module in _MODULES
}
"""Every kind of chart by its name."""


def svg(chart: Chart, standalone: bool = True) -> str:
    """The chart as SVG: a file of its own, or a part of a page; raises Invalid without `plot`."""
    from evidence.reports.charts.markup import inline
    from evidence.reports.charts.markup import standalone as alone

    drawn = _drawn(chart)
    return alone(chart, drawn) if standalone else inline(chart, drawn)


def png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as a PNG on white, so many pixels to a point; raises Invalid without `plot`."""
    from evidence.reports.charts.markup import standalone

    text = standalone(chart, _drawn(chart), style=False)
    import vl_convert

    return bytes(vl_convert.svg_to_png(text, scale=scale))


def text(chart: Chart, width: int) -> list[Text]:
    """The chart in characters, in lines of at most so many columns."""
    return KINDS[chart.kind].lines(chart, width)


def _drawn(chart: Chart) -> str:
    from evidence.reports.charts.rendering import drawn

    kind = KINDS[chart.kind]
    return drawn(kind.picture, kind.scene(chart))

"""Charts: one picture of each kind, as SVG, as PNG, and as text in a terminal.

A kind is a module with what draws it; `KINDS` lists them. Records go in through the module's
`chart`, and what comes out is the same wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
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
from evidence.reports.charts.chart import Chart, Kind, Scene

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rich.text import Text

__all__ = ["KINDS", "Chart", "png", "svg", "svgs", "text"]

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


Drawn = tuple[Chart, Scene, "list[Element]"]
"""A chart, and what one drawing of it is made of."""

BATCH = 100
"""Charts that are drawn together; more in one call gain nothing."""


def svg(chart: Chart, standalone: bool = True) -> str:
    """The chart as SVG, a file of its own or a part of a page; raises NotInstalled."""
    return next(svgs([chart], standalone))


def svgs(charts: Iterable[Chart], standalone: bool = False) -> Iterator[str]:
    """The same for many charts, of which those of one kind are drawn together.

    The next ones are drawn on another thread while these are used; Vega lets others run.
    """
    from evidence.reports.charts import markup

    made = markup.standalone if standalone else markup.inline
    for batch in _ahead(charts):
        for chart, scene, drawn in batch:
            yield made(chart, scene, drawn)


def _ahead(charts: Iterable[Chart]) -> Iterator[list[Drawn]]:
    """The charts drawn in batches, each while the one before is used."""
    rest = iter(charts)
    batch, after = list(islice(rest, BATCH)), list(islice(rest, BATCH))
    if not after:
        yield _drawn(batch)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(_drawn, batch)
        while after:
            ready, drawing = drawing.result(), pool.submit(_drawn, after)
            after = list(islice(rest, BATCH))
            yield ready
        yield drawing.result()


def png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as a PNG on white, so many pixels to a point; raises NotInstalled."""
    from evidence.reports.charts.markup import standalone

    (one,) = _drawn([chart])
    text = standalone(*one, style=False)
    import vl_convert

    return bytes(vl_convert.svg_to_png(text, scale=scale))


def text(chart: Chart, width: int) -> list[Text]:
    """The chart in characters, in lines of at most so many columns."""
    return KINDS[chart.kind].lines(chart, width)


def _drawn(charts: Sequence[Chart]) -> list[Drawn]:
    """Each chart with its scene and its elements, in the order in which they were given."""
    from evidence.reports.charts.rendering import drawings

    scenes = [KINDS[chart.kind].scene(chart) for chart in charts]
    found: dict[int, list[Element]] = {}
    for kind in dict.fromkeys(chart.kind for chart in charts):
        places = [n for n, chart in enumerate(charts) if chart.kind == kind]
        drawn = drawings(kind, [scenes[n] for n in places])
        found |= zip(places, drawn, strict=True)
    return [(chart, scenes[n], found[n]) for n, chart in enumerate(charts)]

"""From scenes to the elements of drawings: many charts of a kind go through Vega in one call.

Each kind's picture is shipped compiled. What Vega costs it costs for every mark of a picture, not
for every datum; so the data of many scenes, already in pixels, fill one picture together, and
what comes out is dealt to them again: a mark draws one element a datum, in their order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from evidence.reports.charts.chart import SMALL, Datum, Scene, Span
from evidence.reports.charts.engine import engine

SHIPPED = Path(__file__).with_name("pictures.json")
"""What compiling.py made of every kind's picture: reading it takes a hundredth of making it."""
_GRAIN = 8
"""Parts of a pixel to which places are rounded; their differences are then exact as well."""


class Frame(NamedTuple):
    """A compiled picture without its data."""

    spec: Datum
    marks: tuple[Datum, ...]
    sets: tuple[str, ...]
    """The data set of each mark."""
    sizes: tuple[float | None, ...]
    """Of each mark the size of its text, if it is one."""
    fields: Mapping[str, frozenset[tuple[str, str]]]
    """Of each data set the fields that are drawn, each with its axis if it is a place."""


@lru_cache
def frames() -> Mapping[str, Frame]:
    """The compiled picture of every kind."""
    return {kind: _frame(fields) for kind, fields in json.loads(SHIPPED.read_text()).items()}


def _frame(fields: Datum) -> Frame:
    read = {name: frozenset(map(tuple, drawn)) for name, drawn in fields["fields"].items()}
    marks, sets, sizes = (tuple(fields[name]) for name in ("marks", "sets", "sizes"))
    return Frame(fields["spec"], marks, sets, sizes, read)


def drawings(kind: str, scenes: Sequence[Scene]) -> list[list[Element]]:
    """The elements of each scene, the lowest first; raises NotInstalled."""
    frame = frames()[kind]
    data = {
        name: [
            _placed(row, scene, frame.fields[name])
            for scene in scenes
            for row in scene.data.get(name, ())
        ]
        for name in frame.fields
    }
    used = [n for n, name in enumerate(frame.sets) if data[name]]
    spec = frame.spec | {
        "data": [{"name": name, "values": rows} for name, rows in data.items() if rows],
        "marks": [frame.marks[n] for n in used],
    }
    drawn = _groups(engine().svg(spec))
    found: list[list[Element]] = [[] for _ in scenes]
    for n, group in zip(used, drawn, strict=True):
        elements = _sized(iter(group), frame.sizes[n])
        for scene, own in zip(scenes, found, strict=True):
            own.extend(islice(elements, len(scene.data.get(frame.sets[n], ()))))
    return found


def _groups(svg: str) -> list[Element]:
    """The group of each mark."""
    root = fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))
    return [group for group in root.iter("g") if "role-mark" in group.get("class", "").split()]


def _placed(row: Datum, scene: Scene, fields: frozenset[tuple[str, str]]) -> Datum:
    """What is drawn of a datum, its places in pixels."""
    places: Datum = {"width": scene.width, "height": scene.height}
    for axis, field in fields:
        if not axis:
            places[field] = row[field]
        elif axis == "x":
            places[f"x_{field}"] = _pixel(scene.x, row[field], scene.width)
        else:
            places[f"y_{field}"] = scene.height - _pixel(scene.y, row[field], scene.height)
    return places


def _pixel(span: Span, value: float, size: float) -> float:
    ends = (span.low, value, span.high)
    low, here, high = map(math.log, ends) if span.logarithmic else ends
    return round((here - low) / (high - low) * size * _GRAIN) / _GRAIN


def _sized(elements: Iterator[Element], size: float | None) -> Iterator[Element]:
    """Texts with their size, where it is not the one that the whole drawing has."""
    for element in elements:
        if size is not None:
            element.attrib.pop("font-size")
            if size != SMALL:
                element.set("font-size", f"{size:g}px")
        yield element

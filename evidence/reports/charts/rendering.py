"""From scenes to the elements of drawings: many charts of a kind go through Vega in one call.

Each kind's picture is compiled once. What Vega costs it costs for every mark of a picture, not
for every datum; so the data of many scenes, already in pixels, fill one picture together, and
what comes out is dealt to them again: a mark draws one element a datum, in their order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element, fromstring

from evidence.core.errors import Invalid
from evidence.reports.charts.chart import SMALL, Datum, Scene, Span

if TYPE_CHECKING:
    import altair

REMEDY = "pip install 'evidence-ledger[plot]'"

_CONFIG = {"aria": False, "view": {"stroke": None}, "mark": {"invalid": "show"}}
"""No roles on marks, for which a text alternative stands; no filters, as all data are sound."""
_DATUM = re.compile(r'datum\["(\w+)"\]')
"""The field in the expression that Vega-Lite writes for a text."""
_MIDDLE = 0.3
"""Of its size, by how much a text's line lies below its middle."""
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


def drawings(
    picture: Callable[[], altair.LayerChart], scenes: Sequence[Scene]
) -> list[list[Element]]:
    """The elements of each scene, the lowest first; raises Invalid without the libraries."""
    frame = compiled(picture)
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
    drawn = _groups(_run(spec))
    found: list[list[Element]] = [[] for _ in scenes]
    for n, group in zip(used, drawn, strict=True):
        elements = _sized(iter(group), frame.sizes[n])
        for scene, own in zip(scenes, found, strict=True):
            own.extend(islice(elements, len(scene.data.get(frame.sets[n], ()))))
    return found


def _run(spec: Datum) -> str:
    import vl_convert

    return str(vl_convert.vega_to_svg(spec))


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


@lru_cache(maxsize=32)
def compiled(picture: Callable[[], altair.LayerChart]) -> Frame:
    """A picture as Vega, that takes places in pixels in the stead of its scales."""
    try:
        import vl_convert

        spec = picture().to_dict()
    except ImportError as error:
        raise Invalid(f"drawing needs the library {error.name}", REMEDY) from None
    spec |= {"background": None, "config": _CONFIG, "datasets": {}}
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    named = {each["name"]: each.get("source", each["name"]) for each in vega["data"]}
    fields: dict[str, set[tuple[str, str]]] = {}
    marks = []
    for mark in vega["marks"]:
        name = named[mark["from"]["data"]]
        channels = _unmeasured(mark["encode"]["update"])
        encode = {c: _unscaled(v, fields.setdefault(name, set())) for c, v in channels.items()}
        marks.append({"type": mark["type"], "from": {"data": name}, "encode": {"enter": encode}})
    bare = {"$schema": vega["$schema"], "width": 1, "height": 1, "autosize": "none"}
    return Frame(
        bare | {"padding": 0, "background": None, "config": vega["config"]},
        tuple(marks),
        tuple(str(mark["from"]["data"]) for mark in marks),
        tuple(mark["encode"]["update"].get("fontSize", {}).get("value") for mark in vega["marks"]),
        {name: frozenset(places) for name, places in fields.items()},
    )


def _unmeasured(channels: Datum) -> Datum:
    """The channels of a mark, those of a text without its size.

    Vega asks the fonts how wide each text is, which takes longer than all the rest, and no place
    here depends on it; a text of size 0 is not measured. `_sized` puts the size back.
    """
    if "fontSize" not in channels:
        return channels
    lowered = channels.get("dy", {}).get("value", 0) + _MIDDLE * channels["fontSize"]["value"]
    return channels | {"fontSize": {"value": 0}, "dy": {"value": round(lowered, 1)}}


def _sized(elements: Iterator[Element], size: float | None) -> Iterator[Element]:
    """Texts with their size, where it is not the one that the whole drawing has."""
    for element in elements:
        if size is not None:
            element.attrib.pop("font-size")
            if size != SMALL:
                element.set("font-size", f"{size:g}px")
        yield element


def _unscaled(channel: Any, fields: set[tuple[str, str]]) -> Any:
    """A channel that reads pixels where it read a scale, or the size of the plot."""
    channel = channel[-1] if isinstance(channel, list) else channel
    if "scale" in channel:
        fields.add((channel["scale"], channel["field"]))
        return {"field": f"{channel['scale']}_{channel['field']}"}
    if isinstance(channel.get("field"), dict):
        return {"field": channel["field"]["group"]}
    if "signal" in channel:
        channel = {"field": _DATUM.findall(channel["signal"])[0]}
    if "field" in channel:
        fields.add(("", channel["field"]))
    return channel

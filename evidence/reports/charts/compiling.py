"""From a picture that altair describes to the frame that is shipped, once for every kind.

`python -m evidence.reports.charts.compiling` writes them anew after a picture has been changed;
a test draws with both and fails where what is shipped is not what is described.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from evidence.reports.charts.chart import Datum
from evidence.reports.charts.rendering import SHIPPED, Frame

if TYPE_CHECKING:
    import altair

_CONFIG = {"aria": False, "view": {"stroke": None}, "mark": {"invalid": "show"}}
"""No roles on marks, for which a text alternative stands; no filters, as all data are sound."""
_DATUM = re.compile(r'datum\["(\w+)"\]')
"""The field in the expression that Vega-Lite writes for a text."""
_MIDDLE = 0.3
"""Of its size, by how much a text's line lies below its middle."""


def compiled(picture: Callable[[], altair.LayerChart]) -> Frame:
    """A picture as Vega, that takes places in pixels in the stead of its scales."""
    import vl_convert

    spec = picture().to_dict()
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


def shipped() -> str:
    """Every kind's frame as the JSON that is shipped."""
    from evidence.reports.charts import KINDS

    frames = {name: compiled(kind.picture) for name, kind in KINDS.items()}
    return json.dumps(
        {name: frame._asdict() | {"fields": _lists(frame)} for name, frame in frames.items()},
        indent=1,
        sort_keys=True,
    )


def _lists(frame: Frame) -> dict[str, list[list[str]]]:
    return {name: sorted(map(list, drawn)) for name, drawn in frame.fields.items()}


if __name__ == "__main__":
    SHIPPED.write_text(shipped() + "\n", encoding="utf-8")

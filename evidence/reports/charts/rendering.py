"""From a chart to bytes: the picture of its kind is compiled once, then filled for each chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evidence.core.errors import Invalid
from evidence.reports.charts.chart import Scene, Span

if TYPE_CHECKING:
    import altair

REMEDY = "pip install 'evidence-ledger[plot]'"

_CONFIG = {"aria": False, "view": {"stroke": None}, "mark": {"invalid": "show"}}
"""No roles on marks, which a text alternative stands for; and no filters, as all data are sound."""


def drawn(picture: Callable[[], altair.LayerChart], scene: Scene) -> str:
    """The scene in its picture, as Vega's own SVG; raises Invalid without the libraries."""
    import vl_convert

    frame = compiled(picture)
    spec = frame | {
        "width": scene.width,
        "height": scene.height,
        "padding": {
            "left": scene.left,
            "right": scene.right,
            "top": scene.top,
            "bottom": scene.bottom,
        },
        "data": [_filled(each, scene) for each in frame["data"]],
        "scales": [_spanned(each, scene) for each in frame["scales"]],
    }
    return str(vl_convert.vega_to_svg(spec))


@lru_cache(maxsize=32)
def compiled(picture: Callable[[], altair.LayerChart]) -> dict[str, Any]:
    """A picture as Vega, with empty data."""
    try:
        import vl_convert

        spec = picture().to_dict()
    except ImportError as error:
        raise Invalid(f"drawing needs the library {error.name}", REMEDY) from None
    spec |= {"background": None, "config": _CONFIG, "datasets": {}}
    frame: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return frame | {"autosize": "none"}


def _filled(part: dict[str, Any], scene: Scene) -> dict[str, Any]:
    if "source" in part:
        return part
    return {"name": part["name"], "values": scene.data.get(part["name"], [])}


def _spanned(scale: dict[str, Any], scene: Scene) -> dict[str, Any]:
    span: Span = scene.x if scale["name"] == "x" else scene.y
    kind = "log" if span.logarithmic else "linear"
    return scale | {"type": kind, "domain": [span.low, span.high], "zero": False}

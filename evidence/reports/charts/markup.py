"""What Vega emits, made fit for a page and for a file.

In a page stands a picture without styles, ids, roles of single marks or anything fetched, so
that a strict content security policy holds and screen readers hear the text alternative once. A
file of its own carries a title, a ground, and the rules that turn it dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from evidence.core.cleaning import clean
from evidence.reports.charts.chart import SMALL, Chart, Scene
from evidence.reports.charts.palette import INK, PAPER, dark_rules
from evidence.reports.charts.widths import wrapped

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
_NAMESPACE = "http://www.w3.org/2000/svg"
_KEPT = frozenset(
    (
        *("d", "transform", "x", "y", "x2", "y2", "width", "height", "viewBox"),
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity"),
        *("text-anchor", "font-size", "font-weight"),
    )
)
"""The attributes that say what is seen; all others go."""
_TITLE = 13
"""Pixels of the letters of a title."""
_LINE = 18
_PADDING = 12


def inline(chart: Chart, scene: Scene, drawn: Iterable[Element]) -> str:
    """The picture for use inside a page, which gives it a caption and may turn it dark."""
    return tostring(_picture(chart, scene, drawn, []), "unicode")


def standalone(chart: Chart, scene: Scene, drawn: Iterable[Element], style: bool = True) -> str:
    """The picture as a file of its own, with title and ground; dark where the reader is."""
    root = _picture(chart, scene, drawn, wrapped(chart.title, scene.total_width - 28, _TITLE))
    root.set("xmlns", _NAMESPACE)
    if style:
        rules = Element("style")
        rules.text = "@media (prefers-color-scheme: dark) {" + "".join(dark_rules()) + "}"
        root.insert(0, rules)
    return tostring(root, "unicode") + "\n"


def _picture(chart: Chart, scene: Scene, drawn: Iterable[Element], title: Sequence[str]) -> Element:
    """The elements under their text alternative, and under the lines of a title on a ground."""
    head = _PADDING + _LINE * len(title) if title else 0
    width = f"{scene.total_width:g}"
    height = f"{head + scene.top + scene.height + scene.bottom:g}"
    size = {"width": width, "height": height}
    root = Element("svg", size | {"viewBox": f"0 0 {width} {height}", "role": "img"})
    root.attrib |= {"font-family": FONT, "font-size": f"{SMALL}px"}
    for name, words in (("title", chart.title), ("desc", chart.description)):
        SubElement(root, name).text = clean(words)
    if title:
        SubElement(root, "rect", size | {"fill": PAPER})
    for number, line in enumerate(title, 1):
        place = {"x": "14", "y": str(4 + _LINE * number)}
        look = {"fill": INK, "font-size": f"{_TITLE}px", "font-weight": "bold"}
        SubElement(root, "text", place | look).text = line
    moved = f"translate({scene.left:g},{head + scene.top:g})"
    body = SubElement(root, "g", {"transform": moved, "fill": "none"})
    body.extend(map(_seen, drawn))
    return root


def _seen(source: Element) -> Element:
    """An element with what is seen of it alone."""
    kept = {name: value for name, value in source.attrib.items() if name in _KEPT}
    if kept.get("text-anchor") == "start":
        del kept["text-anchor"]
    element = Element(source.tag, kept)
    element.text = source.text
    return element

"""What Vega emits, made fit for a page and for a file.

In a page stands a picture without styles, ids, roles of single marks or anything fetched, so
that a strict content security policy holds and screen readers hear the text alternative once. A
file of its own carries a title, a ground, and the rules that turn it dark.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from evidence.core.cleaning import clean, shortened
from evidence.reports.charts.chart import Chart
from evidence.reports.charts.layers import FONT
from evidence.reports.charts.palette import INK, PAPER, dark_rules

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_KEPT = frozenset(
    (
        *("d", "transform", "x", "y", "x2", "y2", "width", "height", "viewBox"),
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "opacity"),
        *("text-anchor", "font-size", "font-weight"),
    )
)
"""The attributes that say what is seen; all others go."""
_LONG = re.compile(r"(\.\d)\d+")
_TITLE_COLUMNS = 84
_LINE = 18


def inline(chart: Chart, drawn: str) -> str:
    """The picture for use inside a page, which gives it a caption and may turn it dark."""
    root = _cleaned(chart, drawn)
    return ElementTree.tostring(root, "unicode")


def standalone(chart: Chart, drawn: str, style: bool = True) -> str:
    """The picture as a file of its own, with title and ground; dark where the reader is."""
    root = _cleaned(chart, drawn)
    body = root[-1]
    root.set("xmlns", "http://www.w3.org/2000/svg")
    lines = _title_lines(chart.title)
    head = 12 + _LINE * len(lines)
    width, height = int(root.get("width", "0")), int(root.get("height", "0")) + head
    root.set("height", str(height))
    root.set("viewBox", f"0 0 {width} {height}")
    body.set("transform", _lowered(body.get("transform", ""), head))
    words = [_element("rect", width=str(width), height=str(height), fill=PAPER)]
    for number, line in enumerate(lines, 1):
        place = {"x": "14", "y": str(4 + _LINE * number), "fill": INK, "font-size": "13px"}
        words.append(_element("text", **place, **{"font-weight": "bold"}))
        words[-1].text = line
    for place_, element in enumerate(words):
        root.insert(2 + place_, element)
    if style:
        rules = _element("style")
        rules.text = "@media (prefers-color-scheme: dark) {" + "".join(dark_rules()) + "}"
        root.insert(0, rules)
    return ElementTree.tostring(root, "unicode") + "\n"


def _title_lines(title: str) -> list[str]:
    """The title in two lines at most."""
    import textwrap

    lines = textwrap.wrap(clean(title), _TITLE_COLUMNS) or [""]
    return [shortened(line, _TITLE_COLUMNS) for line in [lines[0], " ".join(lines[1:])] if line]


def _cleaned(chart: Chart, drawn: str) -> ElementTree.Element:
    """The elements of the picture that are seen, under its text alternative."""
    source = ElementTree.fromstring(drawn.replace(_NAMESPACE, "", 1))
    root = _element("svg", **{name: source.attrib[name] for name in ("width", "height", "viewBox")})
    root.set("role", "img")
    root.set("font-family", FONT)
    for name, words in (("title", chart.title), ("desc", chart.description)):
        child = ElementTree.SubElement(root, name)
        child.text = clean(words)
    body = ElementTree.SubElement(root, "g", transform=source[0].get("transform", ""), fill="none")
    for part in source[0]:
        _take(part, body)
    return root


def _take(source: ElementTree.Element, into: ElementTree.Element) -> None:
    """Take over what is seen of an element; groups that move nothing dissolve."""
    shown = {name: value for name, value in source.attrib.items() if name in _KEPT}
    if source.get("class") in ("background", "foreground"):
        return
    if "transform" in shown:
        shown["transform"] = _LONG.sub(r"\1", shown["transform"])
    if source.tag != "g":
        ElementTree.SubElement(into, source.tag, shown).text = source.text
        return
    if not len(source):
        return
    moved = shown.get("transform", "translate(0,0)") != "translate(0,0)"
    target = ElementTree.SubElement(into, "g", shown) if moved else into
    for part in source:
        _take(part, target)


def _lowered(transform: str, pixels: int) -> str:
    across, down = transform.removeprefix("translate(").removesuffix(")").split(",")
    return f"translate({across},{float(down) + pixels:g})"


def _element(tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.Element(tag, attributes)

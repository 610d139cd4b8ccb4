"""The few colours of every chart, told apart by colour-blind readers, light and dark.

Blue and vermilion are Okabe's and Ito's, the second darkened so that white letters on it can be
read. On white, marks have a contrast of at least 3:1 and text of at least 4.5:1; so have their
counterparts on black. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

INK = "#1a1a1a"
MUTED = "#595959"
AXIS = "#8a8a8a"
GRID = "#dedede"
PAPER = "#ffffff"
FOR = "#0072b2"
AGAINST = "#b84a00"
OTHER = "#707070"
REGION = "#cfe4f3"

DARK: Mapping[str, str] = {
    INK: "#f0f0f0",
    MUTED: "#b4b4b4",
    AXIS: "#7d8590",
    GRID: "#343a41",
    PAPER: "#0d1117",
    FOR: "#56b4e9",
    AGAINST: "#f0883e",
    OTHER: "#a0a0a0",
    REGION: "#16384d",
}
"""Each colour's counterpart on a dark page."""


def dark_rules(scope: str = "svg") -> Iterator[str]:
    """The style rules that put a chart's colours into the dark, for the drawings in a scope.

    >>> next(dark_rules("figure"))
    'figure [fill="#1a1a1a"]{fill:#f0f0f0}'
    """
    for light, dark in DARK.items():
        for paint in ("fill", "stroke"):
            yield f'{scope} [{paint}="{light}"]{{{paint}:{dark}}}'

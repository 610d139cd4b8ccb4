"""A page in HTML: for a report in one file, for the site, and for the live view.

Everything is escaped where it is written. No inline script, no style attribute and nothing from
another host is ever written, so that a strict content security policy holds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from evidence.core.cleaning import clean
from evidence.reports.addresses import web_address
from evidence.reports.page import Column, Figure, Heading, Mark, Page, Span, Text

if TYPE_CHECKING:
    from jinja2 import Template

    from evidence.reports.charts import Chart

TEMPLATES = Path(__file__).parent / "templates"
STYLES = {"strong": "strong", "emphasis": "em", "code": "code"}

Address = Callable[[str], str]
"""Where a reference such as `claim:most-labs-fp8` or `#note-3` leads; nothing if nowhere."""
Draw = Callable[[Sequence["Chart"]], Iterable[str]]
"""Charts as drawings that may stand in a page; many at once cost less each."""


class Entry(NamedTuple):
    """One entry of the navigation."""

    words: str
    href: str
    here: bool = False


class Frame(NamedTuple):
    """What surrounds a page where it is published."""

    address: Address
    draw: Draw
    policy: str
    """The content security policy of the page."""
    style: str = ""
    """The address of the style sheet; without one the page carries its own."""
    scripts: tuple[str, ...] = ()
    """The addresses of the scripts, if there are any."""
    home: str = ""
    """The way from the page to the folder of the whole site: `../` or nothing."""
    search: str = ""
    """Where the form for searching leads."""
    kept: tuple[tuple[str, str], ...] = ()
    """What that form says besides the words, by name."""
    sought: str = ""
    """The words that were searched for."""
    entries: tuple[Entry, ...] = ()
    json: str = ""
    """Where the same page is to be had as JSON."""
    before: Markup = Markup()
    """What stands between the title and the page, such as the form for filtering."""


def in_frame(page: Page, frame: Frame) -> str:
    """The page in its frame, as one HTML document."""
    words = Words(frame.address)
    shown = template("page.html").render(
        page=page, frame=frame, words=words, draw=_pictures(page, frame.draw), css=css
    )
    return shown + "\n"


def render(page: Page, draw: Draw) -> str:
    """The page as a file that stands alone: its style inside, nothing fetched from anywhere."""
    policy = f"default-src 'none'; style-src '{_digest(css())}'; img-src data:; base-uri 'none'"
    here = {block.anchor for block in page.blocks if isinstance(block, Heading)}
    return in_frame(
        page, Frame(lambda to: _within(to, here), draw, f"{policy}; form-action 'none'")
    )


def _within(to: str, here: set[str]) -> str:
    """Where a reference leads on a page that stands alone."""
    if to.startswith("#"):
        return to
    kind, _, slug = to.partition(":")
    return f"#{slug}" if kind == "claim" and slug in here else ""


def _digest(style: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


_CLASSES = {
    (numeric, short, extra): f' class="{" ".join(found)}"' if found else ""
    for numeric, short, extra in product((True, False), repeat=3)
    for found in [["n"] * numeric + ["k"] * (short and not numeric) + ["x"] * extra]
}
"""What a cell is called in the style, by what its column is."""


class Words:
    """Running text as HTML; of several marks of one note the first can be come back to.

    Tables have thousands of cells, so that their rows are put together here and not by a template.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._marked: set[int] = set()

    def __call__(self, text: Text) -> Markup:
        """The text as it stands in the page."""
        return Markup(self._text(text))

    def row(self, row: Iterable[Text], columns: Sequence[Column]) -> Markup:
        """The cells of one row of a table."""
        return Markup("".join(map(self._cell, row, columns)))

    def marked(self, note: int) -> bool:
        """Whether a mark of this note stands on the page, to come back to."""
        return note in self._marked

    def _cell(self, cell: Text, column: Column) -> str:
        kind = _CLASSES[column.numeric, column.short, column.extra]
        return f"<td{kind}>{self._text(cell)}</td>"

    def _text(self, text: Text) -> str:
        return "".join(map(self._part, text))

    def _part(self, part: Span | Mark) -> str:
        if isinstance(part, Mark):
            return self._mark(part.note)
        shown = escape(part.text)
        if part.style:
            shown = f"<{STYLES[part.style]}>{shown}</{STYLES[part.style]}>"
        return self._linked(part.link, shown) if part.link else shown

    def _linked(self, to: str, shown: str) -> str:
        outside = web_address(to)
        if outside:
            return f'<a href="{escape(outside)}" rel="noopener noreferrer nofollow">{shown}</a>'
        inside = self._address(to)
        return f'<a href="{escape(inside)}">{shown}</a>' if inside else shown

    def _mark(self, note: int) -> str:
        anchor = "" if note in self._marked else f' id="mark-{note}"'
        self._marked.add(note)
        to = escape(self._address(f"#note-{note}"))
        return f'<sup><a href="{to}"{anchor} aria-label="note {note}">{note}</a></sup>'


def charts_of(page: Page) -> list[Chart]:
    """The charts of a page in their order."""
    return [block.chart for block in page.blocks if isinstance(block, Figure)]


def drawn_ahead(pages: Iterable[Page], draw: Draw) -> Draw:
    """The drawings of several pages made at once, to be handed out page by page."""
    charts = [chart for page in pages for chart in charts_of(page)]
    made = dict(zip(map(id, charts), draw(charts), strict=True))
    return lambda wanted: [made[id(chart)] for chart in wanted]


def _pictures(page: Page, draw: Draw) -> Callable[[Chart], Markup]:
    """The drawings, which are written by the charts themselves and hold no text unescaped."""
    charts = charts_of(page)
    made = dict(zip(map(id, charts), draw(charts), strict=True))
    return lambda chart: Markup(made[id(chart)])


@lru_cache
def css() -> str:
    """The style of every page, with the rules that turn its pictures dark."""
    from evidence.reports.charts.palette import dark_rules

    sheet = template_text("style.css")
    return sheet + f"@media screen and (prefers-color-scheme:dark){{{''.join(dark_rules())}}}\n"


def template_text(name: str) -> str:
    """A file beside the templates, as it is."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache
def template(name: str) -> Template:
    """A template by its name; what is put into it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # All templates are the package's own, and nothing from a record is ever one: no sandbox.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    environment.filters["tone"] = tone
    return environment.get_template(name)


def tone(status: str) -> str:
    """Which side a status word is on, as pages show it: `for`, `against` or `open`."""
    from evidence.core.words import side

    if status.startswith("resolved"):
        return "for" if status.endswith("true") else "against"
    return {1: "for", -1: "against"}.get(side(status), "open")


def drawing() -> Draw:
    """How charts are drawn here: as pictures, or in characters where nothing can draw them."""
    from importlib.util import find_spec

    from evidence.reports.charts import svgs

    if find_spec("vl_convert") is None:
        return in_characters
    return svgs


def in_characters(charts: Sequence[Chart]) -> Iterable[str]:
    """The charts as lines of characters."""
    return map(_in_characters, charts)


def _in_characters(chart: Chart) -> str:
    from evidence.reports.charts import text

    lines = "\n".join(line.plain for line in text(chart, 78))
    drawn = Markup('<pre role="img" aria-label="{}">{}</pre>')
    return str(drawn.format(clean(chart.description), lines))

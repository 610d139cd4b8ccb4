"""What surrounds a page of the live view: links that keep the day, and the form to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidence.core.errors import EvidenceError, NotFound
from evidence.reports.html import Address, Draw, Frame, in_frame
from evidence.reports.page import Heading, Page, Paragraph, sentence, text
from evidence.reports.site import POLICY, STYLE, address, entries, part_path, places_of
from evidence.reports.site.catalogue import filters
from evidence.reports.site.parts import parts
from evidence.reports.site.paths import HOME, home, path_of, way
from evidence.web.asked import Asked, Pairs, query
from evidence.web.days import form
from evidence.web.keeping import Kept

SCRIPT = "live.js"


class Place(NamedTuple):
    """Where a page lies, and how it is drawn."""

    path: str
    lead: Address
    draw: Draw
    kept: Pairs = ()
    """What every link to another page says besides."""


def part(page: Page, asked: Asked, kept: Kept, draw: Draw, days: Sequence[str]) -> str:
    """The asked part of a page as HTML; raises NotFound if it has not so many."""
    pieces = parts(page)
    if asked.part > len(pieces):
        raise NotFound(f"this page has no part {asked.part}", f"it ends with part {len(pieces)}")
    path = part_path(asked.reference, asked.part)
    lead = keeping(address(path, kept.known, places_of(pieces)), asked)
    frame = _frame(Place(path, lead, draw, asked.days), asked.reference)._replace(
        json=f"{way(path, path_of(asked.reference, '.json'))}{query(asked.days + asked.filters)}",
        sought=asked.text,
    )
    if asked.part == 1:
        above = form(asked, days, kept.collection.stamp.as_of)
        if asked.reference == HOME:
            above += filters(kept.collection, asked.chosen, asked.days)
        frame = frame._replace(before=above)
    return in_frame(pieces[asked.part - 1], frame)


def keeping(lead: Address, asked: Asked) -> Address:
    """The same ways, each keeping the day, and within a list what is chosen in it."""

    def kept(to: str) -> str:
        page, mark, anchor = lead(to).partition("#")
        name, part, _ = to.partition("~")
        own = asked.filters if part and name == asked.reference else ()
        return f"{page}{query(asked.days + own)}{mark}{anchor}" if page else f"{mark}{anchor}"

    return kept


def _frame(place: Place, reference: str) -> Frame:
    base = home(place.path)
    return Frame(
        address=place.lead,
        draw=place.draw,
        policy=POLICY,
        style=f"{base}{STYLE}",
        scripts=(f"{base}{SCRIPT}",),
        search=f"{base}{path_of('search')}",
        kept=place.kept,
        entries=entries(place.lead, reference),
    )


def trouble(title: str, error: EvidenceError, base: str, draw: Draw) -> str:
    """A page that says what is wrong, for any address."""
    said = sentence(f"{error}: {error.hint}" if error.hint else str(error))
    blocks = (Heading(text(title), 1), Paragraph(text(said), "lead"))
    frame = _frame(Place("", lambda to: f"{base}{path_of(to)}", draw), "")
    search = f"{base}{path_of('search')}"
    framed = frame._replace(style=f"{base}{STYLE}", scripts=(), search=search)
    return in_frame(Page("", title, blocks), framed)

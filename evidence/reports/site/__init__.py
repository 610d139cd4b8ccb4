"""The static site: every page of a collection as files that need no server."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from markupsafe import Markup

from evidence.reports.html import (
    Address,
    Draw,
    Entry,
    Frame,
    css,
    drawn_ahead,
    in_frame,
    template_text,
)
from evidence.reports.page import Page
from evidence.reports.pages import all_pages
from evidence.reports.pages.collection import Collection
from evidence.reports.pages.lists import LISTS, SUBJECT_LISTS
from evidence.reports.sections import reading
from evidence.reports.site.catalogue import catalogue, filters
from evidence.reports.site.parts import anchors, part_reference, parts
from evidence.reports.site.paths import HOME, home, path_of, way

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
LARGEST = 90_000
"""Bytes of a page, pictures aside, from which it is divided into parts."""
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
DRAWN_AT_ONCE = 100
"""Pages whose charts are drawn together."""
STYLE, SCRIPT, DATA = "style.css", "site.js", "catalogue.js"


def files(collection: Collection, draw: Draw) -> Iterator[tuple[str, str]]:
    """Every file of the site: its path within the site's folder, and its text."""
    yield STYLE, css()
    yield SCRIPT, template_text(SCRIPT)
    yield DATA, catalogue(collection)
    known = references(collection)
    above = {HOME: filters(collection), "search": Markup(template_text("search.html"))}
    for batch, drawn in _drawn(all_pages(collection), draw):
        for page in batch:
            yield from _files(page, known, drawn, above.get(page.reference, Markup()))


def _drawn(pages: Iterator[Page], draw: Draw) -> Iterator[tuple[list[Page], Draw]]:
    """The pages in batches with their charts, each drawn while those before it are set."""
    with ThreadPoolExecutor(1) as pool:
        waiting: deque[tuple[list[Page], Future[Draw]]] = deque()
        while batch := list(islice(pages, DRAWN_AT_ONCE)):
            waiting.append((batch, pool.submit(drawn_ahead, batch, draw)))
            if len(waiting) > 1:
                ready, drawing = waiting.popleft()
                yield ready, drawing.result()
        for ready, drawing in waiting:
            yield ready, drawing.result()


def references(collection: Collection) -> frozenset[str]:
    """The references of all pages, so that a link to anything else stays plain text."""
    things = (f"claim:{slug}" for slug in collection.supports)
    sources = (f"source:{source.slug}" for source in collection.ledger.sources())
    subjects = (s.ref for kind in SUBJECT_LISTS for s in collection.ledger.subjects(kind))
    return frozenset((*LISTS, "reading", "search", *things, *sources, *subjects))


def _files(
    page: Page, known: frozenset[str], draw: Draw, before: Markup
) -> Iterator[tuple[str, str]]:
    path = path_of(page.reference)
    whole = _set(page, path, page.reference, address(path, known, {}), draw, before)
    if _bytes(whole) < LARGEST or _bytes(without_pictures(whole)) < LARGEST:
        yield path, whole
        return
    pieces = parts(page)
    places = places_of(pieces)
    for number, piece in enumerate(pieces, 1):
        path = part_path(page.reference, number)
        above = before if number == 1 else Markup()
        lead = address(path, known, places)
        yield path, _set(piece, path, page.reference, lead, draw, above)


def _set(page: Page, path: str, reference: str, lead: Address, draw: Draw, before: Markup) -> str:
    return in_frame(page, _frame(path, reference, lead, draw)._replace(before=before))


def places_of(pieces: Iterable[Page]) -> dict[str, str]:
    """The file in which each anchor of a page lies, by the parts of the page."""
    return {
        anchor: part_path(piece.reference, number)
        for number, piece in enumerate(pieces, 1)
        for anchor in anchors(piece)
    }


def part_path(reference: str, number: int) -> str:
    """The file of one part of a page."""
    return path_of(part_reference(reference, number))


def address(path: str, known: frozenset[str], places: dict[str, str]) -> Address:
    """Where references lead as seen from a file; anchors may lie in another part of its page."""

    def lead(to: str) -> str:
        if to.startswith("#"):
            place = places.get(to[1:], path)
            return to if place == path else f"{way(path, place)}{to}"
        if to.partition("~")[0] not in known:
            return ""
        return way(path, path_of(to))

    return lead


def _frame(path: str, reference: str, lead: Address, draw: Draw) -> Frame:
    base = home(path)
    scripts = (DATA, SCRIPT) if reference in (HOME, "search") else ()
    return Frame(
        address=lead,
        draw=draw,
        policy=POLICY,
        style=f"{base}{STYLE}",
        scripts=tuple(f"{base}{script}" for script in scripts),
        search=f"{base}{path_of('search')}",
        entries=entries(lead, reference),
    )


def entries(lead: Address, reference: str) -> tuple[Entry, ...]:
    """The navigation: every list, and how to read the pages."""
    named = {**LISTS, "reading": reading.TITLE}
    return tuple(Entry(words, lead(to), to == reference) for to, words in named.items())


def without_pictures(page: str) -> str:
    """The page without its charts, which are fetched with it but are no text to be read."""
    return PICTURE.sub("", page)


def _bytes(text: str) -> int:
    return len(text.encode())

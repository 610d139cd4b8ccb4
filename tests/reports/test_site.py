"""The static site: every page is there, every link leads somewhere, no page is too long."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from functools import cache

import pytest

from evidence.reports.html import in_characters
from evidence.reports.page import Column, Heading, Note, Notes, Page, Paragraph, Span, Table, text
from evidence.reports.site import files, without_pictures
from evidence.reports.site.catalogue import safe_json
from evidence.reports.site.parts import anchors, parts
from tests.core.building import item, source, statement
from tests.reports.examples import collection
from tests.reports.test_formats import Elements

MANY = 400
SMALL_ENOUGH = 100_000


@cache
def site() -> Mapping[str, str]:
    """A site with a claim on which more is said than one page holds."""
    said = [
        item("long", f"x{n}", quote=f"so it is, {n} " * 24, locator="p. 1") for n in range(MANY)
    ]
    sources = [source(f"x{n}", party=f"p{n}", title=f"Report {n}") for n in range(MANY)]
    made = collection(statement("long"), statement("index"), *sources, *said)
    return dict(files(made, in_characters))


def pages() -> dict[str, str]:
    return {path: page for path, page in site().items() if path.endswith(".html")}


def test_there_is_a_page_for_every_claim_model_source_and_organization() -> None:
    assert {
        *("index.html", "models.html", "hardware.html", "clusters.html", "sources.html"),
        *("laws.html", "organizations.html", "reading.html", "search.html"),
        *("claims/st.html", "claims/pr.html", "claims/qu.html", "claims/index.html"),
        *("models/llama.html", "sources/s.html", "organizations/meta.html"),
        *("style.css", "site.js", "catalogue.js"),
    } <= set(site())


def test_every_link_leads_to_a_file_and_to_a_place_in_it() -> None:
    places = {path: set(Elements(page).ids) for path, page in pages().items()}
    broken = []
    for path, page in pages().items():
        for href in Elements(page).hrefs:
            target, _, anchor = href.partition("#")
            if not target.startswith(("http:", "https:", "mailto:")):
                to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target or path))
                to = path if not target else to
                if to not in places or (anchor and anchor not in places[to]):
                    broken.append((path, href))

    assert broken == []


def test_no_page_is_longer_than_it_takes_to_load_at_once() -> None:
    sizes = {path: len(without_pictures(page).encode()) for path, page in pages().items()}

    assert max(sizes.values()) < SMALL_ENOUGH
    assert "claims/long~2.html" in sizes


def test_a_page_in_parts_says_all_that_the_whole_says() -> None:
    shown = "".join(page for path, page in pages().items() if path.startswith("claims/long"))

    assert all(f"so it is, {n} so" in shown for n in range(MANY))


def test_no_page_asks_for_anything_beyond_its_own_site() -> None:
    for path, page in pages().items():
        asked = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', page)
        assert all(
            re.fullmatch(r"(\.\./)?(style\.css|site\.js|catalogue\.js)", a) for a in asked
        ), path
        assert "script-src &#39;self&#39;" in page


def test_what_is_searched_is_a_script_that_no_text_can_end() -> None:
    held = site()["catalogue.js"].removeprefix("window.evidence = ").rstrip(";\n")

    assert len(json.loads(held)["claims"]) == 5
    assert safe_json("</script><!--\u2028") == '"\\u003c/script\\u003e\\u003c!--\\u2028"'


@pytest.mark.parametrize("rows", [1, 10, 400, 5000])
def test_a_table_is_divided_between_rows_and_loses_none(rows: int) -> None:
    cells = tuple((text(f"cell {n} " * 5),) for n in range(rows))
    page = Page("x", "X", (Heading(text("X"), 1), Table("T", (Column("c"),), cells)))
    divided = parts(page, 20_000)

    kept = [
        row
        for part in divided
        for block in part.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert kept == list(cells)
    assert (len(divided) > 1) == (rows >= 400)


def test_every_part_leads_to_those_around_it_and_to_both_ends() -> None:
    cells = tuple((text(f"cell {n} " * 50),) for n in range(2000))
    whole = Page("x", "X", (Heading(text("X"), 1), Table("T", (Column("c"),), cells)))
    divided = parts(whole, 20_000)

    ways = [block.text for block in divided[19].blocks if isinstance(block, Paragraph)]
    found = {part.link for way in ways for part in way if isinstance(part, Span)}
    assert len(divided) > 33
    assert {"x", "x~19", "x~21", "x~8", "x~32", f"x~{len(divided)}"} <= found
    assert {"x~7", "x~33"}.isdisjoint(found)


def test_the_notes_of_a_page_in_parts_are_found_in_one_of_them() -> None:
    notes = Notes(tuple(Note(n, text("a note " * 20)) for n in range(1, 400)))
    divided = parts(Page("x", "X", (Heading(text("X"), 1, "top"), notes)), 20_000)

    found = [anchor for part in divided for anchor in anchors(part)]
    assert found == ["top", *(f"note-{n}" for n in range(1, 400))]

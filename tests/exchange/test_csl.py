from __future__ import annotations

import json
import re
import warnings
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings

from evidence.core.ledger import Ledger
from evidence.core.records import Source, Subject
from evidence.exchange.citing import FORMS
from evidence.exchange.csl import render
from tests.exchange.hostile import ANY_TEXT, PAYLOADS, everywhere, source

TYPES = {
    *("article", "article-journal", "article-newspaper", "dataset", "document", "post"),
    *("post-weblog", "report", "software", "speech", "webpage"),
}
"""The types of CSL 1.0.2 that are used here."""
TEXTS = {"id", "type", "title", "container-title", "publisher", "number", "DOI", "URL", "note"}
TEXTS |= {"archive_location", "keyword"}


def problems(item: dict[str, Any]) -> list[str]:
    """What in an item is not as the schema of CSL data has it."""
    found = [f"no {name}" for name in ("id", "type") if name not in item]
    found += [f"type {item['type']}"] if item["type"] not in TYPES else []
    for name, value in item.items():
        if name in TEXTS:
            good = isinstance(value, str) and value != ""
        elif name == "author":
            good = all(_is_name(author) for author in value)
        else:
            good = name in ("issued", "accessed") and _is_date(value)
        found += [] if good else [f"{name}: {value!r}"]
    return found


def _is_name(author: dict[str, str]) -> bool:
    sorts = {"literal"}, {"family", "given"}, {"family", "given", "non-dropping-particle"}
    return set(author) in sorts and all(isinstance(part, str) and part for part in author.values())


def _is_date(date: dict[str, Any]) -> bool:
    (parts,) = date["date-parts"]
    return (
        set(date) == {"date-parts"} and 1 <= len(parts) <= 3 and all(type(p) is int for p in parts)
    )


def items(ledger: Ledger) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(ledger))
    assert [problem for item in found for problem in problems(item)] == []
    return found


def bibliography(found: list[dict[str, Any]]) -> str:
    """The entries as a citation processor prints them on a page."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields and types that it does not know
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        data = CiteProcJSON(found)
        page = CitationStylesBibliography(style, data, formatter.html)
        for item in found:
            page.register(Citation([CitationItem(item["id"])]))
        return "\n".join(map(str, page.bibliography()))


@settings(max_examples=150, deadline=None)
@given(title=ANY_TEXT, author=ANY_TEXT, url=ANY_TEXT)
def test_any_text_gives_items_as_the_schema_has_them(title: str, author: str, url: str) -> None:
    (item,) = items(Ledger([source(title, authors=(author,), publisher=author, url=url)]))
    assert item["issued"] == {"date-parts": [[2024, 12]]}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: ascii(p)[:30])
def test_a_harmful_text_in_every_field_leaves_one_item_in_plain_ascii(payload: str) -> None:
    ledger = everywhere(payload)
    assert [item["id"] for item in items(ledger)] == ["s"]
    text = render(ledger)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()


def test_people_are_taken_apart_organizations_stay_whole_and_dates_keep_what_they_name() -> None:
    meta = Subject("organization", "meta", "Meta")
    named = ("Ludwig van der Berg", "Meta", "OpenAI")
    full = Source(
        "a", "preprint", "On scale", published="2024", authors=named, accessed="2025-01-02"
    )
    (item,) = items(Ledger([full._replace(arxiv="2402.07871"), meta]))
    assert item["author"] == [
        {"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"},
        {"literal": "Meta"},
        {"literal": "OpenAI"},
    ]
    assert item["issued"] == {"date-parts": [[2024]]}
    assert item["accessed"] == {"date-parts": [[2025, 1, 2]]}
    assert item["number"] == "arXiv:2402.07871"


def test_a_citation_processor_prints_every_kind_of_source() -> None:
    sources = [
        Source(f"s-{kind}", kind, f"Title {kind}", "meta", "2024-12", "https://x.org/a")
        for kind in FORMS
    ]
    found = items(Ledger([*sources, Subject("organization", "meta", "Meta")]))
    page = bibliography(found)
    assert {kind for kind in FORMS if f"Title {kind}" in page.replace("&nbsp;", " ")} == set(FORMS)
    assert "Meta" in page
    assert "2024" in page


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_titles_escaped_before_the_processor_sees_them_put_no_element_on_the_page() -> None:
    plain = bibliography(items(Ledger([source("x", publisher="y")])))
    found = items(Ledger([source(HOSTILE, publisher=HOSTILE)]))
    safe = [{k: escape(v) if isinstance(v, str) else v for k, v in i.items()} for i in found]
    tags = re.compile(r"<\s*(/?\w+)")
    assert "<script" in bibliography(found), "the processor escapes by itself: say so in csl.py"
    assert tags.findall(bibliography(safe)) == tags.findall(plain)

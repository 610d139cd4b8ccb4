"""Sources as CSL-JSON, the data that citation processors take: one item a source.

Texts stand as they are: JSON runs nothing. A processor takes `<i>` and its like in a title for
markup, so a page made from these items escapes their texts first, or is cleaned after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidence.core.ledger import Ledger
from evidence.core.records import Source
from evidence.exchange.citing import (
    FORMS,
    Author,
    address,
    arxiv,
    authors,
    doi,
    parts_of,
    visible,
)

_CONTAINED = ("article-journal", "article-newspaper", "webpage", "post", "post-weblog")
"""Types whose publisher is shown as what they appeared in."""


def render(ledger: Ledger) -> str:
    """The text of a CSL-JSON file with every source, in plain ASCII."""
    lines = (json.dumps(item(source, ledger)) for source in ledger.sources())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def item(source: Source, ledger: Ledger) -> dict[str, Any]:
    """A source as an item of CSL-JSON."""
    return {name: value for name, value in _fields(source, ledger) if value}


def _fields(source: Source, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    form, number = FORMS[source.kind].csl, arxiv(source)
    yield "id", source.slug
    yield "type", form
    yield "title", visible(source.title or "")
    yield "author", [_name(author) for author in authors(source, ledger)]
    yield "issued", _date(source.published)
    yield "accessed", _date(source.accessed)
    yield "container-title" if form in _CONTAINED else "publisher", visible(source.publisher or "")
    yield "number", visible(f"arXiv:{number}") if number else ""
    yield "DOI", visible(doi(source) or "")
    yield "URL", address(source.url)
    yield "archive_location", address(source.archive_url)
    yield "keyword", visible(", ".join(source.tags))
    yield "note", visible(source.notes or "")


def _name(author: Author) -> dict[str, str]:
    if author.given is None:
        return {"literal": author.name}
    parts = {"family": author.name, "given": author.given}
    return parts | ({"non-dropping-particle": author.particle} if author.particle else {})


def _date(date: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [list(parts_of(date))]} if date else None

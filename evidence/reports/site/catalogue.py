"""What the site's script searches and filters: a line for everything that has a page.

It is a script, not JSON, as a page opened from a folder may fetch nothing. Whatever could end a
script or bend its text is written as an escape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from evidence.core.cleaning import clean, shortened
from evidence.core.records import SINGULAR
from evidence.reports.html import template
from evidence.reports.pages.collection import Collection
from evidence.reports.pages.lists import SUBJECT_LISTS
from evidence.reports.sections.naming import names
from evidence.reports.site.paths import path_of

LONGEST = 300
"""Characters of a text in the catalogue; longer ones are cut."""


def catalogue(collection: Collection) -> str:
    """The script that holds the claims for filtering and everything for searching."""
    data = {"claims": list(_claims(collection)), "things": list(_things(collection))}
    return f"window.evidence = {safe_json(data)};\n"


def safe_json(value: object) -> str:
    r"""JSON in ASCII that no `</script>` or `<!--` in a text can end.

    >>> safe_json(["</script>", "&"])
    '["\\u003c/script\\u003e","\\u0026"]'
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _claims(collection: Collection) -> Iterator[list[object]]:
    for slug, outline in collection.outlines.items():
        yield [
            path_of(f"claim:{slug}"),
            shortened(outline.statement, LONGEST),
            outline.kind,
            outline.status,
            round(outline.probability, 4),
            outline.confidence,
            [clean(tag) for tag in outline.record.tags],
            slug,
        ]


def _things(collection: Collection) -> Iterator[list[str]]:
    for kind in (*SUBJECT_LISTS, "sources"):
        for record in collection.ledger.of_kind(kind):
            name, more = (shortened(words, LONGEST) for words in names(record))
            path = path_of(f"{SINGULAR[kind]}:{getattr(record, 'slug', '')}")
            yield [path, name, SINGULAR[kind], more]


def filters(
    collection: Collection,
    chosen: Mapping[str, str] | None = None,
    kept: Iterable[tuple[str, str]] = (),
) -> Markup:
    """The form above the list of claims, with what is chosen in it and what it says besides."""
    records = collection.ledger.claims()
    return Markup(
        template("filters.html").render(
            chosen=chosen or {},
            kept=kept,
            kinds=_sorted(record.kind for record in records),
            statuses=_sorted(outline.status for outline in collection.outlines.values()),
            tags=_sorted(clean(tag) for record in records for tag in record.tags),
        )
    )


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(set(words))

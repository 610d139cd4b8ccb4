"""Pages about things: a claim, a subject with its numbers, a source with what it says, lists."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.core.records import Subject
from evidence.reports import sections
from evidence.reports.page import Page
from evidence.reports.pages import lists, source, subject
from evidence.reports.pages.collection import Collection


def all_pages(collection: Collection) -> Iterator[Page]:
    """Every page of a collection, the lists first."""
    for kind in lists.LISTS:
        yield list_page(kind, collection)
    yield lists.terms(collection.stamp, collection.ledger)
    yield lists.search(collection.stamp)
    for slug in collection.supports:
        yield claim_page(slug, collection)
    for source_record in collection.ledger.sources():
        yield source.page(source_record, collection)
    for kind in lists.SUBJECT_LISTS:
        yield from (subject.page(one, collection) for one in collection.ledger.subjects(kind))


def list_page(kind: str, collection: Collection) -> Page:
    """The list of a kind of things."""
    if kind == "claims":
        return lists.claims(collection.outlines.values(), collection.stamp)
    if kind == "sources":
        return lists.sources(collection.stamp, collection.ledger)
    return lists.subjects(kind, collection.stamp, collection.ledger)


def claim_page(slug: str, collection: Collection) -> Page:
    """The page of one claim: its whole dossier."""
    dossier = collection.dossier(collection.supports[slug])
    return sections.report(dossier, terms=False)._replace(reference=f"claim:{slug}")


def page_of(reference: str, collection: Collection) -> Page | None:
    """The page of a reference or of a list; None where there is none."""
    type_, colon, slug = reference.partition(":")
    if not colon:
        return _listed(reference, collection)
    if type_ == "claim":
        return claim_page(slug, collection) if slug in collection.supports else None
    if type_ == "source":
        found = collection.ledger.source(slug)
        return source.page(found, collection) if found else None
    thing = collection.ledger.subject(reference)
    return subject.page(thing, collection) if isinstance(thing, Subject) else None


def _listed(name: str, collection: Collection) -> Page | None:
    if name in lists.LISTS:
        return list_page(name, collection)
    if name == "reading":
        return lists.terms(collection.stamp, collection.ledger)
    return lists.search(collection.stamp) if name == "search" else None

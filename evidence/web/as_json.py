"""Every page as the JSON document that the command of the same question prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.core.errors import EvidenceError
from evidence.core.records import Subject
from evidence.looking import thing
from evidence.reports import documents
from evidence.reports.documents import SCHEMA, Document
from evidence.reports.sections import reading
from evidence.web.choosing import chosen

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.reports.pages.collection import Collection
    from evidence.web.asked import Asked


def document(asked: Asked, collection: Collection, asking: Asking) -> Document:
    """The document of a page that there is."""
    type_, colon, slug = asked.reference.partition(":")
    if type_ == "claim":
        return documents.explain(collection.supports[slug])
    if colon:
        return _thing(asked, collection, asking)
    if type_ == "claims":
        fitting = chosen(collection, asked.chosen)
        return documents.statuses(collection.supports[one.claim].headline for one in fitting)
    if type_ == "search":
        found = asking.search(asked.text) if asked.text else []
        return SCHEMA | {"found": [one._asdict() for one in found]}
    if type_ == "reading":
        return SCHEMA | {"terms": reading.terms(collection.stamp)}
    return documents.records(type_, collection.ledger.of_kind(type_))


def _thing(asked: Asked, collection: Collection, asking: Asking) -> Document:
    found = thing(collection.ledger, asked.reference)
    document = documents.thing(found.record, found.around)
    rows = []
    if asked.known_at is None and isinstance(found.record, Subject):
        rows = asking.rows_of(found.record)
    return document | ({"rows": [row.as_mapping() for row in rows]} if rows else {})


def trouble(error: EvidenceError, name: str) -> Document:
    """What went wrong, as commands with --json say it."""
    return {"error": {"code": name, "message": str(error), "hint": error.hint}}

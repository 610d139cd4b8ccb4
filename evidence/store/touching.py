"""Which entries of the log concern a thing that somebody asks about."""

from __future__ import annotations

from evidence.core.ledger import identity
from evidence.core.records import Record, Resolution, Selection, Source, Subject
from evidence.store.copies import Copy
from evidence.store.history import Entry
from evidence.store.scenarios import Scenario


def touches(entry: Entry, thing: str, owner: str | None = None) -> bool:
    """Whether an entry changes a thing: by slug, reference or key, or an item of it.

    `owner` is the slug, claim or subject to which the thing belongs, where that is known.
    """
    pairs = [*entry.changes_of(owner), *entry.scenarios, *entry.copies]
    return any(thing in _names(record) for pair in pairs for record in pair if record is not None)


def _names(record: Record | Scenario | Copy) -> set[str]:
    if isinstance(record, Subject):
        return {record.slug, record.ref}
    if isinstance(record, Scenario):
        return {record.slug}
    if isinstance(record, Copy):
        return {record.source}
    names = set(identity(record)[1:])
    if isinstance(record, Selection):
        return {record.subject, record.subject.partition(":")[2]}
    if isinstance(record, Source | Resolution):
        return names
    return names | {name.partition(":")[2] for name in names if ":" in name}

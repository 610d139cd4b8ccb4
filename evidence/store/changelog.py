"""The entries of the log that concern one claim: its own records and those that it is judged by."""

from __future__ import annotations

from evidence.core.changelog import Changelog, Concern, Written, wrote
from evidence.core.ledger import Ledger
from evidence.core.records import Source
from evidence.store.history import Entry
from evidence.store.queries import Rows
from evidence.store.reading import about_claims


def changelog(reader: Rows, claim: str) -> Changelog:
    """The writes to a claim, its evidence and the numbers that may answer it, oldest first."""
    concern = concern_of(about_claims(reader, [claim]), claim)
    marks = concern.marks()
    entries = (Entry(*row) for row in reader.rows("log", "in_order"))
    near = (entry for entry in entries if any(mark in entry.body for mark in marks))
    found = ((entry, wrote(concern, entry.pairs)) for entry in near)
    return Changelog(_written(entry, counts) for entry, counts in found if counts)


def concern_of(ledger: Ledger, claim: str) -> Concern:
    """What a claim is judged by, from a ledger that holds all of it and little else."""
    from evidence.core.answering import region_subjects

    sources = (record.slug for record in ledger if isinstance(record, Source))
    return Concern(claim, frozenset(region_subjects(ledger, claim)), frozenset(sources))


def _written(entry: Entry, counts: dict[tuple[str, str], int]) -> Written:
    shown = entry.seq, entry.recorded, entry.actor, entry.operation, entry.summary
    return Written(*shown, entry.hash, counts)

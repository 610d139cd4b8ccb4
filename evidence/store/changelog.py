"""The entries of the log that concern one claim: its own records and those that it is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.core.changelog import Changelog, Concern, Place, Written, place, wrote
from evidence.core.ledger import Ledger
from evidence.core.records import Evidence, Observation, Search, Source
from evidence.store.bodies import entries
from evidence.store.history import Entry
from evidence.store.queries import Rows
from evidence.store.reading import about_claims


def changelog(reader: Rows, claim: str) -> Changelog:
    """The writes to a claim, its evidence and the numbers that may answer it, oldest first."""
    concern = concern_of(about_claims(reader, [claim]), claim)
    marks = concern.marks()
    near = (entry for entry in entries(reader) if any(mark in entry.body for mark in marks))
    found = ((entry, wrote(concern, entry.pairs)) for entry in near)
    return Changelog(_written(entry, counts) for entry, counts in found if counts)


def changelogs(reader: Rows, concerns: Sequence[Concern]) -> dict[str, Changelog]:
    """The same for many claims at once, by slug: every entry is read a single time."""
    found: dict[str, list[Written]] = {concern.claim: [] for concern in concerns}
    for entry in entries(reader):
        changes = entry.pairs
        index: dict[Place, list[int]] = {}
        for number, change in enumerate(changes):
            where = place(*change)
            if where is not None:
                index.setdefault(where, []).append(number)
        for concern in concerns:
            near = sorted({n for where in concern.places() for n in index.get(where, ())})
            counts = wrote(concern, [changes[n] for n in near])
            if counts:
                found[concern.claim].append(_written(entry, counts))
    return {claim: Changelog(written) for claim, written in found.items()}


def concern_in(ledger: Ledger, claim: str) -> Concern:
    """What a claim is judged by, from a ledger that holds everything."""
    from evidence.core.answering import region_subjects

    subjects = frozenset(region_subjects(ledger, claim))
    records: list[Evidence | Search | Observation] = [*ledger.bearing_on(claim)]
    records += [number for ref in subjects for number in ledger.observations_of(ref)]
    sources = {source for record in records for source in _chain(ledger, record.source)}
    return Concern(claim, subjects, frozenset(sources))


def _chain(ledger: Ledger, slug: str | None) -> Iterator[str]:
    """A source with those that it repeats."""
    seen: set[str] = set()
    while slug and slug not in seen:
        seen.add(slug)
        yield slug
        source = ledger.source(slug)
        slug = source.repeats if source else None


def concern_of(ledger: Ledger, claim: str) -> Concern:
    """What a claim is judged by, from a ledger that holds all of it and little else."""
    from evidence.core.answering import region_subjects

    sources = (record.slug for record in ledger if isinstance(record, Source))
    return Concern(claim, frozenset(region_subjects(ledger, claim)), frozenset(sources))


def _written(entry: Entry, counts: dict[tuple[str, str], int]) -> Written:
    shown = entry.seq, entry.recorded, entry.actor, entry.operation, entry.summary
    return Written(*shown, entry.hash, counts)

"""Whether the stored data hold together: the log's chain, and that the records follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.ledger import Ledger, identity
from evidence.core.merging import same
from evidence.store.engine import Reader
from evidence.store.history import Entry, Problem, replay, verify
from evidence.store.reading import everything, log

if TYPE_CHECKING:
    from evidence.store.location import Location


class Check(NamedTuple):
    """What was looked at, and whatever does not hold together."""

    rows: int
    head: str
    problems: tuple[Problem, ...]


def check(location: Location, anchor: str | None = None) -> Check:
    """Check a database; `anchor` is a head that was noted down earlier and must be in the log."""
    with Reader(location) as reader:
        entries, stored = log(reader), everything(reader)
    found = list(verify(entries))
    if not found:
        found += _differences(replay(entries), stored)
    found += _anchored(entries, anchor)
    return Check(len(stored), entries[-1].hash if entries else "", tuple(found))


def _differences(replayed: Ledger, stored: Ledger) -> Iterator[Problem]:
    for record in replayed:
        held = stored.get(identity(record))
        where = " ".join(identity(record))
        if held is None:
            yield Problem("record_missing", where, "is in the log but not among the records")
        elif not same(held, record):
            yield Problem("record_changed", where, "is not as the log last wrote it")
    for record in stored:
        if replayed.get(identity(record)) is None:
            where = " ".join(identity(record))
            yield Problem("record_unlogged", where, "is among the records but not in the log")


def _anchored(entries: Sequence[Entry], anchor: str | None) -> Iterator[Problem]:
    if anchor and not any(entry.hash == anchor for entry in entries):
        yield Problem("anchor", f"anchor {anchor}", "is not in the log: it was cut or rewritten")

"""Whether the stored data hold together: the log's chain, and that the records follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.store.engine import Reader
from evidence.store.history import Entry, Problem, verify
from evidence.store.reading import everything, log
from evidence.store.soundness import unsound

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
        entries = log(reader)
        found = verify(entries) or unsound(reader, entries)
        rows = len(everything(reader))
    head = entries[-1].hash if entries else ""
    return Check(rows, head, (*found, *_anchored(entries, anchor)))


def _anchored(entries: Sequence[Entry], anchor: str | None) -> Iterator[Problem]:
    if anchor and not any(entry.hash == anchor for entry in entries):
        yield Problem("anchor", f"anchor {anchor}", "is not in the log: it was cut or rewritten")

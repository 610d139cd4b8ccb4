"""A history written again, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.store.engine import Location, Reader, Writer
from evidence.store.history import Entry
from evidence.store.reading import log
from evidence.store.writing import apply


def history_of(location: Location) -> list[Entry]:
    """The entries of a database's log."""
    with Reader(location) as reader:
        return log(reader)


def replayed(entries: Iterable[Entry], location: Location) -> None:
    """Write every entry again, as it was written."""
    for entry in entries:
        with Writer(location) as writer:
            apply(
                *(writer, entry.changes, entry.operation, entry.summary),
                *(entry.recorded, entry.actor),
                scenario_changes=entry.scenarios,
                row_changes=entry.rows,
                copy_changes=entry.copies,
                undoes=entry.undoes,
            )

"""A short history, and what checking it finds."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.core.ledger import Change, identity
from evidence.core.records import Record
from evidence.store.engine import Location, Reader
from evidence.store.history import OPENING, closing, texts_of, verify
from evidence.store.reading import log
from evidence.store.soundness import unsound
from tests.store.examples import added, organization, records, write


def codes(location: Location) -> set[str]:
    with Reader(location) as reader:
        entries = log(reader)
        return {problem.code for problem in [*verify(entries), *unsound(reader, entries)]}


def a_history(database: Location) -> list[Record]:
    """Three entries: an import, an edit, one more record."""
    everyone = records()
    write(database, added(everyone))
    lab = next(one for one in everyone if identity(one) == ("organizations", "lab"))
    renamed = lab._replace(name="The Lab")  # type: ignore[call-arg]
    write(database, [Change(lab, renamed)], operation="edit", recorded="2025-02-01T00:00:00Z")
    more = organization("newcomer")
    write(database, added([more]), operation="add", recorded="2025-04-05T23:59:59Z")
    return everyone


def body_of(changes: Sequence[Change]) -> str:
    """The whole body by which the log holds these changes."""
    return OPENING + ",".join(texts_of(changes)) + closing()

"""Which quotes stand in the copies that are kept of their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Damaged
from evidence.core.folding import Page
from evidence.core.ledger import Ledger
from evidence.core.quotes import Quoted, Quotes, checked, quoting, unchecked
from evidence.core.records import Evidence, Observation, Source
from evidence.store.copies import Copy, copy_of, sources_with_copies
from evidence.store.engine import Location, Reader

if TYPE_CHECKING:
    from evidence.core.watching import Watch

ANOTHER = "the copy that is kept is not the one that its source names by sha256"


class Held(NamedTuple):
    """The copy that is kept of a source, with the quotes that were looked for in it."""

    copy: Copy
    quotes: Quotes


def held(location: Location, source: Source, ledger: Ledger) -> Held | None:
    """The copy of a source with its quotes; None if none is kept."""
    with Reader(location) as reader:
        copy = copy_of(reader, source.slug)
    if copy is None:
        return None
    return Held(copy, quotes_in(copy, source, quoting(ledger).get(source.slug, [])))


def all_quotes(reader: Reader, ledger: Ledger, watch: Watch = iter) -> Quotes:
    """Every quote, looked for in the copy of its source where one is kept."""
    copied = set(sources_with_copies(reader))
    found: list[Quoted] = []
    for slug, records in watch(quoting(ledger).items()):
        found.extend(_quotes(reader, ledger.source(slug) if slug in copied else None, records))
    return Quotes(tuple(found))


def quotes_in(
    copy: Copy, source: Source | None, records: Iterable[Evidence | Observation]
) -> Quotes:
    """The quotes of one source, looked for in a copy if it is the one that the source names."""
    named = source.sha256 if source is not None else None
    if named not in (None, copy.sha256):
        return Quotes(tuple(unchecked(records, ANOTHER)))
    return Quotes(tuple(checked(records, Page(copy.content))))


def _quotes(
    reader: Reader, source: Source | None, records: Iterable[Evidence | Observation]
) -> Iterator[Quoted]:
    """The quotes of one source; None stands for a source of which no copy is kept."""
    try:
        # One at a time: together they may be more than memory holds.
        copy = copy_of(reader, source.slug) if source is not None else None
    except Damaged as error:
        return unchecked(records, error.message)
    return unchecked(records) if copy is None else iter(quotes_in(copy, source, records).items)

"""Keeping the copy of a source.

A source's `sha256` says which copy it was read in. Another copy is a conflict, unless it is taken
in place of the former, which stays in the log.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

from evidence.clock import today
from evidence.core.errors import Conflict
from evidence.core.ledger import Change
from evidence.core.quotes import Quoted, Quotes, quoting
from evidence.core.records import Source
from evidence.exchange.copy_file import CopyFile, read_copy
from evidence.looking import unknown
from evidence.proposal import Besides, write
from evidence.quoted import quotes_in
from evidence.store.copies import Copy, CopyChange, copy_of
from evidence.store.engine import Location, Reader
from evidence.store.history import Entry
from evidence.store.reading import everything

REPLACE = "--update takes it in place of the former, which stays in history"


class Kept(NamedTuple):
    """What keeping a copy wrote, or would, and which quotes stand in it."""

    copy: Copy
    former: Copy | None
    """The copy that it replaces; None if there was none, or it is the same."""
    quotes: Quotes
    lost: tuple[Quoted, ...]
    """Quotes that stood in the former copy and do not stand in this one."""
    new: bool
    """Whether anything is to be written: False if this very copy was kept already."""
    entry: Entry | None
    """The log's new entry; None for a dry run or where nothing changed."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a quote, as data frames take them."""
        return self.quotes.to_dicts()


def keep(
    location: Location,
    slug: str,
    path: str | Path,
    kind: str | None = None,
    update: bool = False,
    dry_run: bool = False,
) -> Kept:
    """Keep a file's text as the copy of a source; raises Invalid, NotFound, Conflict."""
    with Reader(location) as reader:
        ledger, former = everything(reader), copy_of(reader, slug)
    source = ledger.source(slug)
    if source is None:
        raise unknown("source", slug, (one.slug for one in ledger if isinstance(one, Source)))
    given = read_copy(path, kind, sys.stdin.buffer if str(path) == "-" else None)
    if not update:
        _refuse_another(source, former, given)
    copy = _copied(slug, former, given)
    named = source._replace(sha256=copy.sha256)
    records = quoting(ledger).get(slug, [])
    quotes = quotes_in(copy, named, records)
    before = quotes_in(former, None, records) if former and former != copy else Quotes()
    changes = [Change(source, named)] if named != source else []
    copies = [CopyChange(former, copy)] if copy != former else []
    entry = None
    if (changes or copies) and not dry_run:
        entry = write(
            location, changes, "keep", f"keep a copy of {slug}", besides=Besides(copies=copies)
        )
    replaced = former if copies else None
    return Kept(copy, replaced, quotes, _lost(before, quotes), bool(changes or copies), entry)


def _refuse_another(source: Source, former: Copy | None, given: CopyFile) -> None:
    """Raise Conflict for a copy that is not the one that the source was read in."""
    known = source.sha256 or (former.sha256 if former else given.sha256)
    if known != given.sha256:
        raise Conflict(
            f"{source.slug} was read in another copy: SHA-256 here {known}, given {given.sha256}",
            REPLACE,
        )
    if former and former.sha256 == known and _text(former) != _text(given):
        raise Conflict(
            f"the copy of {source.slug} is kept as {former.kind}, and reads otherwise as "
            f"{given.kind}",
            REPLACE,
        )


def _copied(slug: str, former: Copy | None, given: CopyFile) -> Copy:
    """The copy to be kept: the former, if it is the same."""
    if former is None:
        return Copy(slug, given.kind, given.sha256, today(), given.size, given.content)
    if former.sha256 == given.sha256 and _text(former) == _text(given):
        return former
    replaces = former.replaces if former.sha256 == given.sha256 else former.sha256
    return Copy(slug, given.kind, given.sha256, today(), given.size, given.content, replaces)


def _text(one: Copy | CopyFile) -> tuple[str, str]:
    return one.kind, one.content


def _lost(before: Quotes, after: Quotes) -> tuple[Quoted, ...]:
    """The quotes that were found before and are no longer."""
    found = {(one.owner, one.key) for one in before.of("found")}
    return tuple(q for q in after.items if q.verdict != "found" and (q.owner, q.key) in found)

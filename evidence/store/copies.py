"""Copies of sources: the text that a source had when somebody read it.

The log holds the text of every copy that was ever kept; the table holds the last of each source.
A copy is no record: it is not exported with the records, and nothing is worked out from it but
whether the quotes of its source stand in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.errors import Conflict
from evidence.store.queries import Rows

if TYPE_CHECKING:
    from evidence.store.engine import Writer
    from evidence.store.ids import Ids

KIND = "copies"


class Copy(NamedTuple):
    """The text of one source, taken from one file."""

    source: str
    kind: str
    """What the file was: a term of `vocabulary.COPY_KINDS`."""
    sha256: str
    """The SHA-256 of the file's bytes."""
    kept: str
    """The day on which it was kept (UTC)."""
    size: int
    """The bytes of the file."""
    content: str
    """Its text, in NFC."""
    replaces: str | None = None
    """The SHA-256 of the copy that was kept before it."""

    @property
    def digest(self) -> str:
        """What tells it from any other copy: its fields, with the text as a hash."""
        text = hashlib.sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()
        return repr(self._replace(content=text))

    def as_mapping(self) -> dict[str, Any]:
        """What the log holds of it."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class CopyChange(NamedTuple):
    """The copy of a source before and after; None where there was none, or is none any more."""

    before: Copy | None
    after: Copy | None


def as_copy(fields: Mapping[str, Any]) -> Copy:
    """The copy of a mapping from the log."""
    return Copy(**fields)


def sources_with_copies(reader: Rows) -> list[str]:
    """The slugs of the sources of which a copy is kept, sorted."""
    return sorted(slug for (slug,) in reader.rows("copied_sources"))


def copy_of(reader: Rows, source: str) -> Copy | None:
    """The copy of a source, if one is kept."""
    found = reader.rows("copies", "of_sources", slugs=[source])
    return Copy(*found[0]) if found else None


def require_copies_unchanged(writer: Writer, changes: Sequence[CopyChange]) -> None:
    """Raise Conflict if a copy is no longer the one that a change was made from."""
    for before, after in changes:
        one = before or after
        if one is not None and copy_of(writer, one.source) != before:
            raise Conflict(f"the copy of {one.source} has changed", "read it again")


def remove_copies(writer: Writer, changes: Sequence[CopyChange], ids: Ids) -> None:
    """Take away the copies before the changes."""
    import sqlalchemy as sa

    from evidence.store.tables import METADATA

    former = [before for before, _ in changes if before is not None]
    ids.learn_named((one.source for one in former), ())
    of = METADATA.tables["source_copy"].c.source_id
    for one in former:
        gone = sa.delete(METADATA.tables["source_copy"]).where(of == ids.source(one.source))
        writer.session.connection().execute(gone)


def add_copies(writer: Writer, changes: Sequence[CopyChange], ids: Ids, entry: int) -> None:
    """Put the copies after the changes, by this entry of the log."""
    import sqlalchemy as sa

    from evidence.store.tables import METADATA

    new = [after for _, after in changes if after is not None]
    ids.learn_named((one.source for one in new), ())
    if new:
        rows = [_row(one, ids, entry) for one in new]
        writer.session.connection().execute(sa.insert(METADATA.tables["source_copy"]), rows)


def _row(one: Copy, ids: Ids, entry: int) -> dict[str, Any]:
    columns = one._asdict() | {"source_id": ids.source(one.source), "entry": entry}
    del columns["source"]
    return columns

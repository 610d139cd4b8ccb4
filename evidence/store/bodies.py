"""The bodies of entries. A long one lies in parts, so that no row of the log is a file of its own.

Parts are cut anywhere between two changes; one after another they are the body, whose SHA-256 the
entry holds. They are written before their entry, and nothing can be added once it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from evidence.store.history import OPENING, Entry, closing
from evidence.store.queries import Rows

if TYPE_CHECKING:
    from evidence.store.engine import Writer

LONGEST = 1_000_000
"""Characters of a body, or of a part of one, that is kept in one row."""


def entries(reader: Rows, *suffixes: str, **parameters: Any) -> Iterator[Entry]:
    """The entries of the log that a question gives, in order, with their whole bodies."""
    for row in reader.rows("log", *suffixes, "in_order", **parameters):
        entry = Entry(*row)
        yield entry if entry.body else entry._replace(body=_joined(reader, entry.seq))


def _joined(reader: Rows, seq: int) -> str:
    return "".join(part for (part,) in reader.rows("log_parts", entry=seq))


class Body:
    """The body of the next entry, written while it comes to be; it may be of any size."""

    def __init__(self, writer: Writer, seq: int) -> None:
        self._writer = writer
        self._seq = seq
        self._number = 0
        self._texts: list[str] = []
        self._size = 0
        self._digest = hashlib.sha256()
        self._take(OPENING)
        self._comma = ""

    def extend(self, changes: Iterable[str]) -> None:
        """Add changes, each as canonical JSON."""
        for change in changes:
            self._take(self._comma + change)
            self._comma = ","
            if self._size > LONGEST:
                self._flush()

    def close(self, undoes: int | None = None) -> tuple[str, str]:
        """What the entry itself holds of the body, which is nothing of a long one; its SHA-256."""
        self._take(closing(undoes))
        if self._number:
            self._flush()
        return "".join(self._texts), self._digest.hexdigest()

    def _take(self, text: str) -> None:
        self._digest.update(text.encode("utf-8", "surrogatepass"))
        self._texts.append(text)
        self._size += len(text)

    def _flush(self) -> None:
        import sqlalchemy as sa

        from evidence.store.tables import METADATA

        self._number += 1
        row = {"entry": self._seq, "number": self._number, "body": "".join(self._texts)}
        self._writer.session.connection().execute(sa.insert(METADATA.tables["log_part"]), [row])
        self._texts, self._size = [], 0

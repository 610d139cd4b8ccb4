"""The indexes of items and the links of their rows: for many at once made anew, not kept up.

The primary key stays, which tells what is there already. Source of the practice: PostgreSQL,
"Populating a Database", sections Remove Indexes and Remove Foreign Key Constraints.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence.store.engine import Writer

_ALONE = "LOCK TABLE evidence, voice, claim, source, log IN ACCESS EXCLUSIVE MODE NOWAIT"


class Indexes:
    """The indexes of items, put away while more of them come than are there."""

    def __init__(self, writer: Writer, coming: int, alone: bool = False) -> None:
        """Put them away: on PostgreSQL only who is `alone` with the tables does that."""
        from evidence.store.tables import METADATA

        self._connection = writer.session.connection()
        if writer.location.dialect == "sqlite":
            [(there,)] = writer.rows("evidence_count")
            alone = coming > there
        self._away: list[Any] = list(METADATA.tables["evidence"].indexes) if alone else []
        for index in self._away:
            index.drop(self._connection)

    def restore(self) -> None:
        """Make those anew that were put away."""
        for index in self._away:
            index.create(self._connection)
        self._away = []


@contextmanager
def alone(writer: Writer) -> Iterator[bool]:
    """Whether a first filling of PostgreSQL has the tables of items to itself, without links.

    So it is where there are no items yet, nobody is reading and the role owns the tables; whoever
    comes to read waits until the transaction ends. At the end of the block all rows are held
    against what they name, in one go.
    """
    postgresql = writer.location.dialect == "postgresql"
    links = writer.rows("links_of_items") if postgresql else []
    if not links or not _locked(writer):
        yield False
        return
    _run(writer, [dropped for dropped, _ in links])
    yield True
    # What still waits for its check at commit would bar the way.
    _run(writer, ["SET CONSTRAINTS ALL IMMEDIATE", *(added for _, added in links)])


def _locked(writer: Writer) -> bool:
    from psycopg.errors import InsufficientPrivilege, LockNotAvailable

    _run(writer, ["SAVEPOINT alone"])
    try:
        _run(writer, [_ALONE])
    except (InsufficientPrivilege, LockNotAvailable):
        _run(writer, ["ROLLBACK TO alone"])
        return False
    return True


def _run(writer: Writer, statements: list[str]) -> None:
    cursor = writer.cursor()
    for statement in statements:
        cursor.execute(statement)

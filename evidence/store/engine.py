"""The two ways into a database: a Reader, light and read-only, and a Writer, one transaction."""

# Every reading command imports this, and pathlib is slow to import.
# ruff: noqa: PTH202
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any

from evidence.core.errors import Damaged, Invalid, MigrationNeeded
from evidence.store.connections import LOCK, keep_off_the_terminal, opened
from evidence.store.failures import INIT, Step, damaged, explained
from evidence.store.intruders import refuse_intruders
from evidence.store.location import Location
from evidence.store.queries import prepared

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["CHANGED", "REVISIONS", "Location", "Reader", "Writer"]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every revision of the schema, oldest first; reading must know them without the migrations."""

CHANGED: set[str] = set()
"""The databases to which this process has committed, or was about to when it was interrupted."""

APPLICATION = 0x45564431
"""What the header of a SQLite file says if it is one of ours."""

BATCH = 50_000
"""Rows that are held at once while many are read."""


_SMALLEST = 512
"""Bytes of the smallest SQLite file; of fewer SQLite says that nothing is in it."""


class Reader:
    """A view of the database as it is at one moment, which can change nothing.

    Entering raises Unavailable (no such file, not reachable), Damaged (no database at all) or
    MigrationNeeded (older or newer than this program).
    """

    def __init__(self, location: Location | str, *, any_schema: bool = False) -> None:
        self.location = location if isinstance(location, Location) else Location(location)
        self._any_schema = any_schema
        self._connection: Any = None

    def __enter__(self) -> Reader:
        self._connection = opened(self.location, mode="ro", patience=10)
        try:
            self._begin()
            if not self._any_schema:
                require_current(self.revision(), self.location)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that answer `sql/QUERY.sql` followed by each `sql/SUFFIX.sql`."""
        return answered(self._connection, self.location, (query, *suffixes), parameters)

    def batches(self, query: str, **parameters: Any) -> Iterator[list[tuple[Any, ...]]]:
        """The rows that answer `sql/QUERY.sql`, so many at a time that memory stays small."""
        text, flat = prepared(self.location.dialect, (query,), parameters)
        try:
            # Without a name PostgreSQL's driver would fetch all rows at once.
            named = {"name": query} if self.location.dialect == "postgresql" else {}
            with closing(self._connection.cursor(**named)) as cursor:
                cursor.execute(text, flat)
                while rows := cursor.fetchmany(BATCH):
                    yield rows
        except Exception as error:
            raise explained(error, self.location) or error from None

    def revision(self) -> str | None:
        """The revision of the schema, None where there is none.

        Raises Invalid if the file is the database of another program.
        """
        return revision(self._connection, self.location)

    def _begin(self) -> None:
        try:
            start = "BEGIN"
            if self.location.dialect == "postgresql":
                start = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            self._connection.execute(start)
        except Exception as error:
            raise explained(error, self.location) or error from None


class Writer:
    """One transaction: all of it is kept, or, after any error, nothing.

    It holds the database's only write lock from the start, so that what it reads stays true until
    it commits. Raises what a Reader raises, and Unavailable if the lock is not to be had within
    `patience` seconds.
    """

    session: Session

    def __init__(self, location: Location | str, *, patience: float = 30.0) -> None:
        self.location = location if isinstance(location, Location) else Location(location)
        self._patience = patience

    def __enter__(self) -> Writer:
        from sqlmodel import Session

        try:
            self.session = Session(engine(self.location, patience=self._patience))
            self.session.connection()
            require_current(revision(self.cursor(), self.location), self.location)
        except BaseException as error:
            self._end(error)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(error)

    @classmethod
    def within(cls, connection: Any, location: Location) -> Writer:
        """A writer in a transaction that somebody else began and will end."""
        from sqlmodel import Session

        writer = cls(location)
        writer.session = Session(connection)
        return writer

    def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that answer `sql/QUERY.sql` followed by each `sql/SUFFIX.sql`."""
        return answered(self.cursor(), self.location, (query, *suffixes), parameters, "write")

    def cursor(self, **options: Any) -> Any:
        """A cursor of the driver itself, in the same transaction."""
        return self.session.connection().connection.cursor(**options)

    def _end(self, error: BaseException | None) -> None:
        session, failure = getattr(self, "session", None), error
        if session is not None:
            try:
                session.commit() if error is None else session.rollback()
            except Exception as trouble:
                failure = error or trouble
            finally:
                session.close()
        step: Step = "commit" if error is None else "write"
        if isinstance(failure, Exception) and (known := explained(failure, self.location, step)):
            raise known from None
        if failure is not None and failure is not error:
            raise failure


def engine(location: Location, *, patience: float = 30.0, migrating: bool = False) -> Any:
    """SQLAlchemy's engine, whose every transaction begins with the write lock."""
    import sqlalchemy as sa

    keep_off_the_terminal("sqlalchemy")
    mode = "rwc" if migrating else "rw"

    def connected() -> Any:
        connection = opened(location, mode=mode, patience=patience)
        try:
            if location.dialect == "sqlite":
                _is_ours(connection, location)
                _prepare_sqlite(connection, location, foreign_keys=not migrating)
            else:
                connection.autocommit = False
        except BaseException:
            connection.close()
            raise
        return connection

    made = sa.create_engine(
        "sqlite://" if location.dialect == "sqlite" else "postgresql+psycopg://",
        creator=connected,
        poolclass=sa.pool.NullPool,
        hide_parameters=True,
    )

    @sa.event.listens_for(made, "begin")
    def take_lock(connection: Any) -> None:
        if location.dialect == "sqlite":
            # A plain BEGIN fails at its first write if somebody else wrote since its first read.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))

    @sa.event.listens_for(made, "commit")
    def remember(connection: Any) -> None:
        CHANGED.add(str(location))

    return made


def answered(
    connection: Any,
    location: Location,
    names: tuple[str, ...],
    parameters: dict[str, Any],
    step: Step = "read",
) -> list[tuple[Any, ...]]:
    """The rows that a prepared question gives on a driver's connection or cursor."""
    text, flat = prepared(location.dialect, names, parameters)
    try:
        rows: list[tuple[Any, ...]] = connection.execute(text, flat).fetchall()
    except Exception as error:
        raise explained(error, location, step) or error from None
    if location.dialect == "sqlite" and bytes in map(type, chain.from_iterable(rows)):
        raise damaged(f"a text in {location} is damaged", location)  # no column holds bytes
    return rows


def revision(connection: Any, location: Location) -> str | None:
    """The revision of the schema on a connection, None where there is none."""
    if location.dialect == "sqlite" and not _is_ours(connection, location):
        return None
    if location.dialect == "postgresql":
        [(table,)] = answered(connection, location, ("postgresql_revision",), {})
        if table is None:
            return None
    rows = answered(connection, location, ("revision",), {})
    if len(rows) > 1:
        raise Damaged(f"{location} says that it has {len(rows)} schemas", "restore it")
    return str(rows[0][0]) if rows else None


def require_current(found: str | None, location: Location) -> None:
    """Raise MigrationNeeded unless the schema is the one that this program knows."""
    if found == REVISIONS[-1]:
        return
    if found is None:
        raise MigrationNeeded(f"{location} is empty", INIT)
    if found in REVISIONS:
        raise MigrationNeeded(f"{location} was made by an older version of this program", INIT)
    raise MigrationNeeded(
        f"{location} was made by a newer version of this program (schema {found[:40]!r})",
        "update the program",
    )


def _is_ours(connection: Any, location: Location) -> bool:
    application = _value(connection, location, "PRAGMA application_id")
    tables = _value(connection, location, "SELECT count(*) FROM sqlite_master")
    if application == APPLICATION:
        try:
            refuse_intruders(connection, location)
        except Exception as error:
            raise explained(error, location) or error from None
    if application != APPLICATION and tables:
        raise Invalid(f"{location} is the database of another program", "name another file")
    if not tables and 0 < os.path.getsize(location.path) < _SMALLEST:
        raise damaged(f"{location} is not a database", location, "name another file, or ")
    return bool(tables)


def _value(connection: Any, location: Location, question: str) -> Any:
    try:
        [(value,)] = connection.execute(question).fetchall()
    except Exception as error:
        raise explained(error, location) or error from None
    return value


def _prepare_sqlite(connection: Any, location: Location, *, foreign_keys: bool) -> None:
    from evidence.store.mounts import network_file_system

    # Rebuilding a table drops it, and with foreign keys on that deletes what refers to it.
    pragma = "PRAGMA foreign_keys = ON" if foreign_keys else "PRAGMA foreign_keys = OFF"
    connection.execute(pragma)
    slow = network_file_system(location)
    connection.execute("PRAGMA journal_mode = DELETE" if slow else "PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")

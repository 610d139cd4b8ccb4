"""Connections as this program needs them, by the databases' own drivers."""

# Every reading command imports this, and pathlib is slow to import.
# ruff: noqa: PTH110, PTH116, PTH120
from __future__ import annotations

import os
import stat
from functools import cache
from typing import Any

from evidence.core.errors import Unavailable
from evidence.store.failures import INIT, explained
from evidence.store.location import Location, sqlite_uri

LOCK = 7241
"""The number of PostgreSQL's advisory lock that every write and every migration takes."""


def opened(location: Location, *, mode: str, patience: float) -> Any:
    """A connection in autocommit mode: `ro` to read, `rw` to write, `rwc` to make a file too.

    Patience is how many seconds to wait for another program's write. Raises Unavailable.
    """
    try:
        if location.dialect == "sqlite":
            return _sqlite(location, mode, patience)
        from evidence.store.postgresql import session

        return session(location, mode, patience)
    except Exception as error:
        known = explained(error, location, "connect")
        if known is None:
            raise
        raise known from None


@cache
def keep_off_the_terminal(log: str) -> None:
    """Give a library's log an end: without one Python writes its warnings to standard error.

    SQLAlchemy and psycopg log whatever breaks off the closing of a connection or a transaction,
    Ctrl-C too, and raise it as well, so that it is told once.
    """
    import logging

    logging.getLogger(log).addHandler(logging.NullHandler())


def require_file(location: Location) -> None:
    """Raise Unavailable unless there is a file at a SQLite location."""
    try:
        status = os.stat(location.path)
    except FileNotFoundError:
        raise Unavailable(f"there is no database at {location}", INIT) from None
    except OSError as error:
        raise Unavailable(f"{location} cannot be opened: {error.strerror}", "check it") from None
    if stat.S_ISDIR(status.st_mode):
        raise Unavailable(f"{location} is a folder, not a database", "name a file")


def _sqlite(location: Location, mode: str, patience: float) -> Any:
    import sqlite3

    if mode != "rwc":
        require_file(location)
    options = f"mode={mode}"
    if mode == "ro" and os.path.exists(f"{location.path}-journal"):
        _roll_back(location.path, patience)
    if mode == "ro" and _is_at_rest(location.path):
        options += "&immutable=1"
    connection = sqlite3.connect(
        sqlite_uri(location.path, options), uri=True, isolation_level=None, timeout=patience
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        # SQLite's own knows only ASCII; a search has to find what PostgreSQL would.
        connection.create_function("lower", 1, _lowered, deterministic=True)
        if mode == "ro":
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _roll_back(path: str, patience: float) -> None:
    """Undo what a killed program left half written, which a reader is not allowed to."""
    import sqlite3
    from contextlib import closing

    uri = sqlite_uri(path, "mode=rw")
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=patience)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return  # the reader meets the same obstacle and tells it


def _lowered(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _is_at_rest(path: str) -> bool:
    """Whether the file lies where SQLite cannot put its index of the write-ahead log.

    Without a log there is no writer, and only then a file may be read as if it never changed.
    """
    return not os.access(os.path.dirname(path), os.W_OK) and not os.path.exists(f"{path}-wal")

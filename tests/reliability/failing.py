"""Calls to the databases and to the file system of which the n-th fails."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest

OF_FILES = ("open", "fsync", "replace", "rename", "link", "mkdir")
OF_CURSORS = ("execute", "executemany")


class Calls:
    """Counts the calls, and lets one of them fail."""

    def __init__(self, failing: int) -> None:
        self.failing = failing
        self.made = 0
        self.failed = ""

    def one(self, name: str, error: Callable[[], Exception]) -> None:
        """Count a call, which fails if its turn has come."""
        self.made += 1
        if self.made == self.failing:
            self.failed = name
            raise error()

    def wrapped(self, name: str, call: Callable[..., Any], error: Callable[[], Exception]) -> Any:
        """The same call, counted."""

        def counted(*given: Any, **options: Any) -> Any:
            self.one(name, error)
            return call(*given, **options)

        return counted


@contextmanager
def failing_call(number: int) -> Iterator[Calls]:
    """Let the call of that number fail, whichever it is."""
    calls = Calls(number)
    with pytest.MonkeyPatch.context() as patch:
        for name in OF_FILES:
            patch.setattr(os, name, calls.wrapped(name, getattr(os, name), broken_file))
        failing = partial(sqlite3.connect, factory=_sqlite_connection(calls))
        patch.setattr(sqlite3, "connect", failing)
        for name in OF_CURSORS:
            method = getattr(psycopg.Cursor, name)
            patch.setattr(psycopg.Cursor, name, calls.wrapped(name, method, broken_connection))
        patch.setattr(psycopg.Connection, "commit", committed_unheard(calls))
        yield calls


def broken_file() -> OSError:
    """What a disk that fails says."""
    return OSError(5, "Input/output error")


def broken_connection() -> psycopg.OperationalError:
    """What a server that has gone leaves."""
    return psycopg.OperationalError("server closed the connection unexpectedly\nThis probably")


def broken_database() -> sqlite3.OperationalError:
    """What SQLite says of a disk that fails."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_WRITE"
    return error


def _sqlite_connection(calls: Calls) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        def execute(self, *given: Any) -> Any:
            calls.one("execute", broken_database)
            return super().execute(*given)

        def executemany(self, *given: Any) -> Any:
            calls.one("executemany", broken_database)
            return super().executemany(*given)

    class Connection(sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

        def execute(self, *given: Any) -> Any:
            calls.one("execute", broken_database)
            return super().execute(*given)

        def commit(self) -> None:
            calls.one("commit", broken_database)
            super().commit()

        def backup(self, *given: Any, **options: Any) -> None:
            calls.one("backup", broken_database)
            super().backup(*given, **options)

    return Connection


def committed_unheard(calls: Calls) -> Callable[..., None]:
    """A commit that the server makes although its answer is lost."""
    commit = psycopg.Connection.commit

    def committed(connection: Any) -> None:
        commit(connection)
        calls.one("commit", broken_connection)

    return committed

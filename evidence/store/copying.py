"""A copy of a whole database, history included, while others go on writing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from evidence.core.errors import EvidenceError, Invalid
from evidence.store.connections import opened
from evidence.store.engine import Reader
from evidence.store.failures import explained
from evidence.store.location import Location

_MARK = ".copying"
_OF_THE_SOURCE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CORRUPT", "SQLITE_NOTADB")


def backup(location: Location, target: str | Path, force: bool = False) -> None:
    """Copy a SQLite database to a file that appears whole or not at all.

    Raises Invalid for a target that exists (unless forced) or another kind of database.
    """
    if location.dialect != "sqlite":
        raise Invalid("only a SQLite database is copied to a file", "use pg_dump for PostgreSQL")
    path = Path(target)
    if path.exists() and not force:
        raise Invalid(f"{path} exists already", "--force replaces it")
    with Reader(location):
        pass
    copy(location, path)


def copy(location: Location, target: Path) -> None:
    """Copy a SQLite database of any schema, replacing what is there; raises Invalid, Unavailable.

    What an interrupted copy has left beside the target is removed by the next one.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}{_MARK}")
    try:
        _remove_leftovers(target)
        _copied(location, fresh)
        fresh.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _failed(error, location, target) from None
    finally:
        with suppress(OSError):
            _remove_leftovers(target)


def _copied(location: Location, fresh: Path) -> None:
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        closing(opened(location, mode="ro", patience=10)) as source,
        closing(sqlite3.connect(fresh)) as copied,
    ):
        source.backup(copied)
        # A copy is one file: nothing of it lies in a log beside it.
        copied.execute("PRAGMA journal_mode = DELETE")
    _sync(fresh)


def _remove_leftovers(target: Path) -> None:
    """Remove unfinished copies, and the journals that SQLite kept for them."""
    if not target.parent.is_dir():
        return
    for path in list(target.parent.iterdir()):
        if path.name.startswith(f".{target.name}.") and _MARK in path.suffix:
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(error: Exception, location: Location, target: Path) -> EvidenceError:
    """What went wrong, with the name of the file with which it did."""
    if getattr(error, "sqlite_errorname", "").startswith(_OF_THE_SOURCE):
        return explained(error, location) or Invalid(f"{location} cannot be copied")
    reason = getattr(error, "strerror", None) or str(error)
    told = Invalid(f"{target} cannot be written: {reason}", "choose another place")
    return explained(error, Location(str(target))) or told

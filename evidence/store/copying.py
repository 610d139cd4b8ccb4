"""A copy of a whole database, history included, while others go on writing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from evidence.core.errors import Invalid
from evidence.store.engine import Reader
from evidence.store.failures import explained
from evidence.store.location import Location, sqlite_uri


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
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _copy(location, fresh)
        fresh.replace(path)
    except (OSError, sqlite3.Error) as error:
        fresh.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise explained(error, location) or Invalid(f"{path} cannot be written: {reason}") from None


def _copy(location: Location, fresh: Path) -> None:
    fresh.touch(mode=0o600)
    source = sqlite3.connect(sqlite_uri(location.path, "mode=ro"), uri=True)
    copied = sqlite3.connect(fresh)
    try:
        source.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")
    finally:
        copied.close()
        source.close()
    with fresh.open("rb") as file:
        os.fsync(file.fileno())

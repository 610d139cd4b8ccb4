"""Making and upgrading a database: migrations only, all of them in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.bundled import bundled
from evidence.core.errors import Damaged, EvidenceError, Unavailable
from evidence.store.engine import Reader, Writer, engine, require_current, revision
from evidence.store.failures import explained
from evidence.store.location import Location
from evidence.store.mounts import network_warning
from evidence.store.queries import loaded

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


class Migrated(NamedTuple):
    """What an upgrade did: the revisions before and after, and the copy that it kept."""

    before: str | None
    after: str
    copy: str | None = None
    warning: str | None = None
    """Why the place is not a good one for a database."""


def create(location: Location | str) -> Migrated:
    """Make the database if there is none, and bring it to the newest schema."""
    place = location if isinstance(location, Location) else Location(location)
    if place.dialect == "sqlite":
        _touch(place)
    return upgrade(place)


def upgrade(location: Location | str) -> Migrated:
    """Bring an existing database to the newest schema; all of it, or nothing after an error.

    A SQLite database with an older schema is first copied beside itself. Raises MigrationNeeded,
    and writes nothing, if the database was made by a newer version.
    """
    place = location if isinstance(location, Location) else Location(location)
    config = _config()
    known = _revisions(config)
    with Reader(place, any_schema=True) as reader:
        before = reader.revision()
    _refuse_unknown(before, known, place)
    if before == known[-1]:
        return Migrated(before, before, warning=network_warning(place))
    return _upgraded(place, config, known)


@contextmanager
def migrating(location: Location) -> Iterator[Connection]:
    """A connection that holds the write lock, in a transaction that ends with the block."""
    made = engine(location, migrating=True)
    try:
        with made.connect() as connection, connection.begin():
            yield connection
            _require_whole(connection, location)
    except Exception as error:
        known = explained(error, location, "migrate")
        if known is None:
            raise
        raise known from error
    finally:
        made.dispose()


def _upgraded(place: Location, config: Config, known: tuple[str, ...]) -> Migrated:
    from alembic import command

    from evidence.store.weighing import reweigh_all

    with migrating(place) as connection:
        # Somebody else may have upgraded it while this one waited for the lock.
        before = revision(connection.connection.cursor(), place)
        _refuse_unknown(before, known, place)
        copy = None
        if before is not None and before != known[-1] and place.dialect == "sqlite":
            copy = _copied(place, known[-1])
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if before is not None:
            # What is worked out from the records is made by the version that reads it.
            reweigh_all(Writer.within(connection, place))
        if place.dialect == "postgresql":
            connection.connection.cursor().execute(loaded("postgresql_keep_log"))
    return Migrated(before, known[-1], copy, network_warning(place))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    return config


def _revisions(config: Config) -> tuple[str, ...]:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config)
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def _refuse_unknown(found: str | None, known: tuple[str, ...], place: Location) -> None:
    if found is not None and found not in known:
        require_current(found, place)


def _touch(place: Location) -> None:
    """Make the file readable by its owner alone, before anything is in it."""
    try:
        if Path(place.path).is_dir():
            raise Unavailable(f"{place} is a folder, not a database", "name a file")
        os.close(os.open(place.path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unavailable(
            f"{place} cannot be made: {error.strerror}",
            "name a file in a folder that you can write",
        ) from None


def _copied(place: Location, target: str) -> str:
    """Copy the database beside itself, whole or not at all, and tell where."""
    from evidence.store.copying import copy

    kept = f"{place.path}.before-{target}"
    try:
        copy(place, Path(kept))
    except EvidenceError as error:
        raise Unavailable(
            f"no copy of {place} can be kept beside it: {error.message}",
            "make room, and run `evidence init` again",
        ) from None
    return kept


def _require_whole(connection: Any, location: Location) -> None:
    if location.dialect != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise Damaged(
            f"{len(broken)} rows of {location} refer to rows that are not there",
            "restore it from a backup",
        )

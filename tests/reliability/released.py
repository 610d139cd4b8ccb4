"""The databases of released revisions, and each of them on a server too."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from evidence.store.engine import Location
from tests.conftest import NewDatabase

FOLDER = Path(__file__).parents[1] / "store" / "releases"
RELEASES = {path.stem: path for path in sorted(FOLDER.glob("*.db"))}
Released = Callable[[str, str], Location]
"""Gives a copy of the database of a revision, on the engine that is asked for."""


def released(blank: NewDatabase, engine: str, revision: str) -> Location:
    """A copy of the database of a revision; on a server it is made from the file's rows."""
    location = blank(engine)
    if engine == "sqlite":
        shutil.copy(RELEASES[revision], location.path)
    else:
        migrated(location, revision)
        _fill(location, RELEASES[revision])
    return location


def migrated(location: Location, revision: str, *, down: bool = False) -> None:
    """Bring a database up, or down, to a revision."""
    from alembic import command

    from evidence.store.schema import _config, migrating

    config = _config()
    with migrating(location) as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def _fill(location: Location, file: Path) -> None:
    import sqlalchemy as sa

    from evidence.store.engine import engine

    with closing(sqlite3.connect(file)) as held, engine(location).connect() as connection:
        held.row_factory = sqlite3.Row
        metadata = sa.MetaData()
        metadata.reflect(connection)
        for table in metadata.tables.values():
            truths = [c.name for c in table.columns if isinstance(c.type, sa.Boolean)]
            rows = [dict(row) for row in held.execute(f'SELECT * FROM "{table.name}"')]
            for row in rows:
                row |= {name: bool(row[name]) for name in truths if row[name] is not None}
            if rows and table.name != "alembic_version":
                connection.execute(sa.insert(table), rows)
        connection.commit()

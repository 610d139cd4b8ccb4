"""What a damaged file can be restored from: the databases that lie beside it and bear its name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from evidence.store.failures import RESTORE
from evidence.store.location import Location

_MAGIC = b"SQLite format 3\0"


def restoring(location: Location) -> str:
    """What to do about a damaged file, with the newest copy beside it where there is one.

    `evidence init` keeps such copies before it upgrades: `evidence.db.before-0003`.
    """
    kept = _beside(Path(location.path))
    return f"{RESTORE}: the newest beside it is {kept[-1].name}" if kept else RESTORE


def _beside(damaged: Path) -> list[Path]:
    """The SQLite files that are named after another, oldest first."""
    found = []
    with suppress(OSError):
        for path in damaged.parent.iterdir():
            if path.name.startswith(damaged.stem) and path != damaged and _is_sqlite(path):
                found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found)]


def _is_sqlite(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC

"""Whether a database lies on a network file system, where SQLite's locks cannot be relied on.

Its write-ahead log needs memory that all its users share, which two computers do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evidence.store.location import Location

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted; other systems say nothing, and are taken to be local."""

NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone")
)
"""The kinds of file systems that are shared by several computers."""


def network_file_system(location: Location) -> str | None:
    """The kind of network file system that a SQLite file lies on, None for any other place."""
    if location.dialect != "sqlite":
        return None
    place = Path(location.path).parent.resolve()
    around = [(len(point.parts), kind) for point, kind in _mounts() if place.is_relative_to(point)]
    # Of two that are mounted at one point the later one hides the earlier.
    _, kind = max(reversed(around), key=lambda mount: mount[0], default=(0, ""))
    return kind if kind in NETWORK else None


def network_warning(location: Location) -> str | None:
    """What to tell whoever keeps a database there."""
    kind = network_file_system(location)
    if kind is None:
        return None
    return (
        f"{location} lies on a network file system ({kind}): its locks are not to be relied on, "
        "so use it from one computer at a time, or a PostgreSQL server"
    )


def _mounts() -> Iterator[tuple[Path, str]]:
    """The point and the kind of everything that is mounted."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").strip().split("\n")
    except OSError:
        return
    for line in lines:
        fields, _, mounted = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields.split(" ")[4])
        yield Path(point), mounted.split(" ")[0]

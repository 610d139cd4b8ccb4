"""What a written file or folder may be called, and what it may take the place of."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from evidence.core.errors import Invalid
from evidence.exchange.found import plain, shown

FORCE = "pass --force to replace it, or choose another name"
LONGEST_NAME = 200
"""Bytes of a file's name within a folder, its folders included."""


def place_in(folder: Path, name: str) -> Path:
    """The place of a file within a folder; raises Invalid for a name that could lead out of it."""
    place = PurePosixPath(name)
    parts = name.split("/")
    odd = "\\" in name or ":" in name or not name.isprintable()
    if odd or place.is_absolute() or any(part in ("", ".", "..") for part in parts):
        raise Invalid(f"{shown(name, 80)} is no name of a file inside {named(folder)}")
    if len(name.encode()) > LONGEST_NAME:
        raise Invalid(f"{shown(name, 80)} is longer than {LONGEST_NAME} bytes: shorten it")
    return Path(*parts)


def refuse_file(target: Path, force: bool) -> None:
    """Raise Invalid for what a new file may not replace."""
    mode = mode_of(target)
    if mode is None:
        return
    if stat.S_ISLNK(mode):
        raise Invalid(f"{named(target)} is a symbolic link: name the file it stands for")
    if not stat.S_ISREG(mode):
        raise Invalid(f"{named(target)} is no file that could be replaced: choose another name")
    if not force:
        raise Invalid(f"{named(target)} exists: {FORCE}")


def refuse_folder(target: Path, names: Iterable[str], force: bool) -> None:
    """Raise Invalid for what a new folder with files of these names may not replace."""
    mode = mode_of(target)
    if mode is None:
        return
    if stat.S_ISLNK(mode):
        raise Invalid(f"{named(target)} is a symbolic link: name the folder it stands for")
    if not stat.S_ISDIR(mode):
        raise Invalid(f"{named(target)} is a file, and this writes a folder: choose another name")
    foreign = next(_foreign(target, frozenset(names)), None)
    if foreign is not None:
        name = plain(str(foreign.relative_to(target)), 80)
        raise Invalid(f"{named(target)} holds '{name}', which is no export: choose another name")
    if any(target.iterdir()) and not force:
        raise Invalid(f"{named(target)} is not empty: {FORCE}")


def _foreign(folder: Path, names: frozenset[str]) -> Iterator[Path]:
    """What in a folder a new one with files of these names would not have written."""
    endings = {_ending(PurePosixPath(name)) for name in names or ("x.jsonl",)}
    nested = any("/" in name for name in names)
    for path in sorted(folder.iterdir()):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode) and nested:
            yield from _foreign(path, names)
        elif not stat.S_ISREG(mode) or _ending(path) not in endings:
            yield path


def _ending(path: PurePath) -> str:
    """What a file's name ends in, or the whole name where that is nothing."""
    return path.suffix or path.name


def mode_of(target: Path) -> int | None:
    """The kind and rights of what stands at a place, a link not followed; None for nothing."""
    try:
        return os.lstat(target).st_mode
    except FileNotFoundError:
        return None


def named(target: Path) -> str:
    """A place as messages show it."""
    return f"'{plain(str(target), 200)}'"

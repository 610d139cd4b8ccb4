"""Writing files so that a reader finds the old content or the new, never a part of it.

The new content is written beside the target, brought to the disk, and then takes its name. What
an interrupted run has left beside it is removed by the next one.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from evidence.core.errors import Invalid
from evidence.exchange.found import plain

_MARK = ".partial"
_FORCE = "pass --force to replace it, or choose another name"


def write_text(path: str | Path, text: str, force: bool = False) -> None:
    """Write a file; raises Invalid if it exists (unless `force`) or cannot be written.

    A symbolic link at the target is refused, and never followed.
    """
    write_bytes(path, text.encode(), force)


def write_bytes(path: str | Path, content: bytes, force: bool = False) -> None:
    """The same for a file that is no text."""
    target = Path(path)
    try:
        _refuse_file(target, force)
        _clear_leftovers(target)
        temporary = _beside(target)
        try:
            _write(temporary, content)
            _take_name(temporary, target, force)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from None


def write_folder(path: str | Path, texts: Mapping[str, str], force: bool = False) -> None:
    """Write a folder of files; raises Invalid if it has other content or cannot be written.

    An existing folder is replaced as a whole, with `force` only, and only if every file in it
    has an ending that one of the new files has.
    """
    target = Path(path)
    try:
        _refuse_folder(target, texts, force)
        _clear_leftovers(target)
        temporary = _beside(target)
        try:
            temporary.mkdir()
            for name, text in texts.items():
                _write(temporary / name, text.encode())
            _sync_folder(temporary)
            _replace_folder(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from None


def _refuse_file(target: Path, force: bool) -> None:
    mode = _mode(target)
    if mode is None:
        return
    if stat.S_ISLNK(mode):
        raise Invalid(f"{_shown(target)} is a symbolic link: name the file it stands for")
    if not stat.S_ISREG(mode):
        raise Invalid(f"{_shown(target)} is no file that could be replaced: choose another name")
    if not force:
        raise Invalid(f"{_shown(target)} exists: {_FORCE}")


def _refuse_folder(target: Path, texts: Mapping[str, str], force: bool) -> None:
    mode = _mode(target)
    if mode is None:
        return
    if stat.S_ISLNK(mode):
        raise Invalid(f"{_shown(target)} is a symbolic link: name the folder it stands for")
    if not stat.S_ISDIR(mode):
        raise Invalid(f"{_shown(target)} is a file: end the name in .json, .yaml or .jsonl")
    there = sorted(target.iterdir())
    endings = {Path(name).suffix for name in texts} | {".jsonl"}
    foreign = [p.name for p in there if p.suffix not in endings or p.is_symlink() or p.is_dir()]
    if foreign:
        name = plain(foreign[0], 80)
        raise Invalid(f"{_shown(target)} holds '{name}', which is no export: choose another name")
    if there and not force:
        raise Invalid(f"{_shown(target)} is not empty: {_FORCE}")


def _mode(target: Path) -> int | None:
    try:
        return target.lstat().st_mode
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _take_name(temporary: Path, target: Path, force: bool) -> None:
    """Give the new file its name; a file that has appeared meanwhile is kept unless forced."""
    if not force:
        try:
            os.link(temporary, target, follow_symlinks=False)
        except FileExistsError:
            raise Invalid(f"{_shown(target)} exists: {_FORCE}") from None
        except (OSError, NotImplementedError):
            _refuse_file(target, force)
        else:
            return
    temporary.replace(target)


def _replace_folder(temporary: Path, target: Path) -> None:
    if _mode(target) is None:
        temporary.rename(target)
        return
    former = _beside(target, "former")
    target.rename(former)
    temporary.rename(target)
    shutil.rmtree(former)


def _beside(target: Path, word: str = "new") -> Path:
    return target.with_name(f".{target.name}.{word}-{os.getpid()}{_MARK}")


def _clear_leftovers(target: Path) -> None:
    for path in target.parent.iterdir():
        if path.name.startswith(f".{target.name}.") and path.name.endswith(_MARK):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Bring the folder's names to the disk; not every system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(target: Path, error: Exception) -> Invalid:
    if isinstance(error, FileNotFoundError):
        return Invalid(f"{_shown(target)} cannot be written: its folder does not exist, create it")
    reason = plain(getattr(error, "strerror", None) or str(error))
    return Invalid(f"{_shown(target)} cannot be written: {reason}; choose another place")


def _shown(target: Path) -> str:
    return f"'{plain(str(target), 200)}'"

"""Writing files so that a reader finds the old content or the new, never a part of it.

The new content is written beside the target, brought to the disk, and then takes its name. What
an interrupted run has left beside it is removed by the next one, once the former content of a
folder that had lost its name has it back.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evidence.core.errors import Invalid
from evidence.exchange.found import plain
from evidence.exchange.replacing import FORCE, mode_of, named, place_in, refuse_file, refuse_folder

_MARK = ".partial"
SYNCED_AT_ONCE = 16
_HERE, _EXCHANGE = -100, 2
"""Linux's numbers for the current folder, and for two names that change places."""

Content = str | bytes | Callable[[Path], None]
"""What a file holds, a text as UTF-8; or what writes it at a place, a part at a time."""
Output = Content | Mapping[str, Content]
"""What a file holds, or the files of a folder by name."""


def write(path: str | Path, output: Output, force: bool = False) -> None:
    """Write a file or a folder, whichever it is; raises Invalid as the two below."""
    if isinstance(output, Mapping):
        write_folder(path, output, force)
    else:
        write_file(path, output, force)


def write_file(path: str | Path, content: Content, force: bool = False) -> None:
    """Write a file; raises Invalid if it exists (unless `force`) or cannot be written.

    A symbolic link at the target is refused, and never followed.
    """
    target = Path(path)
    try:
        refuse_file(target, force)
        _clear_leftovers(target)
        temporary = _beside(target)
        try:
            _write(temporary, content)
            _sync(temporary)
            _take_name(temporary, target, force)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from None


def write_folder(path: str | Path, contents: Mapping[str, Content], force: bool = False) -> None:
    """Write a folder of files; raises Invalid if it has other content or cannot be written.

    A name may hold `/`, for a file in a folder within. An existing folder is replaced as a whole,
    with `force` only, and only if every file in it has an ending that one of the new files has.
    """
    target = Path(path)
    try:
        places = {place_in(target, name): content for name, content in contents.items()}
        _restore_former(target)
        refuse_folder(target, contents, force)
        _clear_leftovers(target)
        temporary = _beside(target)
        try:
            _fill(temporary, places)
            _replace_folder(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from None


def _fill(folder: Path, places: Mapping[Path, Content]) -> None:
    """Make a folder with these files, and bring all of it to the disk."""
    folder.mkdir()
    for place, content in places.items():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)
    # Together, so that the disk is waited for a few times and not once for every file.
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        list(pool.map(_sync, (folder / place for place in places)))
    for inner in (folder, *{folder / parent for place in places for parent in place.parents}):
        _sync_folder(inner)


def _write(path: Path, content: Content) -> None:
    if callable(content):
        content(path)
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)


def _sync(path: Path) -> None:
    """Bring a file's content to the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_name(temporary: Path, target: Path, force: bool) -> None:
    """Give the new file its name; a file that has appeared meanwhile is kept unless forced."""
    if not force:
        try:
            os.link(temporary, target, follow_symlinks=False)
        except FileExistsError:
            raise Invalid(f"{named(target)} exists: {FORCE}") from None
        except (OSError, NotImplementedError):
            refuse_file(target, force)
        else:
            return
    temporary.replace(target)


def _replace_folder(temporary: Path, target: Path) -> None:
    if mode_of(target) is None:
        temporary.rename(target)
        return
    if _exchanged(temporary, target):
        return
    former = _beside(target, "former")
    target.rename(former)
    try:
        temporary.rename(target)
    except OSError:
        former.rename(target)
        raise
    shutil.rmtree(former)


def _exchanged(temporary: Path, target: Path) -> bool:
    """Swap two folders in one step, so that the target is always there, where the system can."""
    import ctypes

    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = os.fsencode(temporary), os.fsencode(target)
    return bool(swap(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)


def _restore_former(target: Path) -> None:
    """Give back its name to a folder that was on its way out when its writer was killed."""
    if mode_of(target) is None and target.parent.is_dir():
        former = [p for p in _leftovers(target) if p.name.startswith(f".{target.name}.former-")]
        if former and not former[0].is_symlink():
            former[0].rename(target)


def _beside(target: Path, word: str = "new") -> Path:
    return target.with_name(f".{target.name}.{word}-{os.getpid()}{_MARK}")


def _leftovers(target: Path) -> list[Path]:
    names = sorted(target.parent.iterdir())
    return [p for p in names if p.name.startswith(f".{target.name}.") and p.name.endswith(_MARK)]


def _clear_leftovers(target: Path) -> None:
    for path in _leftovers(target):
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
        return Invalid(f"{named(target)} cannot be written: its folder does not exist, create it")
    reason = plain(getattr(error, "strerror", None) or str(error))
    return Invalid(f"{named(target)} cannot be written: {reason}; choose another place")

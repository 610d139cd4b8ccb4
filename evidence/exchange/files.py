"""Files as bytes and lines of UTF-8, within limits that keep any input small in memory."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from evidence.core.limits import FILE, LINE
from evidence.exchange.found import Refused, plain

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_PIECE = 1 << 16
_UTF8 = "save the file as UTF-8"
_FOREIGN = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class _Told(io.FileIO):
    """A file that tells how many more bytes of it have been read."""

    passed: Callable[[int], None]

    def readinto(self, buffer: Buffer) -> int | None:
        """Read into a buffer."""
        number = super().readinto(buffer)
        self.passed(number or 0)
        return number


def opened(path: Path, passed: Callable[[int], None] | None = None) -> BinaryIO:
    """The file, to be closed by the caller; raises Refused if it cannot be read.

    `passed` is told how many more bytes have been read.
    """
    try:
        if passed is None:
            return path.open("rb")
        file = _Told(path)
        file.passed = passed
        return io.BufferedReader(file)
    except FileNotFoundError:
        raise Refused(0, "there is no such file: check the name") from None
    except IsADirectoryError:
        raise Refused(0, "this is a folder, not a file") from None
    except (OSError, ValueError) as error:
        reason = plain(getattr(error, "strerror", None) or str(error))
        raise Refused(0, f"it cannot be read: {reason}") from None


def whole(stream: BinaryIO) -> bytes:
    """All bytes of a file of limited size, without a byte order mark."""
    _refuse_size(stream)
    data = _read(stream, FILE.value + 1)
    if len(data) > FILE.value:
        raise Refused(0, _too_large())
    return _unmarked(data)


def chunks(stream: BinaryIO) -> Iterator[str]:
    """The text of a file of limited size, piece by piece."""
    _refuse_size(stream)
    decode = codecs.getincrementaldecoder("utf-8")()
    line, width, size, largest = 1, 0, 0, FILE.value
    while piece := _read(stream, _PIECE):
        data = piece if size else _unmarked(piece)
        size += len(piece)
        if size > largest:
            raise Refused(0, _too_large())
        try:
            text = decode.decode(data)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise Refused(line, _no_utf8(error)) from None
        _refuse_controls(text, line)
        width = _widest(text, width, line)
        line += text.count("\n")
        yield text
    if decode.getstate()[0]:
        raise Refused(line, f"it ends in the middle of a character: {_UTF8}")


def lines(
    stream: BinaryIO, left_out: Callable[[bytes], object] | None = None
) -> Iterator[tuple[int, str]]:
    """Each line with its number and its line end, of a file of any size.

    Raises Refused where it cannot be read on. Lines that are left out need not be UTF-8.
    """
    number, longest = 0, LINE.value
    try:
        while data := stream.readline(longest + 1):
            number += 1
            if len(data) > longest:
                raise Refused(number, _too_long())
            if number == 1:
                data = _unmarked(data)
            if b"\0" in data:
                raise Refused(number, "there is a NUL character: remove it")
            if left_out is None or not left_out(data):
                yield number, data.decode()
    except UnicodeDecodeError as error:
        raise Refused(number, _no_utf8(error)) from None
    except OSError as error:
        raise _unreadable(error) from None


def _read(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        raise _unreadable(error) from None


def _unreadable(error: OSError) -> Refused:
    return Refused(0, f"it cannot be read: {plain(error.strerror or str(error))}")


def _refuse_size(stream: BinaryIO) -> None:
    """Raise Refused for a file that says at once that it is too large."""
    try:
        size = os.fstat(stream.fileno()).st_size
    except (OSError, ValueError):
        return
    if size > FILE.value:
        raise Refused(0, _too_large())


def _unmarked(data: bytes) -> bytes:
    for mark, name in _FOREIGN.items():
        if data.startswith(mark):
            raise Refused(1, f"the text is {name}: {_UTF8}")
    return data.removeprefix(codecs.BOM_UTF8)


def _widest(text: str, before: int, line: int) -> int:
    """The length of the unfinished last line; raises Refused where a line is too long."""
    first, *rest = text.split("\n")
    widths, longest = [before + len(first), *(len(part) for part in rest)], LINE.value
    for place, width in enumerate(widths):
        if width > longest:
            raise Refused(line + place, _too_long())
    return widths[-1]


def _refuse_controls(text: str, line: int) -> None:
    import re

    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if found:
        at = line + text.count("\n", 0, found.start())
        raise Refused(at, f"there is a control character, U+{ord(found[0]):04X}: remove it")


def _no_utf8(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} is not UTF-8: {_UTF8}"


def _too_large() -> str:
    return (
        f"the file is larger than {FILE.value} bytes: write it as JSONL, which may be of any size, "
        f"{FILE.or_raise()}"
    )


def _too_long() -> str:
    return f"a line is longer than {LINE.value} bytes: split it, {LINE.or_raise()}"
